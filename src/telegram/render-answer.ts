/** Give it an answer, get the HTML of one Telegram message: quotes with their sources, or that there are none. */

import type { Answer, DateRange, Quote, Source } from "../domain.ts";
import { beforePair, boldHtml, escapeHtml, escapeName, MESSAGE_LIMIT } from "./html.ts";
import type { Texts } from "./texts/zh.ts";

/** Longer quotes are folded: about ten lines on a phone. */
const FOLDED_FROM = 200;
/** What is quoted of a sentence that would fill the message alone, and how much of it stands before the answer. */
const LONGEST_QUOTE = 1000;
const LEAD_IN = 200;

export interface AnswerView {
	readonly texts: Texts;
	/** Groups get a refusal in one line. */
	readonly inGroup: boolean;
	/** Address that opens the whole report; null when there is none. */
	readonly reportLink: (quote: Quote) => string | null;
	/** How many quotes stand on earlier pages; 0 when absent. */
	readonly skip?: number;
}

/** At most 4096 characters: the last quotes are left out where they do not fit. */
export function renderAnswer(answer: Answer, view: AnswerView): string {
	const { texts, skip = 0 } = view;
	const { askedAs, lookedUpAs, timeRange } = answer;
	const opening = [
		...(askedAs === undefined ? [] : [`<i>${texts.continuing(escapeName(askedAs, 200))}</i>`]),
		...(lookedUpAs === undefined ? [] : [`<i>${texts.lookedUpAs(escapeName(lookedUpAs, 200))}</i>`]),
		...(timeRange === undefined ? [] : [`🗓 ${escapeHtml(datesOf(timeRange))}`]),
	];
	if (answer.quotes.length === 0) return [...opening, renderRefusal(answer, view)].join("\n\n");
	for (let count = answer.quotes.length; count > 1; count--) {
		const blocks = answer.quotes.slice(0, count).map((quote, n) => renderQuote(quote, skip + n, view));
		const html = [...opening, ...blocks].join("\n\n");
		if (html.length <= MESSAGE_LIMIT) return html;
	}
	const number = skip > 0 || answer.quotes.length > 1 ? skip : null;
	return [...opening, renderQuote(answer.quotes[0] as Quote, number, view)].join("\n\n");
}

/** ① for 0: the quotes' numbers, repeated on the buttons. */
export function circled(n: number): string {
	return n < 20 ? String.fromCodePoint(0x2460 + n) : `(${n + 1})`;
}

/** The quote with its source; at most about 2,000 characters. */
export function renderQuote(quote: Quote, number: number | null, view: AnswerView): string {
	const { texts } = view;
	const shown = shorten(quote);
	const tag = shown.text.length > FOLDED_FROM ? "<blockquote expandable>" : "<blockquote>";
	const notes = [
		shown.text.length < quote.text.length ? texts.shortened : null,
		quote.caption !== null ? `🖼 ${texts.caption}` : null,
	].filter((note) => note !== null);
	const quoted = `${tag}${boldHtml(shown.text, shown.highlights)}</blockquote>`;
	return [quoted, ...notes, renderSource(quote, number, view)].join("\n");
}

function renderSource(quote: Quote, number: number | null, view: AnswerView): string {
	const { source } = quote;
	const link = view.reportLink(quote);
	const headline = headlineHtml(source.headline, view.texts);
	const lines = [
		`${number === null ? "📰" : circled(number)} ${link === null ? headline : `<a href="${escapeHtml(link)}">${headline}</a>`}`,
		sourceDetails(source, view.texts),
		`${escapeName(source.file, 80)} ${view.texts.lines(source.lines[0], source.lines[1])}`,
	];
	return lines.filter((line) => line !== "").join("\n");
}

export function headlineHtml(headline: string | null, texts: Texts): string {
	return headline === null ? texts.noHeadline : escapeName(headline);
}

/** Section, byline, paper, date and page: what is known, on one line; escaped. */
export function sourceDetails(
	source: Pick<Source, "section" | "byline" | "paper" | "date" | "page">,
	texts: Texts,
): string {
	const edition = [source.paper, source.date, source.page === null ? null : texts.page(source.page)];
	const parts = [source.section, source.byline, edition.filter((part) => part !== null).join(" ")];
	return parts
		.filter((part) => part !== null && part !== "")
		.map((part) => escapeName(part as string, 60))
		.join(" · ");
}

/** A slice of the quote around the first answering words, where it is far too long. */
function shorten(quote: Quote): Pick<Quote, "text" | "highlights"> {
	if (quote.text.length <= LONGEST_QUOTE) return quote;
	const start = beforePair(quote.text, Math.max(0, (quote.highlights[0]?.start ?? 0) - LEAD_IN));
	const end = beforePair(quote.text, Math.min(quote.text.length, start + LONGEST_QUOTE));
	const highlights = quote.highlights
		.map((span) => ({ start: span.start - start, end: Math.min(span.end, end) - start }))
		.filter((span) => span.end > Math.max(0, span.start));
	return { text: quote.text.slice(start, end), highlights };
}

function datesOf({ from, to }: DateRange): string {
	return from === to ? from : `${from} – ${to}`;
}

function renderRefusal(answer: Answer, { texts, inGroup }: AnswerView): string {
	if (answer.allShown) return texts.noMoreSources;
	const refusal = [texts.notInReports, ...(answer.hint === undefined ? [] : [escapeName(answer.hint, 500)])];
	if (inGroup || answer.nearest.length === 0) return refusal.join(inGroup ? " " : "\n\n");
	const nearest = answer.nearest
		.slice(0, 3)
		.map((report, n) => `${circled(n)} ${headlineHtml(report.headline, texts)}`);
	return [...refusal, `${texts.nearest}\n${nearest.join("\n")}`].join("\n\n");
}
