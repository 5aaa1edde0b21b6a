/** Counts what the bot does since it was started, for `/stats` and for Prometheus. */

import { createHistogram } from "node:perf_hooks";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { FailureKind } from "./telegram-calls.ts";

export type Outcome = "answered" | "abstained" | "failed";

export interface Figures {
	readonly since: Date;
	readonly questions: number;
	readonly answered: number;
	readonly abstained: number;
	readonly failed: number;
	/** From a question's turn to the answer sent, in milliseconds; 0 while there is none. */
	readonly median: number;
	readonly p95: number;
}

export class Tally {
	readonly contentType: string;
	readonly #since: Date;
	readonly #registry = new Registry();
	readonly #questions: Counter;
	readonly #outcomes: Readonly<Record<Outcome, Counter>>;
	readonly #telegramErrors: Counter<"kind">;
	readonly #seconds: Histogram;
	readonly #milliseconds = createHistogram();

	/** `queueLength`: how many questions wait or are being answered. */
	constructor(since: Date, queueLength: () => number) {
		this.#since = since;
		this.contentType = this.#registry.contentType;
		const registers = [this.#registry];
		const counter = (name: string, help: string) => new Counter({ name: `baowen_${name}_total`, help, registers });
		this.#questions = counter("questions", "Questions asked in chats");
		this.#outcomes = {
			answered: counter("answered", "Questions answered with quotes"),
			abstained: counter("abstained", "Questions that the reports do not answer"),
			failed: counter("failed", "Questions that could not be looked up"),
		};
		this.#telegramErrors = new Counter({
			name: "baowen_telegram_errors_total",
			help: "Calls of the Bot API that failed, repeated ones each",
			labelNames: ["kind"],
			registers,
		});
		this.#seconds = new Histogram({
			name: "baowen_answer_seconds",
			help: "From a question's turn to the answer sent",
			buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
			registers,
		});
		new Gauge({
			name: "baowen_queue_length",
			help: "Questions that wait or are being answered",
			registers,
			collect() {
				this.set(queueLength());
			},
		});
		new Gauge({
			name: "process_resident_memory_bytes",
			help: "Resident memory size in bytes",
			registers,
			collect() {
				this.set(process.memoryUsage.rss());
			},
		});
	}

	asked(): void {
		this.#questions.inc();
	}

	done(outcome: Outcome, milliseconds: number): void {
		this.#outcomes[outcome].inc();
		this.#seconds.observe(milliseconds / 1000);
		// It counts whole numbers from 1.
		this.#milliseconds.record(Math.max(1, Math.round(milliseconds)));
	}

	telegramError(kind: FailureKind): void {
		this.#telegramErrors.inc({ kind });
	}

	async figures(): Promise<Figures> {
		const count = async (counter: Counter) => (await counter.get()).values[0]?.value ?? 0;
		return {
			since: this.#since,
			questions: await count(this.#questions),
			answered: await count(this.#outcomes.answered),
			abstained: await count(this.#outcomes.abstained),
			failed: await count(this.#outcomes.failed),
			median: this.#milliseconds.percentile(50),
			p95: this.#milliseconds.percentile(95),
		};
	}

	/** In the text form of Prometheus. */
	metrics(): Promise<string> {
		return this.#registry.metrics();
	}
}
