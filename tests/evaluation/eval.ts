/**
 * Prints how good answers and rankings are. `npm run eval`: the questions kept in `tests/answer/` on our own pages and on
 * those of made-up cities.
 * With `INDEX_URL` our pages are indexed there instead of in a temporary folder: what that database holds is replaced.
 * `npm run eval -- --feedback`: what is answered today to the questions that got a 👎 in the chat.
 * `npm run eval -- --bench FOLDER [--sample N]`: rankings for every pair of corpus and queries in the folder.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { config as readDotenv } from "dotenv";
import { readConfig, stateUrl } from "../../src/config.ts";
import { BaowenError, UsageError } from "../../src/errors.ts";
import { openEmbedder, openProgram } from "../../src/program.ts";
import { openState } from "../../src/state/open-state.ts";
import {
	type Answerable,
	answerTable,
	askSet,
	decisionCurve,
	refusalTable,
	timeTable,
	type Unanswerable,
} from "./answer-quality.ts";
import { askAll, openPages } from "./asked-pages.ts";
import { type Corpus, corporaIn } from "./corpora.ts";
import { replay, replayText, votedDown } from "./feedback.ts";
import { corpusOfOurPages } from "./our-corpus.ts";
import { cities, fittedQuestions, keptAsideQuestions } from "./questions.ts";
import { type CorpusQuality, measureCorpus, STAGES } from "./stages.ts";
import { median, quantile, table } from "./tables.ts";

const print = (text: string) => process.stdout.write(`${text}\n\n`);
/** One line that is written over; nothing when nobody looks. */
const progress = (what: string) => process.stderr.isTTY && process.stderr.write(`\r\x1b[K${what}`);

async function ourPages(): Promise<void> {
	const program = await openPages(process.env);
	try {
		const fitted = fittedQuestions();
		// Not counted: the first questions find a cold program.
		await askAll(program, fitted.answerable.slice(0, 20));
		const { answers, refusals } = await askSet(program, fitted);
		const keptAside = await askSet(program, keptAsideQuestions());
		const outcomes = [...answers, ...refusals, ...keptAside.answers, ...keptAside.refusals];
		print(answerTable(answers));
		print(refusalTable(refusals));
		print(decisionCurve(answers, refusals));
		print("Kept aside, no weight was fitted on these:");
		print(answerTable(keptAside.answers));
		print(refusalTable(keptAside.refusals));
		const misquoted = outcomes.flatMap((outcome) => outcome.misquoted);
		const quotes = outcomes.flatMap(({ undecided }) => undecided).length;
		print(`Quotes that do not stand on their page letter for letter: ${misquoted.length} of ${quotes}`);
		for (const text of new Set(misquoted)) print(text);
		print(timeTable(outcomes));
	} finally {
		await program.close();
	}
}

async function madeUpCities(): Promise<void> {
	const answers: Answerable[] = [];
	const refusals: Unanswerable[] = [];
	for (const { seeds, questions } of cities()) {
		const program = await openPages({ ...process.env, INDEX_URL: "" }, seeds);
		try {
			const asked = await askSet(program, questions, seeds);
			answers.push(...asked.answers);
			refusals.push(...asked.refusals);
		} finally {
			await program.close();
		}
	}
	print("Long reports of made-up cities, each city asked by itself:");
	print(answerTable(answers));
	print(refusalTable(refusals));
	const misquoted = [...answers, ...refusals].flatMap((outcome) => outcome.misquoted);
	print(`Quotes that do not stand on their page letter for letter: ${misquoted.length}`);
}

async function rankings(corpora: readonly Corpus[], sample: number): Promise<void> {
	const embedder = await openEmbedder(readConfig(process.env));
	for (const corpus of corpora) {
		const quality = await measureCorpus(corpus, sample, embedder, (what) => progress(`${corpus.name}: ${what}`));
		progress("");
		print(rankingTable(corpus.name, quality));
	}
}

function rankingTable(name: string, { queries, stages, milliseconds }: CorpusQuality): string {
	const rows = STAGES.map((stage) => {
		const { hitAt1, hitAt5, mrrAt10 } = stages[stage];
		const isWhole = stage === "with the last stage";
		const times = isWhole ? [median(milliseconds), quantile(milliseconds, 0.95)].map((ms) => ms.toFixed(1)) : ["", ""];
		return [stage, ...[hitAt1, hitAt5, mrrAt10].map((value) => value.toFixed(3)), ...times];
	});
	return table([`${name}, ${queries} queries`, "hit@1", "hit@5", "MRR@10", "median ms", "p95 ms"], rows);
}

/** The pages and the votes are those of the settings; the index is a new one. */
async function feedback(): Promise<void> {
	readDotenv({ quiet: true });
	const config = readConfig(process.env);
	const folder = mkdtempSync(join(tmpdir(), "baowen-"));
	const program = await openProgram({ ...config, INDEX_DIR: folder, INDEX_URL: null }, progress);
	const place = { folder: config.STATE_DIR, databaseUrl: stateUrl(config) };
	const state = await openState(place, { now: () => new Date(), stopped: new AbortController().signal, say: print });
	try {
		const replayed = await replay(program, await votedDown(state));
		progress("");
		for (const one of replayed) print(replayText(one));
		const outcomes = [...new Set(replayed.map(({ outcome }) => outcome))].sort();
		const rows = outcomes.map((name) => [name, String(replayed.filter(({ outcome }) => outcome === name).length)]);
		print(table(["voted down, now", "questions"], [...rows, ["all", String(replayed.length)]]));
	} finally {
		await state.close();
		await program.close();
		rmSync(folder, { recursive: true });
	}
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: { bench: { type: "string" }, feedback: { type: "boolean" }, sample: { type: "string" } },
	});
	if (values.feedback) return feedback();
	const sample = values.sample === undefined ? Number.POSITIVE_INFINITY : Number(values.sample);
	if (!(sample >= 1)) throw new UsageError(`--sample needs a positive number, not ${values.sample}.`);
	if (values.bench !== undefined) return rankings(corporaIn(values.bench), sample);
	await ourPages();
	await madeUpCities();
	const folder = mkdtempSync(join(tmpdir(), "baowen-"));
	try {
		await rankings([await corpusOfOurPages(folder)], sample);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

main().catch((error: unknown) => {
	if (!(error instanceof BaowenError)) throw error;
	process.stderr.write(`${error.message}\n`);
	process.exitCode = error.exitCode;
});
