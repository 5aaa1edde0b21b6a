/** Give it jobs, get them done beside the program, so that questions are answered meanwhile. */

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { constants, setPriority } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { BaowenError } from "../errors.ts";
import type { Beginning, Reply, Request } from "./job-process.ts";
import type { Job, JobDone } from "./jobs.ts";

interface Waiting {
	readonly job: Job;
	readonly resolve: (done: JobDone) => void;
	readonly reject: (error: Error) => void;
}

const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/**
 * Processes rather than threads: onnxruntime-node 1.14 keeps one handle for all threads of a process, so that a second
 * thread that loads it breaks the memory of the first. A process also gives all its memory back, may fail alone, and lets
 * the one that answers go first.
 */
export class JobProcesses {
	readonly #processes: readonly ChildProcess[];
	readonly #idle: ChildProcess[];
	readonly #atWork = new Map<ChildProcess, Waiting>();
	/** Jobs that nobody has begun. */
	#waiting: Waiting[] = [];
	/** Why no more jobs can be done. */
	#ended: Error | null = null;

	constructor(count: number, beginning: Beginning) {
		this.#processes = Array.from({ length: count }, () => this.#begin(beginning));
		this.#idle = [...this.#processes];
	}

	/** @throws what the job threw, or why its process ended */
	run(job: Job): Promise<JobDone> {
		if (this.#ended !== null) return Promise.reject(this.#ended);
		return new Promise((resolve, reject) => {
			this.#waiting.push({ job, resolve, reject });
			this.#handOut();
		});
	}

	/** Ends the processes, whatever they do: jobs not done yet are rejected. */
	async close(): Promise<void> {
		this.#end(new Error("The processes were ended"));
		await Promise.all(
			this.#processes.map(async (child) => {
				if (child.exitCode !== null || child.signalCode !== null) return;
				const ended = once(child, "exit");
				child.kill("SIGKILL");
				await ended;
			}),
		);
	}

	#begin(beginning: Beginning): ChildProcess {
		const child = fork(join(import.meta.dirname, "job-process.ts"), {
			execArgv: ["--import", tsx],
			serialization: "advanced",
			// It needs to know no secrets.
			env: {},
			stdio: ["ignore", "ignore", "ignore", "ipc"],
		});
		child.on("message", (reply: Reply) => {
			const job = this.#atWork.get(child);
			this.#atWork.delete(child);
			if ("done" in reply) job?.resolve(reply.done);
			else job?.reject(new BaowenError(reply.failed));
			this.#idle.push(child);
			this.#handOut();
		});
		child.on("error", (error) => this.#end(error));
		child.on("exit", (code, signal) => this.#end(new Error(`A process ended (${signal ?? code})`)));
		// Questions go first.
		if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
		send(child, { begin: beginning });
		return child;
	}

	#handOut(): void {
		while (this.#idle.length > 0 && this.#waiting.length > 0) {
			const child = this.#idle.pop()!;
			const next = this.#waiting.shift()!;
			this.#atWork.set(child, next);
			send(child, { job: next.job });
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

/** A message that does not arrive: the process has ended, and its end is told elsewhere. */
function send(child: ChildProcess, request: Request): void {
	child.send(request, () => {});
}
