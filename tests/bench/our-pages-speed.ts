/**
 * Prints how fast the program is on our own pages: `npm run bench:pages`. Times are only worth something on a machine that
 * does nothing else; the ratio of embedding stands anywhere.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env, pipeline } from "@xenova/transformers";
import onnxruntime from "onnxruntime-node";
import { readConfig } from "../../src/config.ts";
import { modelFamily } from "../../src/embedder/model-families.ts";
import type { LoadedEmbedder } from "../../src/embedder/transformers-embedder.ts";
import { openEmbeddedIndex } from "../../src/engine/embedded/embedded-index.ts";
import { Workshop } from "../../src/indexing/workshop.ts";
import { articlesOf } from "../../src/newspaper/articles.ts";
import { passagesOf } from "../../src/newspaper/passages.ts";
import { readSeedFolder, surveySeedFolder } from "../../src/newspaper/seed-folder.ts";
import type { Embedder } from "../../src/ports.ts";
import { openEmbedder } from "../../src/program.ts";
import { ingest } from "../../src/search/ingest.ts";
import { WordVectors } from "../../src/search/word-vectors.ts";
import { fold } from "../../src/text/fold.ts";
import { askAll, openPages, SEEDS } from "../evaluation/asked-pages.ts";
import { answerableQuestions, unanswerableQuestions } from "../evaluation/questions.ts";
import { median, quantile, table } from "../evaluation/tables.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const MODEL = "baowen-zh";
const ROUNDS = 9;
/** As many texts as the embedder gives the model at once. */
const BATCH = 32;

type Row = [what: string, value: string];
const milliseconds = (ms: number) => `${ms.toFixed(ms < 100 ? 1 : 0)} ms`;
const perSecond = (count: number, ms: number) => `${Math.round((count / ms) * 1000).toLocaleString("en")} / s`;

async function timed(work: () => Promise<unknown>): Promise<number> {
	const start = performance.now();
	await work();
	return performance.now() - start;
}

/** Every question asked twice before: its words are known and the code is compiled, as in a bot that has run for a day. */
async function warmQuestions(): Promise<Row[]> {
	const program = await openPages({});
	try {
		const questions = [...answerableQuestions(), ...unanswerableQuestions()];
		for (let round = 0; round < 2; round++) await askAll(program, questions);
		const times = (await askAll(program, questions)).map(({ milliseconds }) => milliseconds);
		const isChinese = questions.map(({ question }) => /\p{Script=Han}/u.test(question));
		return [true, false].flatMap((chinese): Row[] => {
			const own = times.filter((_, i) => isChinese[i] === chinese);
			const what = `a warm question in ${chinese ? "Chinese" : "English"}`;
			return [
				[`${what}, median`, milliseconds(median(own))],
				[`${what}, 95th percentile`, milliseconds(quantile(own, 0.95))],
			];
		});
	} finally {
		await program.close();
	}
}

/** The terminal program with nothing to ask: it starts, finds the end of input and stops. */
function wholeStart(folder: string): Row {
	const start = () => {
		const begin = performance.now();
		const { status, stderr } = spawnSync(process.execPath, ["--import", "tsx", join("src", "main.ts")], {
			cwd: ROOT,
			env: { ...process.env, BOT_TOKEN: "", SEEDS_DIR: SEEDS, INDEX_DIR: join(folder, "started") },
			stdio: ["ignore", "ignore", "pipe"],
		});
		if (status !== 0) throw new Error(`The program did not start: ${stderr}`);
		return performance.now() - begin;
	};
	start();
	return ["a whole start, the index in place, median", milliseconds(median(Array.from({ length: ROUNDS }, start)))];
}

