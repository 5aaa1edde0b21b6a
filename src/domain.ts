/** The words of the program. This file imports nothing; everything else may import it. */

/** Half-open range [start, end) in UTF-16 code units of some text. */
export interface Span {
	readonly start: number;
	readonly end: number;
}

/** What `pages.csv` says about a page; what it does not say is null and never guessed. */
export interface Edition {
	readonly paper: string | null;
	/** YYYY-MM-DD. */
	readonly date: string | null;
	readonly page: string | null;
}

/** One seed file as printed: `lines[n - 1]` is line n, without its line end. */
export interface Page extends Edition {
	/** Base name of the file. */
	readonly file: string;
	readonly lines: readonly string[];
	/** SHA-256 of the file's bytes, hex. */
	readonly hash: string;
}

/**
 * Where a stretch of joined text was printed:
 * `text.slice(start, end) === page.lines[line - 1].slice(column, column + end - start)`.
 */
export interface Piece extends Span {
	/** Line number in the file, from 1. */
	readonly line: number;
	/** Offset in that line, from 0. */
	readonly column: number;
}

/** Text joined from printed lines, with the way back to them. Line breaks between paragraphs belong to no piece. */
export interface PrintedText {
	readonly text: string;
	/** In the order of the text, without overlaps; they cover everything but the paragraph breaks ("\n"). */
	readonly pieces: readonly Piece[];
}

/** A report of a page. `text` holds body, lead and sub-headings, paragraphs separated by "\n". */
export interface Article extends PrintedText, Edition {
	/** 16 hex digits made from file, headline and text: the same input gives the same id. */
	readonly id: string;
	readonly file: string;
	/** Lines of a headline are joined by one space; null where none is printed. */
	readonly headline: string | null;
	readonly section: string | null;
	readonly byline: string | null;
	/** Every line number that belongs to the article, ascending. */
	readonly lines: readonly number[];
	readonly captions: readonly PrintedText[];
}

/** Whole sentences of an article (or one of its captions), small enough to quote. */
export interface Passage {
	/** `${articleId}.${n}`, n counting from 0 within the article. */
	readonly id: string;
	readonly articleId: string;
	/** Number of the caption the span lies in, from 0; null when it lies in the article's text. */
	readonly caption: number | null;
	readonly span: Span;
	/** The slice itself. */
	readonly text: string;
	/** The article's headline, kept as context for search. */
	readonly headline: string | null;
}

/** Where a quote was printed. */
export interface Source extends Edition {
	readonly articleId: string;
	readonly headline: string | null;
	readonly section: string | null;
	readonly byline: string | null;
	/** Base name of the seed file. */
	readonly file: string;
	/** First and last line that the quote touches, from 1; captions printed in between may lie inside. */
	readonly lines: readonly [first: number, last: number];
}

/** An exact slice of a stored article. */
export interface Quote {
	readonly text: string;
	/** The answering words, in `text`, ascending and without overlaps. */
	readonly highlights: readonly Span[];
	/** Number of the caption the slice lies in, from 0; null when it lies in the article's text. */
	readonly caption: number | null;
	/** The slice in that text. */
	readonly span: Span;
	readonly source: Source;
}

/** A report named when nothing can be quoted. */
export interface NearReport {
	readonly articleId: string;
	readonly headline: string | null;
	readonly file: string;
}

/** What the same person asked before in the same talk; a follow-up may use it. */
export interface PreviousQuestion {
	/** As it was understood (`contextOf`). */
	readonly text: string;
	/** The reports quoted then, best first. */
	readonly articleIds: readonly string[];
}

export interface Question {
	readonly text: string;
	readonly previous?: PreviousQuestion;
	/** How many of the best quotes to leave out, for further sources; 0 when absent. */
	readonly skip?: number;
	/** Leave the time that the words name out of account (`Answer.timeRange`). */
	readonly anyTime?: boolean;
}

/** Days, both included. */
export interface DateRange {
	/** YYYY-MM-DD. */
	readonly from: string;
	/** YYYY-MM-DD. */
	readonly to: string;
}

/** "Not in the reports" is an answer (`answered: false`), not an error. */
export interface Answer {
	readonly question: string;
	readonly answered: boolean;
	/** At most three, best first; empty when `answered` is false. */
	readonly quotes: readonly Quote[];
	/** Nearest reports when nothing is quoted, best first. */
	readonly nearest: readonly NearReport[];
	/** The question as it was understood, when `previous` was used to complete it. */
	readonly askedAs?: string;
	/** What was looked up instead of words as they were typed: a name as the reports print it, English in Chinese words. */
	readonly lookedUpAs?: string;
	/** The whole question with that in it: what a follow-up continues. */
	readonly understoodAs?: string;
	/** Whether there are further quotes after these (`Question.skip`). */
	readonly hasMore?: boolean;
	/** The time named by the question, when reports were chosen by it. */
	readonly timeRange?: DateRange;
	/** Nothing is quoted because everything that answers was shown before. */
	readonly allShown?: boolean;
	/** What would help to get an answer, one sentence in the language of the question; only where there is none. */
	readonly hint?: string;
}

/** What a question that follows this answer may refer to. */
export function contextOf({ question, askedAs, understoodAs, quotes }: Answer): PreviousQuestion {
	return {
		text: understoodAs ?? askedAs ?? question,
		articleIds: [...new Set(quotes.map(({ source }) => source.articleId))],
	};
}
