/** Texts of any content in, HTML that Telegram accepts out. */

import type { Span } from "../domain.ts";

/** Characters of one message (after entity parsing); the markup is counted too here, to be on the safe side. */
export const MESSAGE_LIMIT = 4096;

/** Only `<`, `>` and `&` mean something in Telegram's HTML; a lone half of a surrogate pair is refused by it. */
export function escapeHtml(text: string): string {
	return text
		.replace(/\p{Surrogate}/gu, "\ufffd")
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;");
}

/** Control characters and marks that turn the direction of writing: they could disguise a source line. */
const DISGUISES = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** A name on one line, without what could disguise it, cut to `limit` UTF-16 units; escaped. */
export function escapeName(text: string, limit = 120): string {
	return escapeHtml(plainLine(text, limit));
}

/** The text with the spans in bold; spans are widened to whole characters, joined where they touch, and escaped. */
export function boldHtml(text: string, spans: readonly Span[]): string {
	let html = "";
	let done = 0;
	for (const span of spans) {
		const start = Math.max(done, beforePair(text, span.start));
		const end = afterPair(text, Math.min(span.end, text.length));
		if (end <= start) continue;
		html += `${escapeHtml(text.slice(done, start))}<b>${escapeHtml(text.slice(start, end))}</b>`;
		done = end;
	}
	return (html + escapeHtml(text.slice(done))).replaceAll("</b><b>", "");
}

/** For places that take no markup: the text on one line, cut to `limit` UTF-16 units. */
export function plainLine(text: string, limit: number): string {
	const line = text
		.replace(/\p{Surrogate}/gu, "\ufffd")
		.replace(DISGUISES, "")
		.replace(/\s+/g, " ")
		.trim();
	return line.length <= limit ? line : `${line.slice(0, beforePair(line, limit - 1))}…`;
}

/** The offset itself, or the one before it where it would cut a surrogate pair. */
export function beforePair(text: string, offset: number): number {
	return cutsPair(text, offset) ? offset - 1 : Math.max(0, offset);
}

function afterPair(text: string, offset: number): number {
	return cutsPair(text, offset) ? offset + 1 : offset;
}

function cutsPair(text: string, offset: number): boolean {
	return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(Math.max(0, offset - 1), offset + 1));
}