/** Cut pages to a committed index on disk, the words' vectors computed anew each time. */
async function indexBuilding(embedder: LoadedEmbedder, folder: string): Promise<Row> {
	const { pages } = await surveySeedFolder(SEEDS);
	const { id: modelId, dimensions, leadingDimensions } = embedder;
	let passages = 0;
	const times: number[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		const { index } = await openEmbeddedIndex(
			join(folder, `built-${round}`),
			{ modelId, dimensions, recipe: "" },
			leadingDimensions,
		);
		const vectors = new WordVectors(embedder);
		const workshop = new Workshop(embedder, vectors);
		times.push(await timed(() => ingest(pages, workshop, index, vectors)));
		await workshop.close();
		passages = (await index.summary()).passages;
		await index.close();
	}
	return [`index building, ${passages} passages`, perSecond(passages, median(times))];
}

/**
 * The embedder reads texts, the bare session token ids. The two are compared on ready token ids, with the pooling that
 * the model's family asks for: cutting text into tokens takes many times as long as a static model.
 */
async function embedding(embedder: Embedder): Promise<Row[]> {
	const { pages } = await readSeedFolder(SEEDS);
	const articles = pages.flatMap(articlesOf);
	const passages = articles.flatMap(passagesOf).map(({ text }) => fold(text));
	const texts = Array.from({ length: 8 }, () => passages).flat();
	texts.sort((a, b) => a.length - b.length);
	const batches = Array.from({ length: Math.ceil(texts.length / BATCH) }, (_, i) =>
		texts.slice(i * BATCH, (i + 1) * BATCH),
	);
	env.localModelPath = join(ROOT, "embeddings", "model");
	env.allowRemoteModels = false;
	const extractor = await pipeline("feature-extraction", MODEL);
	const { pooling, normalize } = modelFamily(MODEL);
	const tokenise = extractor.tokenizer;
	const tokens = new Map(batches.map((batch) => [batch, tokenise(batch, { padding: true, truncation: true })]));
	// The tokenizer is a callable class; what stands in for it only has to be callable.
	extractor.tokenizer = ((batch: string[]) => tokens.get(batch)) as unknown as typeof tokenise;
	const { InferenceSession, Tensor } = onnxruntime;
	const session = await InferenceSession.create(
		readFileSync(join(env.localModelPath, MODEL, "onnx", "model_quantized.onnx")),
	);
	const inputs = batches.map((batch) => {
		const tokenised = tokens.get(batch);
		const tensors = session.inputNames.map((name) => {
			const { data, dims } = tokenised[name];
			return [name, new Tensor("int64", data as BigInt64Array, dims)] as const;
		});
		return Object.fromEntries(tensors);
	});
	const ways = {
		whole: () => embedder.embedPassages(texts),
		tokenizer: async () => {
			for (const batch of batches) tokenise(batch, { padding: true, truncation: true });
		},
		library: async () => {
			for (const batch of batches) await extractor(batch, { pooling, normalize });
		},
		bare: async () => {
			for (const input of inputs) await session.run(input);
		},
	};
	const times: Record<keyof typeof ways, number[]> = { whole: [], tokenizer: [], library: [], bare: [] };
	// In turn, so that other load falls on all of them alike.
	for (let round = 0; round < ROUNDS; round++)
		for (const way of Object.keys(ways) as (keyof typeof ways)[]) times[way].push(await timed(ways[way]));
	const speed = (way: keyof typeof ways) => perSecond(texts.length, median(times[way]));
	return [
		["embedding, texts to vectors", speed("whole")],
		["  the library's own tokenizer alone", speed("tokenizer")],
		["  model and pooling, on ready token ids", speed("library")],
		["  bare onnxruntime, on the same token ids", speed("bare")],
		["  ratio to bare onnxruntime", (median(times.bare) / median(times.library)).toFixed(2)],
	];
}

const folder = mkdtempSync(join(tmpdir(), "baowen-"));
try {
	const embedder = await openEmbedder(readConfig({}));
	const rows = [
		...(await warmQuestions()),
		wholeStart(folder),
		await indexBuilding(embedder, folder),
		...(await embedding(embedder)),
	];
	process.stdout.write(`${table(["on our five pages", ""], rows)}\n`);
} finally {
	rmSync(folder, { recursive: true });
}
