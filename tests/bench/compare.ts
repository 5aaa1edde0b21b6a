/**
 * Prints how this program's retrieval does beside others, on the same texts, questions and machine, as ratios to this
 * program on its embedded index.
 * `npm run bench`: the questions on our five pages, whose passages stand among made-up ones, 1,000, 10,000 and 100,000.
 * `npm run bench -- --bench FOLDER`: every pair of corpus and queries in the folder, cut or filled up to these sizes.
 * `BENCH_URL=postgres://… npm run bench`: with a PostgreSQL server, in an empty database, instead of PGlite.
 * `npm run bench -- --sizes 1000,own --systems embedded,minisearch --json FILE`: other sizes (`own`: the corpus as it
 * is), some of the systems, and the numbers in a file.
 */

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readConfig } from "../../src/config.ts";
import { BaowenError, UsageError } from "../../src/errors.ts";
import { openEmbedder } from "../../src/program.ts";
import { type Corpus, corporaIn } from "../evaluation/corpora.ts";
import { corpusOfOurPages } from "../evaluation/our-corpus.ts";
import { table } from "../evaluation/tables.ts";
import type { Measured, Opened } from "./measured-system.ts";
import { type SizedCorpus, sizedCorpus } from "./sized-corpus.ts";
import { totalOf } from "./stored-bytes.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const PEERS = join(import.meta.dirname, "peers");
const OURS = join(import.meta.dirname, "our-systems.ts");
const THEIRS = join(PEERS, "peer-systems.ts");

interface Compared {
	readonly title: string;
	readonly script: string;
	/** Packages whose versions count. */
	readonly packages: readonly string[];
	/** Whether a second process can open what was indexed. */
	readonly opens: boolean;
}

const SYSTEMS: Readonly<Record<string, Compared>> = {
	embedded: {
		title: "this program, embedded",
		script: OURS,
		packages: ["@xenova/transformers", "hnswlib-node", "@node-rs/jieba"],
		opens: true,
	},
	postgres: {
		title: "this program, PostgreSQL",
		script: OURS,
		packages: ["pg", ...(process.env.BENCH_URL ? [] : ["@electric-sql/pglite", "@electric-sql/pglite-pgvector"])],
		opens: true,
	},
	langchain: {
		title: "LangChain.js, hnswlib",
		script: THEIRS,
		packages: ["@langchain/core", "@langchain/community", "hnswlib-node"],
		opens: false,
	},
	minisearch: { title: "minisearch, jieba", script: THEIRS, packages: ["minisearch"], opens: false },
	flexsearch: { title: "flexsearch, jieba", script: THEIRS, packages: ["flexsearch"], opens: false },
	orama: { title: "orama, jieba", script: THEIRS, packages: ["@orama/orama"], opens: false },
};

/** What `--json` writes. */
export interface Comparison {
	readonly conditions: string;
	/** Of a text's vector in our index, and of its part in the graph. */
	readonly vectors: { readonly dimensions: number; readonly leading: number };
	readonly runs: readonly Run[];
}

/** One system on one corpus of one size. */
export interface Run extends Measured {
	readonly system: string;
	readonly corpus: string;
	readonly texts: number;
}

/** Of the last minute; with other work on the machine times are worth little. */
const LOAD = loadavg()[0]!.toFixed(1);

const say = (line: string) => process.stderr.write(`${line}\n`);
const print = (text: string) => process.stdout.write(`${text}\n\n`);

/** Once, and again when the lock has changed since. */
function installPeers(): void {
	const installed = join(PEERS, "node_modules", ".package-lock.json");
	const wanted = join(PEERS, "package-lock.json");
	if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return;
	say(`Installing the peers in ${PEERS} (npm ci, 140 MB, once) …`);
	const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: PEERS, stdio: ["ignore", 2, 2] });
	if (status !== 0) throw new BaowenError(`The peers could not be installed: see what npm ci says in ${PEERS}.`);
}

