/** Give it reports, get the HTML of a numbered list of them, as much as one message holds, and a button for each. */

import type { Quote } from "../domain.ts";
import type { PageContents } from "../ports.ts";
import type { Buttons, ChatContext } from "./chat-context.ts";
import { beforePair, boldHtml, escapeName, MESSAGE_LIMIT } from "./html.ts";
import { headlineHtml } from "./render-answer.ts";
import { referenceTo, reportLink, writeReference } from "./report-reference.ts";
import type { Texts } from "./texts/zh.ts";

/** Reports on one screen of the list of pages. */
export const REPORTS_A_SCREEN = 10;
const BUTTONS_A_ROW = 5;
/** UTF-16 units of a report shown in a list. */
const SNIPPET = 80;

/** Numbered headlines, each with a piece of the report. */
export function renderHits(
	title: string,
	quotes: readonly Quote[],
	ctx: ChatContext,
): { html: string; buttons: Buttons } {
	let html = title;
	let count = 0;
	for (const quote of quotes) {
		const line = `\n\n${count + 1}. <b>${headlineHtml(quote.source.headline, ctx.texts)}</b>\n${snippetHtml(quote)}`;
		if (html.length + line.length > MESSAGE_LIMIT) break;
		html += line;
		count++;
	}
	return { html, buttons: numberButtons(quotes.slice(0, count).map(referenceTo), 1, ctx) };
}

/** The beginning of the quote, or the part of it around the words that were looked for. */
export function snippetHtml({ text, highlights }: Pick<Quote, "text" | "highlights">): string {
	const first = highlights[0]?.start ?? 0;
	const start = first > SNIPPET / 2 ? beforePair(text, first - SNIPPET / 4) : 0;
	const end = beforePair(text, Math.min(text.length, start + SNIPPET));
	const spans = highlights
		.map((span) => ({ start: span.start - start, end: Math.min(span.end, end) - start }))
		.filter((span) => span.end > span.start);
	return `${start > 0 ? "…" : ""}${boldHtml(text.slice(start, end), spans)}${end < text.length ? "…" : ""}`;
}

/** The reports number `offset` and following of all pages, under the names of their pages. */
export function renderContents(
	pages: readonly PageContents[],
	offset: number,
	ctx: ChatContext,
): { html: string; buttons: Buttons } {
	const { texts } = ctx;
	const all = pages.flatMap((page) => page.reports.map((report) => ({ page, report })));
	const first = Math.max(0, Math.min(offset, all.length - 1));
	const shown = all.slice(first, first + REPORTS_A_SCREEN);
	const lines = [texts.contents(pages.length, all.length)];
	for (const [n, { page, report }] of shown.entries()) {
		if (page !== shown[n - 1]?.page) lines.push("", pageTitle(page, texts));
		lines.push(`${first + n + 1}. ${headlineHtml(report.headline, texts)}`);
	}
	const references = shown.map(({ report }) => writeReference({ articleId: report.articleId, marked: null }));
	const turns = [
		...(first > 0 ? [{ text: "◂", callback_data: `pages:${Math.max(0, first - REPORTS_A_SCREEN)}` }] : []),
		...(first + shown.length < all.length ? [{ text: "▸", callback_data: `pages:${first + shown.length}` }] : []),
	];
	const buttons = [...numberButtons(references, first + 1, ctx), ...(turns.length > 0 ? [turns] : [])];
	return { html: lines.join("\n"), buttons };
}

function pageTitle({ paper, date, page, file }: PageContents, texts: Texts): string {
	const edition = [paper, date, page === null ? null : texts.page(page)].filter((part) => part !== null);
	return `📄 <b>${escapeName((edition.length > 0 ? edition : [file]).join(" "), 80)}</b>`;
}

function numberButtons(references: readonly string[], from: number, { inGroup, me }: ChatContext): Buttons {
	const buttons = references.map((reference, n) => ({
		text: String(from + n),
		...(inGroup ? { url: reportLink(me, reference) } : { callback_data: `full:${reference}` }),
	})) as Buttons[number];
	const rows: Buttons[number][] = [];
	for (let n = 0; n < buttons.length; n += BUTTONS_A_ROW) rows.push(buttons.slice(n, n + BUTTONS_A_ROW));
	return rows;
}
