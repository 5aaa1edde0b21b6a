/** Give it the pages that there should be and who makes them, get an index that holds exactly them. */

import { setImmediate as nextTurn } from "node:timers/promises";
import type { BaowenError } from "../errors.ts";
import type { EmbeddedPassage, IndexedPage, PassageIndex } from "../ports.ts";
import type { LearntWords, WordVectors } from "./word-vectors.ts";

/** A page that should be in the index, not read yet. */
export interface WantedPage {
	readonly file: string;
	/** Hash of everything the page's articles are made from; with the same one the page is left alone. */
	readonly hash: string;
}

/** What became of a page: ready for the index with the words it brought, or refused by name. */
export type MadePage =
	| { readonly page: Omit<IndexedPage, "addedAt">; readonly words: LearntWords; readonly refused: null }
	| { readonly page: null; readonly refused: BaowenError };

export interface PageMaker<Wanted> {
	/** How many pages it makes at a time, at the moment: so many are held in memory. */
	readonly atOnce: number;
	/** Says how many will have to be made. */
	expect(pages: number): void;
	/** `before`: the passages of the file's earlier version; those that are the same again keep their vectors. */
	makePage(page: Wanted, before: readonly EmbeddedPassage[]): Promise<MadePage>;
}

export interface Progress {
	readonly done: number;
	readonly total: number;
	readonly file: string;
}

export interface IngestOptions {
	readonly everything?: boolean;
	readonly onProgress?: (progress: Progress) => void;
	/** When aborted, the index stays as it was last committed and `ingest` rejects. */
	readonly signal?: AbortSignal;
}

export interface Ingested {
	readonly changed: boolean;
	/** Pages that turned out to be none; the index does not hold them. */
	readonly refused: readonly BaowenError[];
}

/** Passages after which a long work is committed: what waits is held in memory, and lost when the program is killed. */
export const COMMITTED_AT_ONCE = 8192;

/**
 * Brings the index to the state of `pages`, in their order. It is committed at the end, if anything changed, and now and
 * then in between where much does. With `everything`, pages that have not changed are put in again too.
 */
export async function ingest<Wanted extends WantedPage>(
	pages: readonly Wanted[],
	maker: PageMaker<Wanted>,
	index: PassageIndex,
	vectors: WordVectors,
	{ everything = false, onProgress = () => {}, signal }: IngestOptions = {},
): Promise<Ingested> {
	const stored = new Map((await index.summary()).pages.map((page) => [page.file, page]));
	const wanted = new Set(pages.map((page) => page.file));
	const gone = [...stored.keys()].filter((file) => !wanted.has(file));
	const changed = everything ? pages : pages.filter(({ file, hash }) => stored.get(file)?.hash !== hash);
	const total = changed.length;
	const refused: BaowenError[] = [];
	let uncommitted = 0;
	const commits = new CommitsMeanwhile(index);
	let changes = gone.length;
	for (const file of gone) await index.removePage(file);
	maker.expect(total);
	let begun = 0;
	const make = async (page: Wanted) => {
		onProgress({ done: begun++, total, file: page.file });
		const before = everything || !stored.has(page.file) ? [] : await index.passagesOfPage(page.file);
		return { file: page.file, made: await maker.makePage(page, before) };
	};
	for await (const { file, made } of inOrder(changed, maker, make)) {
		signal?.throwIfAborted();
		const before = stored.get(file);
		if (made.refused !== null) {
			refused.push(made.refused);
			if (before === undefined) continue;
			await index.removePage(file);
		} else {
			vectors.adopt(made.words);
			const addedAt = made.page.hash === before?.hash ? before.addedAt : new Date().toISOString();
			await index.replacePage({ ...made.page, addedAt });
			uncommitted += made.page.articles.reduce((sum, { passages }) => sum + passages.length, 0);
		}
		changes++;
		if (uncommitted >= COMMITTED_AT_ONCE) {
			await commits.begin();
			uncommitted = 0;
		}
		// Questions come in between.
		await nextTurn();
	}
	if (changes === 0) return { changed: false, refused };
	await commits.finish();
	onProgress({ done: total, total, file: "" });
	return { changed: true, refused };
}

/** Commits one after the other, while what comes next is made. */
export class CommitsMeanwhile {
	readonly #index: PassageIndex;
	#last: Promise<void> = Promise.resolve();

	constructor(index: PassageIndex) {
		this.#index = index;
	}

	/** Waits for the commit before only, whose fault it throws. */
	async begin(): Promise<void> {
		await this.#last;
		this.#last = this.#index.commit();
		// Its fault is told by the next call; until then nobody listens.
		this.#last.catch(() => {});
	}

	/** Waits until everything is committed. */
	async finish(): Promise<void> {
		await this.#last;
		await this.#index.commit();
	}
}

/** What `make` gives for each item, in their order, so many of them in the making at a time as `pace` says at the moment. */
export async function* inOrder<Item, Made>(
	items: Iterable<Item> | AsyncIterable<Item>,
	pace: { readonly atOnce: number },
	make: (item: Item) => Promise<Made>,
): AsyncGenerator<Made> {
	const making: Promise<Made>[] = [];
	try {
		for await (const item of items) {
			const made = make(item);
			// Its fault is told when its turn comes; until then nobody listens.
			made.catch(() => {});
			making.push(made);
			while (making.length >= pace.atOnce) yield await making.shift()!;
		}
		while (making.length > 0) yield await making.shift()!;
	} finally {
		await Promise.allSettled(making);
	}
}
