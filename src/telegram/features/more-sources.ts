/** Further quotes for the same question, page by page, in place of those shown. */

import { answerCard } from "../answer-card.ts";
import { onButton } from "../buttons.ts";
import { messageKey } from "../chat-state.ts";
import type { Feature } from "../dependencies.ts";

export const moreSources: Feature = (bot, { state, ask, calls, lanes }) => {
	bot.use(
		onButton("more", async (ctx, value) => {
			const message = ctx.buttonMessage;
			const key = message === null ? "" : messageKey(message.chat.id, message.message_id);
			const card = state.cards.get(key);
			const skip = Number(value);
			if (message === null || card === undefined || !Number.isSafeInteger(skip) || skip < 0) {
				await ctx.answerCbQuery(ctx.texts.buttonTooOld, { show_alert: true });
				return;
			}
			await ctx.answerCbQuery();
			await lanes.run(`card ${key}`, async () => {
				const previous = card.previous === undefined ? {} : { previous: card.previous };
				const answer = await ask({ text: card.question, ...previous, skip }, calls.stopped);
				const { html, buttons } = answerCard(answer, skip, ctx);
				await ctx.rewrite(message.message_id, html, buttons);
			});
		}),
	);
};
