/** Give it jobs, get them done on threads of their own, so that questions are answered meanwhile. */

import { Worker } from "node:worker_threads";
import type { Reply, ThreadData } from "./job-thread.ts";
import type { Job, JobDone } from "./jobs.ts";

interface Waiting {
	readonly job: Job;
	readonly resolve: (done: JobDone) => void;
	readonly reject: (error: unknown) => void;
}

export class JobThreads {
	readonly #workers: readonly Worker[];
	readonly #idle: Worker[];
	readonly #atWork = new Map<Worker, Waiting>();
	/** Jobs that no thread has begun. */
	#waiting: Waiting[] = [];
	/** Why no more jobs can be done. */
	#ended: Error | null = null;

	constructor(count: number, data: ThreadData) {
		this.#workers = Array.from({ length: count }, () => this.#begin(data));
		this.#idle = [...this.#workers];
	}

	/** @throws what the job threw, or why its thread ended */
	run(job: Job): Promise<JobDone> {
		if (this.#ended !== null) return Promise.reject(this.#ended);
		return new Promise((resolve, reject) => {
			this.#waiting.push({ job, resolve, reject });
			this.#handOut();
		});
	}

	/** Ends the threads, whatever they do: jobs not done yet are rejected. */
	async close(): Promise<void> {
		this.#end(new Error("The threads were closed"));
		await Promise.all(this.#workers.map((worker) => worker.terminate()));
	}

	#begin(data: ThreadData): Worker {
		const worker = new Worker(new URL("./thread.mjs", import.meta.url), {
			workerData: { module: new URL("./job-thread.ts", import.meta.url).href, data },
			// What the program was started with (a loader, a debugger) is not for threads.
			execArgv: [],
		});
		worker.on("message", (reply: Reply) => {
			const { resolve, reject } = this.#atWork.get(worker)!;
			this.#atWork.delete(worker);
			if ("done" in reply) resolve(reply.done);
			else reject(reply.failed);
			this.#idle.push(worker);
			this.#handOut();
		});
		worker.on("error", (error) => this.#end(error));
		worker.on("exit", (code) => this.#end(new Error(`A thread ended with code ${code}`)));
		return worker;
	}

	#handOut(): void {
		while (this.#idle.length > 0 && this.#waiting.length > 0) {
			const worker = this.#idle.pop()!;
			const next = this.#waiting.shift()!;
			this.#atWork.set(worker, next);
			worker.postMessage(next.job);
		}
	}

	#end(reason: Error): void {
		this.#ended ??= reason;
		const lost = [...this.#atWork.values(), ...this.#waiting];
		this.#atWork.clear();
		this.#waiting = [];
		for (const { reject } of lost) reject(this.#ended);
	}
}