/** Null when the system fails, which it says on standard error. */
function measured(system: string, sized: SizedCorpus, folder: string): Measured | null {
	const place = join(folder, system);
	mkdirSync(place);
	const run = <Result>(phase: "index" | "open"): Result | null => {
		const script = [SYSTEMS[system]!.script, system, phase, sized.corpus, sized.queries, place];
		const { status, stdout } = spawnSync(process.execPath, ["--import", "tsx", ...script], {
			cwd: ROOT,
			stdio: ["ignore", "pipe", "inherit"],
		});
		return status === 0 ? JSON.parse(stdout.toString()) : null;
	};
	const result = run<Measured>("index");
	const opened = result !== null && SYSTEMS[system]!.opens ? run<Opened>("open") : null;
	rmSync(place, { recursive: true });
	return opened === null ? result : { ...result!, opened };
}

const RATIOS: readonly (readonly [string, (run: Measured) => number | null])[] = [
	["index time", ({ indexMs }) => indexMs],
	["question, median", ({ medianMs }) => medianMs],
	["95th pct.", ({ p95Ms }) => p95Ms],
	["50 at once", ({ atOnceMs }) => atOnceMs],
	["memory", ({ peakBytes }) => peakBytes],
	["disk", ({ disk }) => disk && totalOf(disk)],
];

function ratio(one: number | null, base: number | null | undefined): string {
	if (one === null || base === null || base === undefined) return "–";
	return one < 10 * base ? (one / base).toPrecision(2) : (one / base).toFixed(0);
}

const milliseconds = (ms: number) => `${ms.toFixed(ms < 100 ? 1 : 0)} ms`;
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
const megabytes = (bytes: number | null) => (bytes === null ? "–" : `${(bytes / 1e6).toFixed(0)} MB`);

function resultText(sized: SizedCorpus, systems: readonly string[], results: ReadonlyMap<string, Measured>): string {
	const base = results.get(systems[0]!);
	const rows = systems.map((system) => {
		const result = results.get(system);
		const { title } = SYSTEMS[system]!;
		if (result === undefined) return [title, "failed", ...RATIOS.map(() => ""), ""];
		const ratios = RATIOS.map(([, of]) => ratio(of(result), base && of(base)));
		return [title, result.hitAt1.toFixed(3), result.mrrAt10.toFixed(3), ...ratios];
	});
	const { name, texts, questions, madeUp } = sized;
	const made = madeUp === 0 ? "" : `, ${count(madeUp)} of them made up`;
	const lines = [
		`${name}: ${questions} questions, ${count(texts)} passages${made}`,
		table(["ratio to the first row", "hit@1", "MRR@10", ...RATIOS.map(([head]) => head)], rows),
	];
	for (const system of systems.filter((name) => SYSTEMS[name]!.script === OURS)) {
		const result = results.get(system);
		if (result !== undefined) lines.push(absoluteLine(SYSTEMS[system]!.title, result));
	}
	return lines.join("\n");
}

function absoluteLine(title: string, result: Measured): string {
	const { indexMs, medianMs, p95Ms, atOnceMs, peakBytes, disk, opened } = result;
	const parts = [
		`index ${seconds(indexMs)}`,
		`question ${milliseconds(medianMs)}, 95th percentile ${milliseconds(p95Ms)}, 50 at once ${milliseconds(atOnceMs)}`,
		`memory at most ${megabytes(peakBytes)}`,
		`disk ${megabytes(disk && totalOf(disk))}`,
	];
	if (opened !== undefined)
		parts.push(`started again: open in ${milliseconds(opened.openMs)}, then ${megabytes(opened.residentBytes)}`);
	return `${title}: ${parts.join("; ")}.`;
}

const count = (number: number) => number.toLocaleString("en");

function versionOf(name: string): string {
	const places = [PEERS, ROOT].map((folder) => join(folder, "node_modules", name, "package.json"));
	const { version } = JSON.parse(readFileSync(places.find((file) => existsSync(file))!, "utf8"));
	return `${name} ${version}`;
}

