/** Give it pages or texts, get them ready for the index: done here while they are few, by processes of their own once they are many. */

import { availableParallelism } from "node:os";
import type { LoadedEmbedder } from "../embedder/transformers-embedder.ts";
import { BaowenError, PageRefusedError, saidBy } from "../errors.ts";
import type { SeedFile } from "../newspaper/seed-folder.ts";
import type { EmbeddedPassage } from "../ports.ts";
import type { ArticleMaker } from "../search/corpus.ts";
import type { CutArticle, MadeArticles } from "../search/indexed-articles.ts";
import type { MadePage, PageMaker } from "../search/ingest.ts";
import type { WordVectors } from "../search/word-vectors.ts";
import { JobProcesses } from "./job-processes.ts";
import { doJob, type Job, type JobDone } from "./jobs.ts";

/**
 * Milliseconds of the processor's time after which processes are started: about what starting them takes. Whether more is
 * to come cannot be known; this way it costs at most twice what the better choice would have cost.
 */
const PATIENCE = 1000;
/** Pages that take about as long. */
const MANY_PAGES = 20;
const PROCESSES = availableParallelism();

/** Its processes live until `close`. */
export class Workshop implements PageMaker<SeedFile>, ArticleMaker {
	readonly #embedder: LoadedEmbedder;
	readonly #vectors: WordVectors;
	readonly #patience: number;
	#spent = 0;
	#processes: JobProcesses | null = null;

	/** `embedder` is the one that answers questions; it works here, processes load the same. `patience` is for tests. */
	constructor(embedder: LoadedEmbedder, vectors: WordVectors, patience = PATIENCE) {
		this.#embedder = embedder;
		this.#vectors = vectors;
		this.#patience = patience;
	}

	/** So many that the processes have work while a commit is being published. */
	get atOnce(): number {
		return this.#processes === null ? 1 : 8 * PROCESSES;
	}

	expect(pages: number): void {
		if (pages >= MANY_PAGES) this.#start();
	}

	/** The page in the file, made from it as it is now. @throws BaowenError naming the page when that fails */
	async makePage(seed: SeedFile, before: readonly EmbeddedPassage[]): Promise<MadePage> {
		const done = await this.#do({ kind: "page", seed, before }, seed.file);
		if (done.kind === "refused") return { page: null, refused: new PageRefusedError(done.file, done.reason) };
		if (done.kind !== "page") throw new Error(`A page became ${done.kind}`);
		const { file, hash, articles, words } = done;
		return { page: { file, hash, articles }, words, refused: null };
	}

	/** @throws BaowenError */
	async makeArticles(cut: readonly CutArticle[]): Promise<MadeArticles> {
		const done = await this.#do({ kind: "articles", cut }, cut[0]?.article.id ?? "");
		if (done.kind !== "articles") throw new Error(`Articles became ${done.kind}`);
		return done;
	}

	async #do(job: Job, name: string): Promise<JobDone> {
		const [embedder, vectors] = [this.#embedder, this.#vectors];
		try {
			if (this.#spent >= this.#patience) this.#start();
			if (this.#processes !== null) return await this.#processes.run(job);
			const before = process.cpuUsage();
			const done = await doJob(job, embedder, vectors.has);
			this.#spent += process.cpuUsage(before).user / 1000;
			return done;
		} catch (cause) {
			const { zh, en } = saidBy(cause);
			throw new BaowenError({ zh: `${name} 收不进索引:${zh}`, en: `${name} cannot be indexed: ${en}` }, { cause });
		}
	}

	#start(): void {
		if (this.#processes !== null) return;
		const data = { embedder: { ...this.#embedder.options, isOneOfMany: true }, knownWords: this.#vectors.words() };
		this.#processes = new JobProcesses(PROCESSES, data);
	}

	async close(): Promise<void> {
		await this.#processes?.close();
	}
}
