/** Give it articles cut into passages, get them as an index takes them: with terms, vectors and the words they brought. */

import { setImmediate as nextTurn } from "node:timers/promises";
import type { Article, Passage } from "../domain.ts";
import type { EmbeddedPassage, Embedder, IndexedArticle } from "../ports.ts";
import { fold } from "../text/fold.ts";
import { passageTerms, searchWords } from "../text/terms.ts";
import { type LearntWords, learnWords } from "./word-vectors.ts";

export interface CutArticle {
	readonly article: Article;
	readonly passages: readonly Passage[];
}

/** Articles as the index takes them, and the words they brought. */
export interface MadeArticles {
	readonly articles: IndexedArticle[];
	readonly words: LearntWords;
}

/** Vectors by the text that was embedded. */
export type KnownVectors = ReadonlyMap<string, Float32Array>;

/** The headline is context: a passage deep in a report rarely repeats what the report is about. */
function embeddedText({ text, headline }: Passage): string {
	return fold(`${headline ?? ""}\n${text}`);
}

/** What need not be embedded again when these passages, or some of them, come again. */
export function knownVectors(passages: readonly EmbeddedPassage[]): KnownVectors {
	return new Map(passages.map(({ passage, vector }) => [embeddedText(passage), vector]));
}

async function embedUnknown(
	texts: readonly string[],
	embedder: Embedder,
	known: KnownVectors,
): Promise<Float32Array[]> {
	const unknown = texts.filter((text) => !known.has(text));
	const embedded = (await embedder.embedPassages(unknown)).values();
	return texts.map((text) => known.get(text) ?? embedded.next().value!);
}

/** Adds what postings and vectors are made of to articles and their passages. */
export async function indexedArticles(
	cut: readonly CutArticle[],
	embedder: Embedder,
	isKnown: (word: string) => boolean,
	known: KnownVectors = new Map(),
): Promise<MadeArticles> {
	const all = cut.flatMap(({ passages }) => passages);
	const embedded = await embedUnknown(all.map(embeddedText), embedder, known);
	// Where this is done on the thread that answers, questions come in between.
	await nextTurn();
	const terms = all.map(({ text, headline }) => passageTerms(text, headline));
	const ofHeadlines = all.flatMap(({ headline }) => searchWords(fold(headline ?? "")));
	const words = await learnWords(ofHeadlines.concat(...terms.map(({ words }) => words)), isKnown, embedder);
	let next = 0;
	const articles = cut.map(({ article, passages }) => ({
		article,
		passages: passages.map((passage) => ({ passage, terms: terms[next]!, vector: embedded[next++]! })),
	}));
	return { articles, words };
}
