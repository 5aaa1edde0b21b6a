/** Give it sentences with their evidence, get quotes: exact slices of articles with where they were printed. */

import type { Article, Piece, PrintedText, Quote, Span } from "../domain.ts";
import { fold } from "../text/fold.ts";
import { sentencesOf } from "../text/sentences.ts";
import { bigrams } from "../text/terms.ts";
import { type SentenceEvidence, textOfHit } from "./evidence.ts";

/** A quote grows by whole sentences up to this many characters; one sentence may be longer. */
const QUOTE_LENGTH = 160;
/** A sentence whose evidence is this much less than the best one's is of something else and not quoted beside it. */
const FAR_BEHIND = 3;
/** Share of common character pairs above which two quotes say the same. */
const SAME = 0.7;

/** At most that many quotes, best first, no two of the same place or saying the same. */
export function quotesOf(evidence: readonly SentenceEvidence[], most: number, farBehind = FAR_BEHIND): Quote[] {
	const quotes: Quote[] = [];
	for (const sentence of evidence) {
		if (quotes.length === most || sentence.score < evidence[0]!.score - farBehind) break;
		const quote = quoteAround(sentence);
		if (!quotes.some((earlier) => overlap(earlier, quote) || sayTheSame(earlier.text, quote.text))) quotes.push(quote);
	}
	return quotes;
}

function quoteAround({ hit, article, span, answering }: SentenceEvidence): Quote {
	return quoteOf(article, hit.passage.caption, grow(textOfHit(hit, article), span), answering);
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

/** Adds neighbouring sentences of the same paragraph, the following ones first, as long as the quote stays short. */
function grow(text: string, sentence: Span): Span {
	const from = text.lastIndexOf("\n", sentence.start - 1) + 1;
	const paragraph = text.slice(from, (text.indexOf("\n", sentence.end) + 1 || text.length + 1) - 1);
	const sentences = sentencesOf(paragraph).map(({ start, end }) => ({ start: from + start, end: from + end }));
	let first = sentences.findIndex(({ end }) => end > sentence.start);
	let last = sentences.findLastIndex(({ start }) => start < sentence.end);
	let { start, end } = sentence;
	for (;;) {
		const after = sentences[last + 1];
		const before = sentences[first - 1];
		if (after && after.end - start <= QUOTE_LENGTH) {
			end = after.end;
			last++;
		} else if (before && end - before.start <= QUOTE_LENGTH) {
			start = before.start;
			first--;
		} else return { start, end };
	}
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
