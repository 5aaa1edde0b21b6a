/** Give it a job, get it done with an embedder: on whichever thread. */

import { PageRefusedError } from "../errors.ts";
import { articlesOf } from "../newspaper/articles.ts";
import { passagesOf } from "../newspaper/passages.ts";
import { readSeedFile, type SeedFile, sourceHash } from "../newspaper/seed-folder.ts";
import type { Embedder, IndexedArticle } from "../ports.ts";
import { type CutArticle, indexedArticles, type MadeArticles } from "../search/indexed-articles.ts";

/** A page to be read and taken apart, or articles that are. Plain data: it goes to other threads. */
export type Job =
	| { readonly kind: "page"; readonly seed: SeedFile }
	| { readonly kind: "articles"; readonly cut: readonly CutArticle[] };

export type JobDone =
	| (MadeArticles & { readonly kind: "page"; readonly file: string; readonly hash: string })
	| (MadeArticles & { readonly kind: "articles" })
	| { readonly kind: "refused"; readonly file: string; readonly reason: string };

/** `isKnown`: words whose vectors need not be computed again. */
export async function doJob(job: Job, embedder: Embedder, isKnown: (word: string) => boolean): Promise<JobDone> {
	if (job.kind === "articles") return { kind: "articles", ...(await indexedArticles(job.cut, embedder, isKnown)) };
	try {
		const page = await readSeedFile(job.seed.path, job.seed.edition);
		const cut = articlesOf(page).map((article) => ({ article, passages: passagesOf(article) }));
		const made = await indexedArticles(cut, embedder, isKnown);
		return { kind: "page", file: page.file, hash: sourceHash(page.hash, page), ...made };
	} catch (error) {
		if (error instanceof PageRefusedError) return { kind: "refused", file: error.file, reason: error.reason };
		throw error;
	}
}

/** The same with all vectors in one piece of memory, which can be handed to another thread without being copied. */
export function inOnePiece(
	articles: readonly IndexedArticle[],
	dimensions: number,
): { articles: IndexedArticle[]; vectors: Float32Array<ArrayBuffer> } {
	const count = articles.reduce((sum, { passages }) => sum + passages.length, 0);
	const vectors = new Float32Array(count * dimensions);
	let at = 0;
	const moved = articles.map(({ article, passages }) => ({
		article,
		passages: passages.map((passage) => {
			const vector = vectors.subarray(at, at + dimensions);
			vector.set(passage.vector);
			at += dimensions;
			return { ...passage, vector };
		}),
	}));
	return { articles: moved, vectors };
}
