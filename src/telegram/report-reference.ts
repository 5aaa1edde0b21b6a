/** A report and a place in it as at most 40 characters, for buttons and links, and back. */

import type { Quote } from "../domain.ts";

export interface ReportReference {
	readonly articleId: string;
	/** The quoted sentence; null when the report as a whole is meant. */
	readonly marked: Pick<Quote, "span" | "caption"> | null;
}

const FORM = /^r([0-9a-f]{16})(?:-(\d{1,8})-(\d{1,8})(?:c(\d{1,3}))?)?$/;

/** Only letters, digits and "-": fit for the `start` parameter of a link. */
export function writeReference({ articleId, marked }: ReportReference): string {
	return marked === null
		? `r${articleId}`
		: `r${articleId}-${marked.span.start}-${marked.span.end}${marked.caption === null ? "" : `c${marked.caption}`}`;
}

/** Null for what `writeReference` never writes. */
export function readReference(text: string): ReportReference | null {
	const match = FORM.exec(text);
	if (match === null) return null;
	const [, articleId, start, end, caption] = match as unknown as [string, string, string?, string?, string?];
	if (start === undefined) return { articleId, marked: null };
	const span = { start: Number(start), end: Number(end) };
	return { articleId, marked: { span, caption: caption === undefined ? null : Number(caption) } };
}

export function referenceTo(quote: Quote): string {
	return writeReference({ articleId: quote.source.articleId, marked: quote });
}

/** Opens the private chat with the bot and shows the report there. */
export function reportLink(username: string, reference: string): string {
	return `https://t.me/${username}?start=${reference}`;
}
