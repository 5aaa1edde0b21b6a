/** Give it a job, get it done with an embedder: in whichever process. */

import { PageRefusedError, type Said } from "../errors.ts";
import { articlesOf } from "../newspaper/articles.ts";
import { passagesOf } from "../newspaper/passages.ts";
import { readSeedFile, type SeedFile, sourceHash } from "../newspaper/seed-folder.ts";
import type { EmbeddedPassage, Embedder } from "../ports.ts";
import { type CutArticle, indexedArticles, knownVectors, type MadeArticles } from "../search/indexed-articles.ts";

/** A page to be read and taken apart, or articles that are. Plain data: it goes to other processes. */
export type Job =
	| { readonly kind: "page"; readonly seed: SeedFile; readonly before: readonly EmbeddedPassage[] }
	| { readonly kind: "articles"; readonly cut: readonly CutArticle[] };

export type JobDone =
	| (MadeArticles & { readonly kind: "page"; readonly file: string; readonly hash: string })
	| (MadeArticles & { readonly kind: "articles" })
	| { readonly kind: "refused"; readonly file: string; readonly reason: Said };

/** `isKnown`: words whose vectors need not be computed again. */
export async function doJob(job: Job, embedder: Embedder, isKnown: (word: string) => boolean): Promise<JobDone> {
	if (job.kind === "articles") return { kind: "articles", ...(await indexedArticles(job.cut, embedder, isKnown)) };
	try {
		const page = await readSeedFile(job.seed.path, job.seed.edition);
		const cut = articlesOf(page).map((article) => ({ article, passages: passagesOf(article) }));
		const made = await indexedArticles(cut, embedder, isKnown, knownVectors(job.before));
		return { kind: "page", file: page.file, hash: sourceHash(page.hash, page), ...made };
	} catch (error) {
		if (error instanceof PageRefusedError) return { kind: "refused", file: error.file, reason: error.reason };
		throw error;
	}
}
