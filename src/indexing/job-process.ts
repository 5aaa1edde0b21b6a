/** A process of job-processes.ts: loads a model of its own, then does the jobs that it is sent, one after the other. */

import { type EmbedderOptions, loadEmbedder } from "../embedder/transformers-embedder.ts";
import { type Said, saidBy } from "../errors.ts";
import type { Embedder } from "../ports.ts";
import { doJob, type Job, type JobDone } from "./jobs.ts";

export interface Beginning {
	readonly embedder: EmbedderOptions;
	/** Words whose vectors need not be computed again. */
	readonly knownWords: readonly string[];
}

/** First how to begin, then jobs. */
export type Request = { readonly begin: Beginning } | { readonly job: Job };
/** One for every job; without an embedder one for all. */
export type Reply = { readonly done: JobDone } | { readonly failed: Said };

let known = new Set<string>();
let loading: Promise<Embedder> | null = null;

async function replyTo(job: Job): Promise<Reply> {
	try {
		const done = await doJob(job, await loading!, (word) => known.has(word));
		if (done.kind !== "refused") for (const word of done.words.words) known.add(word);
		return { done };
	} catch (error) {
		return { failed: saidBy(error) };
	}
}

process.on("message", async (request: Request) => {
	if ("job" in request) {
		process.send!(await replyTo(request.job));
		return;
	}
	known = new Set(request.begin.knownWords);
	loading = loadEmbedder(request.begin.embedder);
	// Whoever awaits it says so.
	loading.catch(() => {});
});

// Nobody is left to work for.
process.once("disconnect", () => process.exit());
