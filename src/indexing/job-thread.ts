/** A thread of job-threads.ts: loads a model of its own, then does the jobs that it is sent, one after the other. */

import { parentPort, workerData } from "node:worker_threads";
import { type EmbedderOptions, loadEmbedder } from "../embedder/transformers-embedder.ts";
import { doJob, inOnePiece, type Job, type JobDone } from "./jobs.ts";

export interface ThreadData {
	readonly embedder: EmbedderOptions;
	/** Words whose vectors need not be computed again. */
	readonly knownWords: readonly string[];
}

export type Reply = { readonly done: JobDone } | { readonly failed: unknown };

const { embedder: options, knownWords } = workerData.data as ThreadData;
const port = parentPort!;
const known = new Set(knownWords);
const embedder = await loadEmbedder(options);

async function reply(job: Job): Promise<void> {
	const done = await doJob(job, embedder, (word) => known.has(word));
	if (done.kind === "refused") {
		port.postMessage({ done } satisfies Reply);
		return;
	}
	for (const word of done.words.words) known.add(word);
	const { articles, vectors } = inOnePiece(done.articles, embedder.dimensions);
	const { buffer } = done.words.vectors;
	port.postMessage({ done: { ...done, articles } } satisfies Reply, [vectors.buffer, buffer as ArrayBuffer]);
}

port.on("message", (job: Job) => {
	reply(job).catch((failed: unknown) => port.postMessage({ failed } satisfies Reply));
});
