/** Give it an answer and where it is shown, get its HTML and the buttons under it. */

import type { Answer, Quote } from "../domain.ts";
import type { Buttons, ChatContext } from "./chat-context.ts";
import { circled, renderAnswer } from "./render-answer.ts";
import { referenceTo, reportLink, writeReference } from "./report-reference.ts";

/** Quotes on one page of an answer. */
export const QUOTES_A_PAGE = 3;

export interface AnswerCard {
	readonly html: string;
	readonly buttons: Buttons;
}

/** `skip`: how many better quotes stand on earlier pages. */
export function answerCard(answer: Answer, skip: number, ctx: ChatContext): AnswerCard {
	const { texts, inGroup, me } = ctx;
	const link = (quote: Quote) => (inGroup ? reportLink(me, referenceTo(quote)) : null);
	const html = renderAnswer(answer, { texts, inGroup, reportLink: link, skip });
	const time = answer.timeRange === undefined ? [] : [[{ text: texts.anyTime, callback_data: "time:any" }]];
	if (answer.quotes.length === 0)
		return { html, buttons: inGroup ? time : [nearestButtons(answer, texts.report), ...time] };
	const pages = [
		...(skip > 0 ? [{ text: texts.earlierSources, callback_data: `more:${Math.max(0, skip - QUOTES_A_PAGE)}` }] : []),
		...(answer.hasMore ? [{ text: texts.moreSources, callback_data: `more:${skip + QUOTES_A_PAGE}` }] : []),
	];
	const votes = [
		{ text: "👍", callback_data: "vote:up" },
		{ text: "👎", callback_data: "vote:down" },
	];
	return { html, buttons: [reportButtons(answer.quotes, skip, ctx), [...pages, ...votes], ...time] };
}

/** One for each report, with the number of its first quote; in groups they open the private chat. */
function reportButtons(quotes: readonly Quote[], skip: number, { texts, inGroup, me }: ChatContext): Buttons[number] {
	const firsts = quotes.filter(
		({ source }, n) => quotes.findIndex((other) => other.source.articleId === source.articleId) === n,
	);
	return firsts.map((quote) => {
		const reference = referenceTo(quote);
		const number = firsts.length > 1 ? ` ${circled(skip + quotes.indexOf(quote))}` : "";
		const text = texts.fullReport + number;
		return inGroup ? { text, url: reportLink(me, reference) } : { text, callback_data: `full:${reference}` };
	});
}

function nearestButtons({ nearest }: Answer, label: string): Buttons[number] {
	return nearest.slice(0, 3).map(({ articleId }, n) => ({
		text: `${label} ${circled(n)}`,
		callback_data: `full:${writeReference({ articleId, marked: null })}`,
	}));
}
