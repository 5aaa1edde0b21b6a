/** The same question again, in place of the answer shown: further quotes page by page, or without the time it names. */

import { answerCard } from "../answer-card.ts";
import { onButton } from "../buttons.ts";
import type { ChatContext } from "../chat-context.ts";
import type { Card } from "../chat-state.ts";
import type { Feature, House } from "../dependencies.ts";
import { pressedCard } from "../pressed-card.ts";

export const moreSources: Feature = (bot, house) => {
	bot.use(
		onButton("more", (ctx, value) => {
			const skip = Number(value);
			return askAgain(ctx, house, Number.isSafeInteger(skip) && skip >= 0 ? skip : null, {});
		}),
		onButton("time", (ctx) => askAgain(ctx, house, 0, { anyTime: true })),
	);
};

async function askAgain(ctx: ChatContext, house: House, skip: number | null, change: Partial<Card>): Promise<void> {
	const { state, ask, calls, lanes } = house;
	const pressed = await pressedCard(ctx, house);
	if (pressed === null || skip === null) return ctx.acknowledge(ctx.texts.buttonTooOld);
	await ctx.acknowledge();
	await lanes.run(`card ${pressed.key}`, async () => {
		const card = { ...((await state.cards.get(pressed.key)) ?? pressed.card), ...change };
		const { question: text, previous, anyTime } = card;
		const question = { text, skip, ...(previous && { previous }), ...(anyTime && { anyTime }) };
		const { html, buttons } = answerCard(await ask(question, calls.stopped), skip, ctx);
		const kept = state.cards.set(pressed.key, card);
		await ctx.rewrite(pressed.messageId, html, buttons);
		await kept;
	});
}
