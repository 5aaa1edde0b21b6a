/** Give it sentences with their evidence, get quotes: exact slices of articles with where they were printed. */

import type { Article, Piece, PrintedText, Quote, Span } from "../domain.ts";
import { fold } from "../text/fold.ts";
import { sentencesOf } from "../text/sentences.ts";
import { bigrams } from "../text/terms.ts";
import { type AskedQuestion, answeringIn, type SentenceEvidence, textOfHit } from "./evidence.ts";

/** A quote grows by whole sentences up to this many characters; one sentence may be longer. */
const QUOTE_LENGTH = 160;
/** UTF-16 code units. */
const LONGEST_FRAGMENT = 80;
/** A sentence whose evidence is this much less than the best one's is of something else and not quoted beside it. */
const FAR_BEHIND = 3;
/** Share of common character pairs above which two quotes say the same. */
const SAME = 0.7;

/** At most that many quotes, best first, no two of the same place or saying the same. */
export function quotesOf(
	question: AskedQuestion,
	evidence: readonly SentenceEvidence[],
	most: number,
	farBehind = FAR_BEHIND,
): Quote[] {
	const quotes: Quote[] = [];
	for (const sentence of evidence) {
		if (quotes.length === most || sentence.score < evidence[0]!.score - farBehind) break;
		const quote = quoteAround(sentence, question);
		if (!quotes.some((earlier) => overlap(earlier, quote) || sayTheSame(earlier.text, quote.text))) quotes.push(quote);
	}
	return quotes;
}

function quoteAround({ hit, article, span, answering }: SentenceEvidence, question: AskedQuestion): Quote {
	const { caption } = hit.passage;
	const text = textOfHit(hit, article);
	const whole = grow(text, span);
	// Of two enumerations or rows the best one is meant; another number or name may stand in the sentence beside it.
	const standsAlone = question.asked.kind === "list" || isFragment(text.slice(span.start, span.end));
	if (standsAlone && answering.length > 0) return quoteOf(article, caption, whole, answering);
	const marked = answeringIn(text.slice(whole.start, whole.end), question, hit.matches);
	const shifted = marked.map(({ start, end }) => ({ start: whole.start + start, end: whole.start + end }));
	return quoteOf(article, caption, whole, shifted);
}

/** The slice of the article's text, or of its caption of that number, with its source. Spans lie in that text. */
export function quoteOf(article: Article, caption: number | null, span: Span, highlights: readonly Span[]): Quote {
	const printed = caption === null ? article : article.captions[caption]!;
	return {
		text: printed.text.slice(span.start, span.end),
		highlights: highlights.map(({ start, end }) => ({ start: start - span.start, end: end - span.start })),
		caption,
		span,
		source: {
			articleId: article.id,
			headline: article.headline,
			section: article.section,
			byline: article.byline,
			file: article.file,
			lines: linesOf(printed, span),
			paper: article.paper,
			date: article.date,
			page: article.page,
		},
	};
}

/**
 * Adds neighbouring sentences of the same paragraph, the following ones first, as long as the quote stays short. The row
 * of a table, the line of a poem or of a list says little alone: there the paragraph is all of them, those above first.
 */
function grow(text: string, sentence: Span): Span {
	const { start: from, end: to } = paragraphAround(text, sentence);
	const isLine = isFragment(text.slice(sentence.start, sentence.end));
	const sentences = sentencesOf(text.slice(from, to)).map(({ start, end }) => ({
		start: from + start,
		end: from + end,
	}));
	let first = sentences.findIndex(({ end }) => end > sentence.start);
	let last = sentences.findLastIndex(({ start }) => start < sentence.end);
	let { start, end } = sentence;
	for (;;) {
		const after = sentences[last + 1];
		const before = sentences[first - 1];
		const hasRoomAfter = after !== undefined && after.end - start <= QUOTE_LENGTH;
		const hasRoomBefore = before !== undefined && end - before.start <= QUOTE_LENGTH;
		if (hasRoomBefore && (isLine || !hasRoomAfter)) {
			start = before.start;
			first--;
		} else if (hasRoomAfter) {
			end = after.end;
			last++;
		} else return { start, end };
	}
}

function paragraphAround(text: string, sentence: Span): Span {
	let { start, end } = wholeLines(text, sentence.start, sentence.end);
	if (!isFragment(text.slice(start, end))) return { start, end };
	while (start > 0) {
		const above = wholeLines(text, start - 1, start - 1);
		if (!isFragment(text.slice(above.start, above.end))) break;
		start = above.start;
	}
	for (let goesOn = true; goesOn && end < text.length; ) {
		const below = wholeLines(text, end + 1, end + 1);
		// What a list or a sub-heading leads to ends like a sentence.
		goesOn = isFragment(text.slice(below.start, below.end));
		end = below.end;
	}
	// A lone line at the end is a signature or says who and when.
	const isLone = !text.slice(start, end).includes("\n") && start > 0;
	return { start: isLone ? wholeLines(text, start - 1, start - 1).start : start, end };
}

function wholeLines(text: string, from: number, to: number): Span {
	const end = text.indexOf("\n", to);
	return { start: text.lastIndexOf("\n", from - 1) + 1, end: end < 0 ? text.length : end };
}

/** A short paragraph that does not end like a sentence. */
function isFragment(paragraph: string): boolean {
	return paragraph.length <= LONGEST_FRAGMENT && !/[。！？!?…][”’》）】」』)]*$/u.test(paragraph);
}

/** First and last line that a span of printed text touches. */
export function linesOf(printed: PrintedText, span: Span): [first: number, last: number] {
	const touched = printed.pieces.filter((piece: Piece) => piece.start < span.end && piece.end > span.start);
	const numbers = touched.map(({ line }) => line);
	return [Math.min(...numbers), Math.max(...numbers)];
}

function overlap(a: Quote, b: Quote): boolean {
	return (
		a.source.articleId === b.source.articleId &&
		a.caption === b.caption &&
		a.span.start < b.span.end &&
		b.span.start < a.span.end
	);
}

/** Reports printed twice, or in two papers, are quoted once; with another number they disagree and are both quoted. */
function sayTheSame(a: string, b: string): boolean {
	const [small, large] = [termsOf(a), termsOf(b)].sort((x, y) => x.size - y.size);
	let common = 0;
	for (const pair of small!) {
		if (large!.has(pair)) common++;
		else if (/\d/.test(pair)) return false;
	}
	return small!.size > 0 && common / small!.size >= SAME;
}

function termsOf(text: string): Set<string> {
	return new Set(bigrams(fold(text)));
}
