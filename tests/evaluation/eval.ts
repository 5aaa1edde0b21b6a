/**
 * Prints how good the answers are. `npm run eval`: the questions kept in `tests/answer/` on our own pages.
 * `npm run eval -- --bench FOLDER [--sample N]`: every pair of corpus and queries in the folder.
 */

import { parseArgs } from "node:util";
import { readConfig } from "../../src/config.ts";
import { BaowenError, UsageError } from "../../src/errors.ts";
import { openEmbedder } from "../../src/program.ts";
import { answerTable, decisionCurve, refusalTable, timeTable } from "./answer-quality.ts";
import { askAll, openPages } from "./asked-pages.ts";
import { corporaIn } from "./corpora.ts";
import { answerableQuestions, unanswerableQuestions } from "./questions.ts";
import { measureCorpus, STAGES } from "./stages.ts";
import { median, quantile, table } from "./tables.ts";

const print = (text: string) => process.stdout.write(`${text}\n\n`);
/** One line that is written over; nothing when nobody looks. */
const progress = (what: string) => process.stderr.isTTY && process.stderr.write(`\r\x1b[K${what}`);

async function ourPages(): Promise<void> {
	const program = await openPages(process.env);
	try {
		const [answerable, unanswerable] = [answerableQuestions(), unanswerableQuestions()];
		const start = await askAll(program, answerable.slice(0, 20));
		const answers = (await askAll(program, answerable)).map((outcome, i) => ({ ...answerable[i]!, ...outcome }));
		const refusals = (await askAll(program, unanswerable)).map((outcome, i) => ({ ...unanswerable[i]!, ...outcome }));
		const outcomes = [...start, ...answers, ...refusals];
		print(answerTable(answers));
		print(refusalTable(refusals));
		print(decisionCurve(answers, refusals));
		const misquoted = outcomes.flatMap((outcome) => outcome.misquoted);
		const quotes = outcomes.flatMap(({ undecided }) => undecided).length;
		print(`Quotes that do not stand on their page letter for letter: ${misquoted.length} of ${quotes}`);
		for (const text of new Set(misquoted)) print(text);
		print(timeTable([...answers, ...refusals]));
	} finally {
		await program.close();
	}
}

async function bench(folder: string, sample: number): Promise<void> {
	const corpora = corporaIn(folder);
	const embedder = await openEmbedder(readConfig(process.env));
	for (const corpus of corpora) {
		const { queries, stages, milliseconds } = await measureCorpus(corpus, sample, embedder, (what) =>
			progress(`${corpus.name}: ${what}`),
		);
		progress("");
		const rows = STAGES.map((stage) => {
			const { hitAt1, hitAt5, mrrAt10 } = stages[stage];
			const times = stage === "with the last stage" ? [median(milliseconds), quantile(milliseconds, 0.95)] : [];
			const cells = [hitAt1, hitAt5, mrrAt10].map((value) => value.toFixed(3));
			return [stage, ...cells, times[0]?.toFixed(1) ?? "", times[1]?.toFixed(1) ?? ""];
		});
		const title = `${corpus.name}, ${queries} queries`;
		print(table([title, "hit@1", "hit@5", "MRR@10", "median ms", "p95 ms"], rows));
	}
}

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { bench: { type: "string" }, sample: { type: "string" } } });
	const sample = values.sample === undefined ? Number.POSITIVE_INFINITY : Number(values.sample);
	if (!(sample >= 1)) throw new UsageError(`--sample needs a positive number, not ${values.sample}.`);
	if (values.bench === undefined) await ourPages();
	else await bench(values.bench, sample);
}

main().catch((error: unknown) => {
	if (!(error instanceof BaowenError)) throw error;
	process.stderr.write(`${error.message}\n`);
	process.exitCode = error.exitCode;
});
