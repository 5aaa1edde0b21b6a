/** A mention in a chat that the bot has not joined: one message with the best quote, or that there is none. */

import type { Quote } from "../../domain.ts";
import type { Feature } from "../dependencies.ts";
import { answerGuestQuery, guestMessageOf } from "../newer-bot-api.ts";
import { htmlContent, quoteResult } from "../quote-result.ts";
import { renderAnswer } from "../render-answer.ts";
import { referenceTo, reportLink } from "../report-reference.ts";
import { textsFor } from "../texts/choose.ts";

/** UTF-16 units. */
const LONGEST_QUESTION = 500;

export const guestQueries: Feature = (bot, { ask, calls }) => {
	bot.use(async (ctx, next) => {
		const message = guestMessageOf(ctx.update);
		if (message === null) return next();
		const texts = textsFor(message.from?.language_code);
		const words = textOf(message)
			.replaceAll(new RegExp(`@${ctx.me}\\b`, "gi"), " ")
			.trim();
		const earlier = "reply_to_message" in message ? message.reply_to_message : undefined;
		const text = (words !== "" || earlier === undefined ? words : textOf(earlier)).slice(0, LONGEST_QUESTION);
		const answer = text === "" ? null : await ask({ text }, calls.stopped);
		const best = answer?.quotes.slice(0, 1) ?? [];
		const link = (quote: Quote) => reportLink(ctx.me, referenceTo(quote));
		const view = { texts, inGroup: true, reportLink: link };
		const html = answer === null ? texts.askWhat : renderAnswer({ ...answer, quotes: best }, view);
		const nothing = { type: "article" as const, id: "none", title: texts.notInReports };
		// As in a group, what was looked up in place of the words stands above the quote.
		const result =
			best[0] === undefined
				? { ...nothing, input_message_content: htmlContent(html) }
				: quoteResult(best[0], html, ctx.me, texts);
		await answerGuestQuery(calls, message.guest_query_id, result);
	});
};

function textOf(message: object): string {
	const { text, caption } = message as { text?: string; caption?: string };
	return text ?? caption ?? "";
}
