/** Give it an article, get its passages: whole sentences of one paragraph, small enough to quote. */

import type { Article, Passage, Span } from "../domain.ts";
import { sentencesOf } from "../text/sentences.ts";

/** UTF-16 code units, as are the others. Neighbouring sentences of a paragraph are put together up to this length. */
const USUAL_LENGTH = 160;
/** Only a longer sentence is cut. */
const LONGEST_SENTENCE = 400;
/** A paragraph up to this length that does not end like a sentence is a sub-heading or an item of a list. */
const LONGEST_SUBHEADING = 40;
/** 记者:您学了几年? is nothing without the answer below it. */
const ASKED_IN_A_TALK = /^\p{L}{1,8}[:：].{1,120}[?？][”"]?\s*$/u;

/**
 * Passages in the order of the text, then one or more for each caption; their ids count from 0. They cover all text
 * but white space. A sub-heading, or a question in a talk, stands in one passage with the beginning of the paragraph below it.
 */
export function passagesOf(article: Article): Passage[] {
	const passages: Passage[] = [];
	const add = (text: string, span: Span, caption: number | null): void => {
		passages.push({
			id: `${article.id}.${passages.length}`,
			articleId: article.id,
			caption,
			span,
			text: text.slice(span.start, span.end),
			headline: article.headline,
		});
	};
	for (const span of textSpans(article.text)) add(article.text, span, null);
	article.captions.forEach((caption, number) => {
		for (const span of merged(shortSentences(caption.text))) add(caption.text, span, number);
	});
	return passages;
}

function textSpans(text: string): Span[] {
	const spans: Span[] = [];
	/** Sub-headings and questions whose paragraph is still to come. */
	let heading: Span | null = null;
	let offset = 0;
	for (const paragraph of text.split("\n")) {
		const start = offset;
		offset += paragraph.length + 1;
		const sentences = shortSentences(paragraph).map((span) => ({ start: span.start + start, end: span.end + start }));
		const [first] = sentences;
		if (first === undefined) continue;
		if (heading !== null && first.end - heading.start > LONGEST_SENTENCE) {
			spans.push(heading);
			heading = null;
		}
		const from: number = heading?.start ?? first.start;
		if (isSubheading(paragraph) || ASKED_IN_A_TALK.test(paragraph)) {
			heading = { start: from, end: sentences.at(-1)!.end };
			continue;
		}
		const [opening, ...others] = merged(sentences);
		spans.push({ start: from, end: opening!.end }, ...others);
		heading = null;
	}
	if (heading !== null) spans.push(heading);
	return spans;
}

function isSubheading(paragraph: string): boolean {
	return (
		paragraph.length <= LONGEST_SUBHEADING &&
		/\S/u.test(paragraph) &&
		!/[。！？!?…,，][”’》）】」』)]*\s*$/u.test(paragraph)
	);
}

/** Sentences, those beyond the limit cut behind their last comma or semicolon, else anywhere but inside a character. */
function shortSentences(text: string): Span[] {
	return sentencesOf(text).flatMap((sentence) => {
		const parts: Span[] = [];
		let { start } = sentence;
		while (sentence.end - start > LONGEST_SENTENCE) {
			const window = text.slice(start, start + LONGEST_SENTENCE);
			const comma = Math.max(...[..."，；,;"].map((mark) => window.lastIndexOf(mark)));
			const isInsideCharacter = /[\ud800-\udbff]$/.test(window);
			const length = comma > 0 ? comma + 1 : LONGEST_SENTENCE - (isInsideCharacter ? 1 : 0);
			parts.push({ start, end: start + length });
			start += length;
			while (start < sentence.end && /\s/u.test(text[start]!)) start++;
		}
		if (start < sentence.end) parts.push({ start, end: sentence.end });
		return parts;
	});
}

function merged(sentences: readonly Span[]): Span[] {
	const spans: Span[] = [];
	for (const sentence of sentences) {
		const last = spans.at(-1);
		if (last !== undefined && sentence.end - last.start <= USUAL_LENGTH) {
			spans[spans.length - 1] = { start: last.start, end: sentence.end };
		} else {
			spans.push(sentence);
		}
	}
	return spans;
}
