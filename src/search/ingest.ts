/** Give it the pages of a folder, get an index that holds exactly them: what is already there is left alone. */

import { setImmediate as nextTurn } from "node:timers/promises";
import type { Article, Page, Passage } from "../domain.ts";
import type { Embedder, IndexedArticle, PassageIndex } from "../ports.ts";
import { fold } from "../text/fold.ts";
import { passageTerms } from "../text/terms.ts";
import { distinctWords } from "./features.ts";
import type { WordVectors } from "./word-vectors.ts";

/** Cuts a page; passed in, so that search does not know how newspapers are made. */
export interface PageCutter {
	articlesOf(page: Page): Article[];
	passagesOf(article: Article): Passage[];
}

export interface Progress {
	readonly done: number;
	readonly total: number;
	readonly file: string;
}

export interface IngestOptions {
	readonly everything?: boolean;
	readonly onProgress?: (progress: Progress) => void;
	/** When aborted, the index stays as it was and `ingest` rejects. */
	readonly signal?: AbortSignal;
}

/**
 * Brings the index to the state of `pages` and commits once, if anything changed. Returns whether it did. With
 * `everything`, pages that have not changed are put in again too.
 */
export async function ingest(
	pages: readonly Page[],
	cutter: PageCutter,
	index: PassageIndex,
	embedder: Embedder,
	vectors: WordVectors,
	{ everything = false, onProgress = () => {}, signal }: IngestOptions = {},
): Promise<boolean> {
	const stored = new Map((await index.summary()).pages.map((page) => [page.file, page]));
	const wanted = new Set(pages.map((page) => page.file));
	const gone = [...stored.keys()].filter((file) => !wanted.has(file));
	const isStored = ({ file, hash }: Page) => stored.get(file)?.hash === hash;
	const changed = everything ? pages : pages.filter((page) => !isStored(page));
	for (const file of gone) await index.removePage(file);
	for (const [done, page] of changed.entries()) {
		signal?.throwIfAborted();
		onProgress({ done, total: changed.length, file: page.file });
		const articles = cutter.articlesOf(page);
		const cut = articles.map((article) => ({ article, passages: cutter.passagesOf(article) }));
		await index.replacePage({
			file: page.file,
			hash: page.hash,
			addedAt: isStored(page) ? stored.get(page.file)!.addedAt : new Date().toISOString(),
			articles: await indexedArticles(cut, embedder, vectors),
		});
		// Questions come in between.
		await nextTurn();
	}
	if (gone.length + changed.length === 0) return false;
	await index.commit();
	onProgress({ done: changed.length, total: changed.length, file: "" });
	return true;
}

/** Adds what postings and vectors are made of to articles and their passages. */
export async function indexedArticles(
	cut: readonly { readonly article: Article; readonly passages: readonly Passage[] }[],
	embedder: Embedder,
	vectors: WordVectors,
): Promise<IndexedArticle[]> {
	const all = cut.flatMap(({ passages }) => passages);
	// The headline is context: a passage deep in a report rarely repeats what the report is about.
	const embedded = await embedder.embedPassages(all.map(({ text, headline }) => fold(`${headline ?? ""}\n${text}`)));
	await vectors.learn(all.flatMap(({ text, headline }) => distinctWords(fold(`${headline ?? ""}\n${text}`))));
	let next = 0;
	return cut.map(({ article, passages }) => ({
		article,
		passages: passages.map((passage) => ({
			passage,
			terms: passageTerms(passage.text, passage.headline),
			vector: embedded[next++]!,
		})),
	}));
}
