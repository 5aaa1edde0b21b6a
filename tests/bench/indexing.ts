/**
 * `npx tsx tests/bench/indexing.ts [passages already there] [passages added]`: what the running program does to its
 * event loop, its questions and its memory while made-up pages are being added (0 and 10,000 passages unless said).
 * The beginning, the adding and the opening afterwards run in processes of their own, for their memory.
 */

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as timer } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { readConfig } from "../../src/config.ts";
import { openProgram, type Program } from "../../src/program.ts";
import { quantile } from "../evaluation/tables.ts";
import { madeUpPage, madeUpQuestion, PASSAGES_PER_PAGE } from "./made-up-pages.ts";

/** Milliseconds between two questions. */
const BETWEEN_QUESTIONS = 200;

const print = (what: string, value: string) => console.log(`${what.padEnd(52)}${value}`);
const milliseconds = (ms: number) => `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;

function writePages(folder: string, from: number, passages: number): void {
	for (let number = from; number < from + Math.ceil(passages / PASSAGES_PER_PAGE); number++)
		writeFileSync(join(folder, `${String(number).padStart(7, "0")}.txt`), madeUpPage(number));
}

async function opened(folder: string): Promise<Program> {
	const settings = { SEEDS_DIR: join(folder, "seeds"), INDEX_DIR: join(folder, "index") };
	const begin = performance.now();
	const program = await openProgram(readConfig(settings), (line) => {
		if (!line.startsWith("建立索引")) console.log(line);
	});
	print("open the program", milliseconds(performance.now() - begin));
	print("  passages", String((await program.library.coverage()).passages));
	print(
		"  resident memory, most",
		`${megabytes(process.memoryUsage.rss())}, ${megabytes(process.resourceUsage().maxRSS * 1024)}`,
	);
	return program;
}

/** Times of questions asked one after the other until `work` is done, in milliseconds. */
async function questionsDuring(program: Program, work: Promise<void>): Promise<number[]> {
	const times: number[] = [];
	let isDone = false;
	work.finally(() => {
		isDone = true;
	});
	for (let number = 0; !isDone; number++) {
		const begin = performance.now();
		await program.answerer.explain({ text: madeUpQuestion(number) });
		times.push(performance.now() - begin);
		await timer(BETWEEN_QUESTIONS);
	}
	await work;
	return times;
}

async function add(folder: string, already: number, added: number): Promise<void> {
	const program = await opened(folder);
	for (let number = 0; number < 20; number++) await program.answerer.explain({ text: madeUpQuestion(number) });
	const before = (await program.library.coverage()).passages;
	writePages(join(folder, "seeds"), Math.ceil(already / PASSAGES_PER_PAGE), added);
	const alone = await questionsDuring(program, timer(3000));
	const delay = monitorEventLoopDelay({ resolution: 1 });
	delay.enable();
	const begin = performance.now();
	const times = await questionsDuring(program, program.refresh());
	const spent = performance.now() - begin;
	delay.disable();
	const passages = (await program.library.coverage()).passages - before;
	print(`add ${passages} passages`, milliseconds(spent));
	print("  a passage", milliseconds(spent / passages));
	// The histogram counts the millisecond between two looks as well.
	const percentiles = [50, 99, 100].map((share) => milliseconds(delay.percentile(share) / 1e6 - 1));
	print("  event-loop delay, median / 99th percentile / most", percentiles.join(" / "));
	const questions = (times: readonly number[]) =>
		`${milliseconds(quantile(times, 0.5))} / ${milliseconds(quantile(times, 0.95))}`;
	print("  a question meanwhile, median / 95th percentile", `${questions(times)} (${times.length})`);
	print("  and with nothing else to do", questions(alone));
	print(
		"  resident memory, most",
		`${megabytes(process.memoryUsage.rss())}, ${megabytes(process.resourceUsage().maxRSS * 1024)}`,
	);
	const changed = performance.now();
	writeFileSync(join(folder, "seeds", "0000000.txt"), madeUpPage(999_999_999));
	await program.refresh();
	print("one page changed", milliseconds(performance.now() - changed));
	await program.close();
}

const [phase, folder, ...numbers] = process.argv.slice(2);
if (phase === "first") await (await opened(folder!)).close();
else if (phase === "add") await add(folder!, Number(numbers[0]), Number(numbers[1]));
else {
	const [already = 0, added = 10_000] = process.argv.slice(2).map(Number);
	const folder = mkdtempSync(join(tmpdir(), "baowen-indexing-"));
	try {
		mkdirSync(join(folder, "seeds"));
		writePages(join(folder, "seeds"), 0, already);
		for (const phase of ["first", "add", "first"]) {
			console.log(`\n${phase === "add" ? "adding" : "opening"}, with about ${already} passages at the beginning`);
			const script = [
				...process.execArgv,
				fileURLToPath(import.meta.url),
				phase,
				folder,
				String(already),
				String(added),
			];
			const { status } = spawnSync(process.execPath, script, { stdio: "inherit" });
			if (status !== 0) process.exitCode = 1;
		}
	} finally {
		rmSync(folder, { recursive: true });
	}
}