/** What is compared, on what, and how the numbers are to be read. */
function conditions(systems: readonly string[]): string {
	const commit = spawnSync("git", ["describe", "--always", "--dirty"], { cwd: ROOT }).stdout?.toString().trim();
	const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
	const packages = [...new Set(systems.flatMap((system) => SYSTEMS[system]!.packages))];
	const lines = [
		`This program ${version}${commit ? ` (${commit})` : ""}, ${packages.map(versionOf).join(", ")}`,
		`Node ${process.versions.node} on ${availableParallelism()} cores (${cpus()[0]?.model.trim()}), ${megabytes(totalmem())}; load before: ${LOAD}`,
		"Each system in a process of its own. Index time: from the file to an index that can be asked. Question time: from",
		"the words as typed to ids. Memory: the most ever held.",
	];
	if (systems.includes("postgres"))
		lines.push(
			process.env.BENCH_URL
				? "PostgreSQL: the server at BENCH_URL, whose memory is not counted."
				: "PostgreSQL: PGlite, a PostgreSQL in WebAssembly with one session, in a process of its own that is counted too.",
		);
	if (systems.includes("langchain"))
		lines.push("LangChain.js computes its vectors with our model and the same version of the library.");
	if (systems.some((system) => SYSTEMS[system]!.script === THEIRS))
		lines.push(
			"The engines of words get our terms; all else is as delivered. Our index lies on disk at the end of the index time,",
			"theirs in memory; their disk is what their own way of saving would write.",
		);
	return lines.join("\n");
}

function sizesOf(text: string): (number | null)[] {
	return text.split(",").map((size) => {
		if (size === "own") return null;
		if (/^[1-9]\d*$/.test(size)) return Number(size);
		throw new UsageError(`--sizes needs numbers of passages or "own", separated by commas, not ${size}.`);
	});
}

function systemsOf(text: string): string[] {
	const systems = text.split(",");
	const unknown = systems.find((name) => !Object.hasOwn(SYSTEMS, name));
	if (unknown !== undefined)
		throw new UsageError(`There is no system ${unknown}; there are ${Object.keys(SYSTEMS).join(", ")}.`);
	return systems;
}

async function ourVectors(): Promise<Comparison["vectors"]> {
	const { dimensions, leadingDimensions: leading } = await openEmbedder(readConfig({}));
	return { dimensions, leading };
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			bench: { type: "string" },
			sizes: { type: "string", default: "1000,10000,100000" },
			systems: { type: "string", default: Object.keys(SYSTEMS).join(",") },
			json: { type: "string" },
		},
	});
	const sizes = sizesOf(values.sizes);
	const systems = systemsOf(values.systems);
	if (systems.some((system) => SYSTEMS[system]!.script === THEIRS)) installPeers();
	const folder = mkdtempSync(join(tmpdir(), "baowen-"));
	const runs: Run[] = [];
	try {
		const corpora: Corpus[] = values.bench === undefined ? [await corpusOfOurPages(folder)] : corporaIn(values.bench);
		print(conditions(systems));
		for (const corpus of corpora)
			for (const size of sizes) {
				const sized = sizedCorpus(corpus, size, folder);
				const results = new Map<string, Measured>();
				for (const system of systems) {
					say(`${corpus.name}, ${count(sized.texts)} passages: ${SYSTEMS[system]!.title} …`);
					const result = measured(system, sized, folder);
					if (result === null) continue;
					results.set(system, result);
					runs.push({ system, corpus: corpus.name, texts: sized.texts, ...result });
					// After each one: a long comparison may be broken off.
					if (values.json === undefined) continue;
					const comparison: Comparison = { conditions: conditions(systems), vectors: await ourVectors(), runs };
					writeFileSync(values.json, `${JSON.stringify(comparison, null, 2)}\n`);
				}
				print(resultText(sized, systems, results));
			}
	} finally {
		rmSync(folder, { recursive: true });
	}
}

main().catch((error: unknown) => {
	if (!(error instanceof BaowenError)) throw error;
	say(error.message);
	process.exitCode = error.exitCode;
});
