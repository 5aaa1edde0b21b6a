/** 👍 and 👎 under an answer: kept with question, quotes and index, one vote a person. */

import { onButton } from "../buttons.ts";
import type { Feature } from "../dependencies.ts";
import { pressedCard } from "../pressed-card.ts";

export const votes: Feature = (bot, house) => {
	bot.use(
		onButton("vote", async (ctx, value) => {
			const pressed = await pressedCard(ctx, house);
			if (pressed === null || (value !== "up" && value !== "down")) return ctx.acknowledge(ctx.texts.buttonTooOld);
			await ctx.acknowledge(ctx.texts.thanks);
			const { question, context, quotes, userId } = pressed.card;
			const { indexedAt } = await house.library.coverage();
			await house.state.feedback.set(`${pressed.key} ${ctx.from?.id}`, {
				vote: value,
				askerId: userId,
				question,
				...(context.text === question ? {} : { askedAs: context.text }),
				quotes,
				at: house.now().toISOString(),
				indexedAt: indexedAt?.toISOString() ?? null,
			});
		}),
	);
};
