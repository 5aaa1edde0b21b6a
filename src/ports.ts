/** What the program needs from the outside, and what each promises. */

import type { Article, Edition, NearReport, Passage, Quote } from "./domain.ts";

/** Texts to unit vectors. Order is kept; a batch of n gives what n batches of one give. */
export interface Embedder {
	/** Name of the model and a hash of its files: another id means other vectors. */
	readonly id: string;
	readonly dimensions: number;
	/** Texts in other languages have vectors that mean nothing. */
	readonly onlyChinese?: boolean;
	/** One vector of length 1 per text. A text without a single known character gives a zero vector. */
	embedPassages(texts: readonly string[]): Promise<Float32Array[]>;
	embedQueries(texts: readonly string[]): Promise<Float32Array[]>;
}

/** Fields with postings of their own. */
export const FIELDS = ["words", "bigrams", "headline", "sounds"] as const;
export type Field = (typeof FIELDS)[number];
/** Terms per field, repeated as often as they occur. */
export type FieldTerms = Readonly<Record<Field, readonly string[]>>;

export interface IndexedPassage {
	readonly passage: Passage;
	readonly terms: FieldTerms;
	/** Length 1 (or all zeros), `dimensions` of the index. */
	readonly vector: Float32Array;
}

export interface IndexedArticle {
	readonly article: Article;
	readonly passages: readonly IndexedPassage[];
}

export interface IndexedPage {
	readonly file: string;
	/** Hash of everything the page's articles were made from. */
	readonly hash: string;
	/** When the page was taken in (ISO 8601, UTC); `summary` gives it back. */
	readonly addedAt: string;
	readonly articles: readonly IndexedArticle[];
}

export interface IndexQuery {
	readonly terms: FieldTerms;
	/** Null when the question has no vector: then there is no ranking by meaning. */
	readonly vector: Float32Array | null;
}

/** A passage that stood among the best of at least one ranking, with its score in every one. */
export interface Candidate {
	readonly passageId: string;
	/** BM25 per field; 0 when no term matches. */
	readonly bm25: Readonly<Record<Field, number>>;
	/** Cosine of question and passage; 0 when there is no vector. */
	readonly cosine: number;
}

export interface IndexSummary {
	readonly pages: readonly {
		readonly file: string;
		readonly hash: string;
		readonly addedAt: string;
		readonly articleIds: readonly string[];
	}[];
	readonly articles: number;
	readonly passages: number;
	/** When the last commit was made; null for an index never committed. */
	readonly committedAt: Date | null;
}

/**
 * Vectors, postings and texts that must agree. Changes become visible to questions and durable with `commit`,
 * all at once; a process killed before that leaves the last commit.
 */
export interface PassageIndex {
	/**
	 * Puts the page's articles in place of all earlier ones of the same file. Twice equals once. Of articles with the
	 * same id the first is kept; ids of articles and passages of different files differ.
	 */
	replacePage(page: IndexedPage): Promise<void>;
	/** Does nothing when the file is not there. */
	removePage(file: string): Promise<void>;
	commit(): Promise<void>;
	/**
	 * The union of the `depth` best passages of each ranking (one per field, one by meaning), without order,
	 * every score filled in; of passages that rank equally the earlier one is better, and those without a term (or
	 * vector) stand in no ranking. BM25 with k1 = 1.2, b = 0.75 and idf = ln(1 + (N - n + 0.5) / (n + 0.5)):
	 * the sum over the query's terms, repeated ones again, of idf * f * (k1 + 1) / (f + k1 * (1 - b + b * length / average)).
	 */
	candidates(query: IndexQuery, depth: number): Promise<Candidate[]>;
	/** In how many passages each term occurs in that field, in the order given. */
	documentFrequencies(field: Field, terms: readonly string[]): Promise<number[]>;
	/** In the order given; unknown ids are left out. */
	passages(ids: readonly string[]): Promise<Passage[]>;
	/** In the order given; unknown ids are left out. */
	articles(ids: readonly string[]): Promise<Article[]>;
	summary(): Promise<IndexSummary>;
	close(): Promise<void>;
}

/** What is covered, for people. */
export interface Coverage {
	readonly pages: number;
	readonly reports: number;
	readonly passages: number;
	/** Null when nothing was ever indexed. */
	readonly indexedAt: Date | null;
}

/** A page and its reports in the order of print. */
export interface PageContents extends Edition {
	readonly file: string;
	readonly reports: readonly NearReport[];
}

/** The indexed reports, for looking around in them. */
export interface Library {
	coverage(): Promise<Coverage>;
	/** Null when there is no such report (any more). */
	article(id: string): Promise<Article | null>;
	/** All pages, ordered by date where known, then by file name. */
	pages(): Promise<readonly PageContents[]>;
	/** One quote per report whose headline or text has the words, best first; empty when nothing fits. */
	searchReports(words: string, limit: number): Promise<readonly Quote[]>;
	/** The opening sentence of the reports of the pages added last, newest first. */
	latestReports(limit: number): Promise<readonly Quote[]>;
}

/** A page taken in, with its reports' headlines in the order of print; null where none is printed. */
export interface PageTakenIn {
	readonly file: string;
	readonly headlines: readonly (string | null)[];
}

/** What came of a file that was sent in. */
export interface PagesSent {
	readonly added: readonly PageTakenIn[];
	/** Pages that were there before, letter for letter, if perhaps under another name. */
	readonly known: readonly { readonly file: string; readonly knownAs: string }[];
	/** Names under which other pages are kept: while there are any, nothing of the file is stored. */
	readonly conflicts: readonly string[];
	/** Numbers (from 1) of the PDF's pages that have no text and were left out. */
	readonly withoutText: readonly number[];
}

/** Keeps the pages while the program runs. What a method did holds for questions when it resolves, and for ever. */
export interface PageKeeper {
	/**
	 * Takes in a page (.txt, one per page of a .pdf, several in a .zip): all or nothing. Pages of other content under the
	 * same names are replaced with `replace` only, and `restore` brings them back.
	 * @throws BaowenError in one sentence naming the file when any of it cannot be used
	 */
	add(name: string, bytes: Uint8Array, options?: { readonly replace?: boolean }): Promise<PagesSent>;
	/** Name of the page that a person means by its name or the beginning of it. @throws BaowenError when that is not one page */
	named(words: string): Promise<string>;
	/** Puts the page away, where `restore` finds it. @throws BaowenError when there is no such page */
	remove(file: string): Promise<void>;
	/** Brings back what was last put away or replaced under the name, or its beginning. @throws BaowenError when nothing was */
	restore(words: string): Promise<PageTakenIn>;
	/** Makes the index anew from the pages. @throws BaowenError */
	reindex(): Promise<void>;
}
