/**
 * Prints what the embedded index costs at 1,000, 10,000 and 100,000 made-up passages:
 * `npx tsx tests/bench/index-scale.ts [passages …]`. Each size runs in a process of its own, for its memory.
 */

import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { openEmbeddedIndex } from "../../src/engine/embedded/embedded-index.ts";
import type { IndexedPage, IndexedPassage, IndexQuery, PassageIndex } from "../../src/ports.ts";
import { seededRandom } from "../support/seeded-random.ts";

const DIMENSIONS = 256;
const IDENTITY = { modelId: "made-up", dimensions: DIMENSIONS, recipe: "1" };
/** A page of ten reports with six passages each, about 160 characters a passage. */
const ARTICLES = 10;
const PASSAGES = 6;
const PER_PAGE = ARTICLES * PASSAGES;
/** Passages between commits. */
const BATCH = 2048;
const QUERIES = 500;
const DEPTH = 50;

/** Ranks from 0 with a probability of about 1 / rank, as words have. */
const rank = (next: () => number, count: number) => Math.floor(count ** next()) - 1;
const bell = (next: () => number) => next() + next() + next() - 1.5;

function unit(vector: Float32Array): Float32Array {
	const length = Math.hypot(...vector);
	return vector.map((x) => x / length);
}

const centres = Array.from({ length: 1000 }, (_, i) => {
	const next = seededRandom(i);
	return unit(Float32Array.from({ length: DIMENSIONS }, () => bell(next)));
});

/** A vector near one of a thousand centres: neighbours mean something, as with real texts. */
function clustered(next: () => number): Float32Array {
	const centre = centres[Math.floor(next() * centres.length)]!;
	return unit(centre.map((x) => x + 0.06 * bell(next)));
}

const han = (number: number) =>
	String.fromCharCode(0x4e00 + (number % 3000), 0x4e00 + (Math.floor(number / 3000) % 3000));
const terms = (next: () => number, count: number, vocabulary: number) =>
	Array.from({ length: count }, () => han(rank(next, vocabulary)));

function passage(articleId: string, n: number, next: () => number): IndexedPassage {
	const words = terms(next, 70, 200_000);
	const bigrams = terms(next, 150, 1_000_000);
	const text = bigrams.join("").slice(0, 160);
	const span = { start: n * 160, end: n * 160 + 160 };
	return {
		passage: { id: `${articleId}.${n}`, articleId, caption: null, span, text, headline: "标题" },
		terms: { words, bigrams, headline: terms(next, 15, 50_000), sounds: terms(next, 70, 100_000) },
		vector: clustered(next),
	};
}

function page(number: number, hash = "1"): IndexedPage {
	const next = seededRandom(number + Number(hash) * 1e6);
	const file = `${number}.txt`;
	const articles = Array.from({ length: ARTICLES }, (_, a) => {
		const id = (number * ARTICLES + a).toString(16).padStart(16, "0");
		const passages = Array.from({ length: PASSAGES }, (_, n) => passage(id, n, next));
		const text = passages.map(({ passage }) => passage.text).join("");
		const pieces = Array.from({ length: text.length / 20 }, (_, line) => ({
			start: line * 20,
			end: line * 20 + 20,
			line: line + 1,
			column: 0,
		}));
		const edition = { paper: null, date: null, page: null };
		const article = { id, file, headline: "标题", section: null, byline: null, lines: [1], captions: [], text, pieces };
		return { article: { ...article, ...edition }, passages };
	});
	return { file, hash, addedAt: "", articles };
}

function query(seed: number): IndexQuery {
	const next = seededRandom(seed + 5e8);
	return {
		terms: {
			words: terms(next, 10, 200_000),
			bigrams: terms(next, 20, 1_000_000),
			headline: terms(next, 20, 50_000),
			sounds: terms(next, 10, 100_000),
		},
		vector: clustered(next),
	};
}

async function timed<T>(work: () => Promise<T>): Promise<[milliseconds: number, result: T]> {
	const start = performance.now();
	const result = await work();
	return [performance.now() - start, result];
}

const quantile = (times: readonly number[], share: number) =>
	times.toSorted((a, b) => a - b)[Math.floor(times.length * share)]!;
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
const milliseconds = (ms: number) => `${ms.toFixed(ms < 10 ? 2 : 0)} ms`;
const print = (what: string, value: string) => console.log(`${what.padEnd(44)}${value}`);

