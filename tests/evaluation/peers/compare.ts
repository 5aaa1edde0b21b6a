/**
 * Prints how our retrieval does beside other search engines for JavaScript, on the same corpus, machine and terms:
 * `npm run bench:peers` with the passages and questions of our own pages, `npm run bench:peers -- --bench FOLDER` with
 * every pair of corpus and queries in the folder.
 */

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { BaowenError } from "../../../src/errors.ts";
import { type Corpus, corporaIn } from "../corpora.ts";
import { corpusOfOurPages } from "../our-corpus.ts";
import { table } from "../tables.ts";
import type { EngineResult } from "./one-engine.ts";

const OURS = "baowen";
const PEERS = ["minisearch", "flexsearch", "orama"];

function measure(engine: string, { corpus, queries }: Corpus): EngineResult {
	const script = join(import.meta.dirname, "one-engine.ts");
	const output = execFileSync(process.execPath, ["--import", "tsx", script, engine, corpus, queries], {
		stdio: ["ignore", "pipe", "inherit"],
	});
	return JSON.parse(output.toString());
}

function compare(corpus: Corpus): string {
	const ours = measure(OURS, corpus);
	const results = [[OURS, ours] as const, ...PEERS.map((peer) => [peer, measure(peer, corpus)] as const)];
	const rows = results.map(([engine, result]) => {
		const beside = (name: keyof EngineResult, digits: number, unit = 1) =>
			`${(result[name] / unit).toFixed(digits)} (${(result[name] / ours[name]).toPrecision(2)})`;
		return [
			engine,
			beside("hitAt1", 3),
			beside("mrrAt10", 3),
			beside("indexMs", 2, 1000),
			beside("medianMs", 2),
			beside("p95Ms", 2),
			beside("peakBytes", 0, 1e6),
		];
	});
	return table(
		[`${corpus.name} (ratio to ours)`, "hit@1", "MRR@10", "index s", "median ms", "p95 ms", "memory MB"],
		rows,
	);
}

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { bench: { type: "string" } } });
	const folder = mkdtempSync(join(tmpdir(), "baowen-"));
	try {
		const corpora = values.bench === undefined ? [await corpusOfOurPages(folder)] : corporaIn(values.bench);
		for (const corpus of corpora) process.stdout.write(`${compare(corpus)}\n\n`);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

main().catch((error: unknown) => {
	if (!(error instanceof BaowenError)) throw error;
	process.stderr.write(`${error.message}\n`);
	process.exitCode = error.exitCode;
});
