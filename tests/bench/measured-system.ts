/**
 * Give it search systems, get on standard output how one of them did on a corpus, as JSON: in a process of its own, so
 * that its memory is its own.
 */

import { parseQuestion } from "../../src/search/question.ts";
import { readQueries } from "../evaluation/corpora.ts";
import { rankingQuality, rankOf } from "../evaluation/ranking-quality.ts";
import { median, quantile } from "../evaluation/tables.ts";
import type { StoredBytes } from "./stored-bytes.ts";

/** A system with its libraries and its model loaded. */
export interface System {
	/** Indexes the corpus file. What it keeps on disk, it keeps in the folder. */
	index(corpus: string, folder: string): Promise<Indexed>;
	/** Opens what an earlier process has indexed; absent where a system cannot, or is not asked to. */
	open?(folder: string): Promise<Indexed>;
}

export interface Indexed {
	/** Finds ids of texts for a question as typed, best first; the first ten count. */
	ask(question: string): Promise<string[]> | string[];
	/** What the index takes on disk; null when it is too large to be written as its library does it. */
	disk(): Promise<StoredBytes | null> | StoredBytes | null;
	/** Most memory that other processes of the system ever held; none when absent. */
	serverBytes?(): number;
	close?(): Promise<void>;
}

/** Milliseconds and bytes. */
export interface Measured {
	readonly hitAt1: number;
	readonly mrrAt10: number;
	/** From the corpus file to an index that can be asked; loading libraries and the model is not part of it. */
	readonly indexMs: number;
	/** From the question as typed to ids, one after the other. */
	readonly medianMs: number;
	readonly p95Ms: number;
	/** From fifty questions asked together to the last one's ids. */
	readonly atOnceMs: number;
	/** Most memory that the system ever held, until all questions were answered. */
	readonly peakBytes: number;
	readonly disk: StoredBytes | null;
	/** How a second process starts that finds the index in place, and what it holds after fifty questions. */
	readonly opened?: Opened;
}

export interface Opened {
	readonly openMs: number;
	readonly residentBytes: number;
}

const AT_ONCE = 50;
const ROUNDS = 3;
/** Questions asked before time is taken. */
const WARM_UP = 50;

/** `<system> index|open <corpus> <queries> <folder>` on the command line. */
export async function measureSystem(
	systems: Readonly<Record<string, () => Promise<System>>>,
	[name, phase, corpus, queriesFile, folder]: readonly string[],
): Promise<void> {
	const system = await systems[name!]!();
	// jieba reads its dictionary with the first text; that is nobody's index time.
	parseQuestion("报问");
	const questions = readQueries(queriesFile!, Number.POSITIVE_INFINITY);
	const start = performance.now();
	const indexed = await (phase === "open" ? system.open!(folder!) : system.index(corpus!, folder!));
	const readyMs = performance.now() - start;
	for (const { text } of questions.slice(0, WARM_UP)) await indexed.ask(text);
	const server = indexed.serverBytes?.() ?? 0;
	const result =
		phase === "open"
			? ({ openMs: readyMs, residentBytes: process.memoryUsage.rss() + server } satisfies Opened)
			: await measureQuestions(indexed, questions, readyMs);
	await indexed.close?.();
	process.stdout.write(JSON.stringify(result));
}

async function measureQuestions(
	indexed: Indexed,
	questions: ReturnType<typeof readQueries>,
	indexMs: number,
): Promise<Measured> {
	const times: number[] = [];
	const ranks: number[] = [];
	for (const { text, positive } of questions) {
		const asked = performance.now();
		const ids = await indexed.ask(text);
		times.push(performance.now() - asked);
		ranks.push(rankOf(positive, ids));
	}
	const atOnce: number[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		const batch = Array.from({ length: AT_ONCE }, (_, i) => questions[(round * AT_ONCE + i) % questions.length]!);
		const asked = performance.now();
		await Promise.all(batch.map(async ({ text }) => indexed.ask(text)));
		atOnce.push(performance.now() - asked);
	}
	const { hitAt1, mrrAt10 } = rankingQuality(ranks);
	return {
		hitAt1,
		mrrAt10,
		indexMs,
		medianMs: median(times),
		p95Ms: quantile(times, 0.95),
		atOnceMs: median(atOnce),
		// Before the index is written for its size: peers do that in memory, and not to be asked.
		peakBytes: process.resourceUsage().maxRSS * 1024 + (indexed.serverBytes?.() ?? 0),
		disk: await indexed.disk(),
	};
}