/** What others wait for a turn of the event loop while `work` goes on, in milliseconds, asked every two. */
async function delaysDuring(work: () => Promise<void>): Promise<number[]> {
	const delays: number[] = [];
	let last = performance.now();
	const timer = setInterval(() => {
		const now = performance.now();
		delays.push(Math.max(0, now - last - 2));
		last = now;
	}, 2);
	await work();
	clearInterval(timer);
	return delays;
}

async function build(folder: string, size: number): Promise<void> {
	const { index } = await openEmbeddedIndex(folder, IDENTITY);
	let working = 0;
	const delays: number[] = [];
	for (let number = 0; number * PER_PAGE < size; ) {
		const batch: IndexedPage[] = [];
		while (batch.length * PER_PAGE < BATCH && number * PER_PAGE < size) batch.push(page(number++));
		const work = async () => {
			for (const page of batch) await index.replacePage(page);
			await index.commit();
		};
		const [spent, waited] = await timed(() => delaysDuring(work));
		working += spent;
		for (const delay of waited) delays.push(delay);
	}
	print("build, without making up texts", milliseconds(working));
	print(
		"  event-loop delay, 99th percentile / most",
		`${milliseconds(quantile(delays, 0.99))} / ${milliseconds(Math.max(...delays))}`,
	);
	print("  resident memory, most", megabytes(process.resourceUsage().maxRSS * 1024));
	await index.close();
}

async function ask(folder: string): Promise<void> {
	const [opening, { index, notice }] = await timed(() => openEmbeddedIndex(folder, IDENTITY));
	if (notice !== null) throw new Error(notice);
	print("open", milliseconds(opening));
	print("  resident memory", megabytes(process.memoryUsage.rss()));
	const queries = Array.from({ length: QUERIES }, (_, seed) => query(seed));
	for (const query of queries.slice(0, 50)) await index.candidates(query, DEPTH);
	const times: Record<string, number[]> = { candidates: [], "  and their passages": [] };
	for (const query of queries) {
		const [ranking, found] = await timed(() => index.candidates(query, DEPTH));
		const [fetching] = await timed(() => index.passages(found.map(({ passageId }) => passageId)));
		times.candidates!.push(ranking);
		times["  and their passages"]!.push(ranking + fetching);
	}
	for (const [what, all] of Object.entries(times)) {
		print(
			`${what}, median / 95th percentile`,
			`${milliseconds(quantile(all, 0.5))} / ${milliseconds(quantile(all, 0.95))}`,
		);
	}
	print("  resident memory, most", megabytes(process.resourceUsage().maxRSS * 1024));
	await change(index);
	const sizes = await Promise.all(
		(await readdir(folder)).map(async (name) => (await stat(path.join(folder, name))).size),
	);
	print("on disk", `${megabytes(sizes.reduce((sum, size) => sum + size, 0))} in ${sizes.length} files`);
	await index.close();
}

async function change(index: PassageIndex): Promise<void> {
	const times: number[] = [];
	for (let number = 0; number < 10; number++) {
		const changed = page(number, "2");
		const [changing] = await timed(async () => {
			await index.replacePage(changed);
			await index.commit();
		});
		times.push(changing);
	}
	print(
		"one page changed, median / most of ten",
		`${milliseconds(quantile(times, 0.5))} / ${milliseconds(Math.max(...times))}`,
	);
}

const [phase, folder, size] = process.argv.slice(2);
if (phase === "build") await build(folder!, Number(size));
else if (phase === "ask") await ask(folder!);
else {
	const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1000, 10_000, 100_000];
	for (const size of sizes) {
		console.log(`\n${size} passages, ${DIMENSIONS} dimensions, depth ${DEPTH}`);
		const folder = await mkdtemp(path.join(tmpdir(), "baowen-scale-"));
		for (const phase of ["build", "ask"]) {
			const script = [...process.execArgv, fileURLToPath(import.meta.url), phase, folder, String(size)];
			const { status } = spawnSync(process.execPath, script, { stdio: "inherit" });
			if (status !== 0) process.exitCode = 1;
		}
		await rm(folder, { recursive: true });
	}
}
