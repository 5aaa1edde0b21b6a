/** Give it an article, get the HTML of the messages that show it as printed, the quoted sentence in bold. */

import type { Article, Span } from "../domain.ts";
import { beforePair, boldHtml, escapeName, MESSAGE_LIMIT } from "./html.ts";
import { headlineHtml, sourceDetails } from "./render-answer.ts";
import type { ReportReference } from "./report-reference.ts";
import type { Texts } from "./texts/zh.ts";

/** Nobody reads on after so many; a text that long is hardly one report. */
const MOST_MESSAGES = 10;

/** Each at most 4096 characters, cut at paragraph ends, or at sentence ends where a paragraph is longer. */
export function renderArticle(article: Article, marked: ReportReference["marked"], texts: Texts): string[] {
	const head = [
		`<b>${headlineHtml(article.headline, texts)}</b>`,
		sourceDetails(article, texts),
		`${escapeName(article.file, 80)} ${texts.lines(article.lines[0] ?? 1, article.lines.at(-1) ?? 1)}`,
	];
	const parts = [head.filter((line) => line !== "").join("\n")];
	let offset = 0;
	for (const paragraph of article.text.split("\n")) {
		const spans = marked?.caption === null ? [shift(marked.span, offset)] : [];
		if (paragraph.trim() !== "") parts.push(...fit(paragraph, spans));
		offset += paragraph.length + 1;
	}
	for (const [n, { text }] of article.captions.entries()) {
		const label = `🖼 ${texts.caption}${texts.colon}`;
		const spans = marked?.caption === n ? [shift(marked.span, -label.length)] : [];
		parts.push(...fit(label + text, spans));
	}
	return pack(parts, texts);
}

function pack(parts: readonly string[], texts: Texts): string[] {
	const messages: string[] = [];
	for (const part of parts) {
		const longer = `${messages.at(-1) ?? ""}\n\n${part}`;
		if (messages.length > 0 && longer.length <= MESSAGE_LIMIT) messages[messages.length - 1] = longer;
		else if (messages.length < MOST_MESSAGES) messages.push(part);
		else return [...messages, texts.tooLongToShow];
	}
	return messages;
}

function fit(text: string, spans: readonly Span[]): string[] {
	const inside = spans.map(({ start, end }) => ({ start: Math.max(0, start), end: Math.min(end, text.length) }));
	const html = boldHtml(
		text,
		inside.filter(({ start, end }) => start < end),
	);
	if (html.length <= MESSAGE_LIMIT) return [html];
	const middle = Math.min(MESSAGE_LIMIT - 200, Math.ceil(text.length / 2));
	const sentence = Math.max(...["。", "!", "?", "!", "?"].map((mark) => text.lastIndexOf(mark, middle - 1))) + 1;
	const cut = sentence > 0 ? sentence : Math.max(1, beforePair(text, middle));
	return [
		...fit(text.slice(0, cut), inside),
		...fit(
			text.slice(cut),
			inside.map((span) => shift(span, cut)),
		),
	];
}

function shift({ start, end }: Span, by: number): Span {
	return { start: start - by, end: end - by };
}
