/** What the program needs from the outside, and what each promises. */

import type { Article, Edition, NearReport, Passage, Quote } from "./domain.ts";

/** Texts to unit vectors. Order is kept; a batch of n gives what n batches of one give. */
export interface Embedder {
	/** Name of the model and a hash of its files: another id means other vectors. */
	readonly id: string;
	readonly dimensions: number;
	/** So many of the first dimensions tell how alike two texts are nearly as well as all do. */
	readonly leadingDimensions: number;
	/** Length of a word's vector. */
	readonly wordDimensions: number;
	/** Texts in other languages have vectors that mean nothing. */
	readonly onlyChinese?: boolean;
	/** One vector of length 1 per text. A text without a single known character gives a zero vector. */
	embedPassages(texts: readonly string[]): Promise<Float32Array[]>;
	embedQueries(texts: readonly string[]): Promise<Float32Array[]>;
	/** The same for single words, which are compared only with one another. */
	embedWords(words: readonly string[]): Promise<Float32Array[]>;
}

/** Fields with postings of their own. */
export const FIELDS = ["words", "bigrams", "headline", "sounds"] as const;
export type Field = (typeof FIELDS)[number];
/** Terms per field, repeated as often as they occur. */
export type FieldTerms = Readonly<Record<Field, readonly string[]>>;

export interface EmbeddedPassage {
	readonly passage: Passage;
	/** Length 1 (or all zeros), `dimensions` of the index. */
	readonly vector: Float32Array;
}

export interface IndexedPassage extends EmbeddedPassage {
	readonly terms: FieldTerms;
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
	/** Changes made before it resolves belong to the next commit. */
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
	/** Number of passages, which every question needs: that of `summary`, without the pages. */
	passageCount(): Promise<number>;
	/** The passages of the file's page, in no order; empty when there is no such page. */
	passagesOfPage(file: string): Promise<EmbeddedPassage[]>;
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

/** JSON values by key, there again after a restart. */
export interface KeptMap<V> {
	get(key: string): Promise<V | undefined>;
	/** Durable when it resolves. What is set last is the youngest; beyond the map's limit the oldest go, if not at once. */
	set(key: string, value: V): Promise<void>;
	/** Whether it was there: of several who delete it at the same time, one alone hears yes. */
	delete(key: string): Promise<boolean>;
	/** Oldest first. */
	entries(): Promise<[string, V][]>;
	/** Removes the entries so that nothing of them is left, also of what they were before. */
	erase(keys: readonly string[]): Promise<void>;
}

/** What it costs to be let in: a token of each bucket. Buckets hold `size` tokens and get `perMinute` new ones. */
export interface Toll {
	readonly buckets: readonly string[];
	readonly size: number;
	readonly perMinute: number;
}

/** A bucket was empty, and no token was taken of any. */
export interface Refusal {
	/** False where the owner has been told already and the bucket has not been full since. */
	readonly isFirst: boolean;
	readonly secondsUntilFull: number;
}

/**
 * What came of something that came in. known: it was accepted or refused before, by whichever instance. mine: this
 * instance works on it; theirs: another one, which works on its lane.
 */
export type Acceptance =
	| { readonly outcome: "known" | "theirs" }
	| { readonly outcome: "refused"; readonly refusal: Refusal }
	| {
			readonly outcome: "mine";
			/** Settles when it is durable, or the disk did not take it; the item waits in memory all the same. */
			readonly kept: Promise<void>;
	  };

export interface Arrival<T> {
	/** The same for every repetition. */
	readonly key: string;
	/** What is worked on one after the other. */
	readonly lane: string;
	/** Null: it need not survive this program, so that nothing but its key is kept. */
	readonly item: T | null;
	readonly toll: Toll;
}

/**
 * What waits to be worked on. Each item belongs to one instance, all items of a lane that wait at the same time to the
 * same one; those of an instance that ends or dies go to another within seconds.
 */
export interface WorkQueue<T> {
	/**
	 * Takes in what was not taken in before, and the toll with it: both or neither.
	 * @throws BaowenError when that cannot be kept; then it is not taken in
	 */
	accept(arrival: Arrival<T>): Promise<Acceptance>;
	/**
	 * From now on `arrived` hears of every item that has become this instance's otherwise than by its own `accept`: what
	 * was left by the last program, and what other instances hand over. It may hear of an item more than once.
	 */
	follow(arrived: (item: T) => void): Promise<void>;
	/** The oldest item of the lane that this instance is to work on; undefined when there is none (any more). */
	next(lane: string): Promise<{ readonly key: string; readonly item: T } | undefined>;
	/** It is worked on no more, nor accepted again. */
	done(key: string): Promise<void>;
	/** It is not worked on again before this instance ends; then another one may. */
	putOff(key: string): Promise<void>;
	/** Whether another instance has items of the lane. */
	isElsewhere(lane: string): Promise<boolean>;
	/** Every item not done. */
	waiting(): Promise<[key: string, item: T][]>;
	/** Like `done`, for several, so that nothing of the items is left. */
	erase(keys: readonly string[]): Promise<void>;
}

/** Where the chat's memory lies: in files for one instance, in a database for several. */
export interface StateStore {
	/** Whether other instances may share it. */
	readonly isShared: boolean;
	/** One sentence when it cannot be reached at present, else null. */
	readonly trouble: string | null;
	/** The map of that name, of whose entries the `limit` youngest are kept. */
	map<V>(name: string, limit: number): Promise<KeptMap<V>>;
	/** The one queue; `laneOf` says in which lane an item is that was kept without. */
	queue<T>(laneOf: (item: T) => string): Promise<WorkQueue<T>>;
	/** What is not done goes to other instances or the next program. */
	close(): Promise<void>;
}

/** Among instances that share an index: who does what must not be done by two. */
export interface IndexDuty {
	/** Whether it is this instance that watches the pages; the others answer by what it has indexed. */
	readonly isMine: boolean;
	/** Does the work while no other instance does work of that name; waits for that. */
	alone<T>(name: string, work: () => Promise<T>): Promise<T>;
	/**
	 * `taken` is called whenever the duty becomes this instance's, at once where it is already; `lost` when it may have
	 * become another one's.
	 */
	follow(taken: () => void, lost: () => void): void;
	close(): Promise<void>;
}
