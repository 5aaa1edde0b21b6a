/** 👍 and 👎 under an answer: kept with question, quotes and index, one vote a person. */

import { onButton } from "../buttons.ts";
import { messageKey } from "../chat-state.ts";
import type { Feature } from "../dependencies.ts";

export const votes: Feature = (bot, { state, library, now }) => {
	bot.use(
		onButton("vote", async (ctx, value) => {
			const message = ctx.buttonMessage;
			const key = message === null ? "" : messageKey(message.chat.id, message.message_id);
			const card = state.cards.get(key);
			if (card === undefined || (value !== "up" && value !== "down")) {
				await ctx.answerCbQuery(ctx.texts.buttonTooOld, { show_alert: true });
				return;
			}
			await ctx.answerCbQuery(ctx.texts.thanks);
			const { indexedAt } = await library.coverage();
			await state.feedback.set(`${key} ${ctx.from?.id}`, {
				vote: value,
				question: card.question,
				quotes: card.quotes,
				at: now().toISOString(),
				indexedAt: indexedAt?.toISOString() ?? null,
			});
		}),
	);
};
