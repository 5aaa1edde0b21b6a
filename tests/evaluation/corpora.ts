/** Give it a corpus and queries as JSON lines, get how well each stage of retrieval ranks, and how long a query takes. */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { UsageError } from "../../src/errors.ts";
import { type Candidate, type Embedder, FIELDS, type PassageIndex } from "../../src/ports.ts";
import { openTemporaryIndex } from "../../src/program.ts";
import { indexCorpus } from "../../src/search/corpus.ts";
import { standardScores } from "../../src/search/features.ts";
import { parseQuestion } from "../../src/search/question.ts";
import { Search } from "../../src/search/search.ts";
import { WordVectors } from "../../src/search/word-vectors.ts";

/** A pair of files `<name>.corpus.jsonl` and `<name>.queries.jsonl`. */
export interface Corpus {
	readonly name: string;
	readonly corpus: string;
	readonly queries: string;
}

const QUERY = z.object({ id: z.string(), text: z.string(), positive: z.array(z.string()).min(1) });
export type Query = z.infer<typeof QUERY>;

/** Places beyond this count as not found. */
export const PLACES = 10;
/** Passages that each ranking proposes; enough for ten places of each. */
const DEPTH = 50;
export const STAGES = ["words only", "meaning only", "together", "with the last stage"] as const;
export type Stage = (typeof STAGES)[number];

/** Shares and mean reciprocal rank, 0 … 1. */
export interface RankingQuality {
	readonly hitAt1: number;
	readonly hitAt5: number;
	readonly mrrAt10: number;
}

export interface CorpusQuality {
	readonly queries: number;
	readonly stages: Readonly<Record<Stage, RankingQuality>>;
	/** Of each query in the ordinary retrieval. */
	readonly milliseconds: readonly number[];
}

/** @throws UsageError when the folder cannot be read or holds no pair */
export function corporaIn(folder: string): Corpus[] {
	let names: string[];
	try {
		names = readdirSync(folder).sort();
	} catch (cause) {
		throw new UsageError(`Cannot read the folder ${folder}.`, { cause });
	}
	const suffix = ".corpus.jsonl";
	const pairs = names
		.filter((name) => name.endsWith(suffix))
		.map((name) => name.slice(0, -suffix.length))
		.filter((name) => names.includes(`${name}.queries.jsonl`));
	if (pairs.length === 0)
		throw new UsageError(`${folder} holds no pair of <name>.corpus.jsonl and <name>.queries.jsonl.`);
	return pairs.map((name) => ({
		name,
		corpus: join(folder, name + suffix),
		queries: join(folder, `${name}.queries.jsonl`),
	}));
}

/** All queries, or the same `sample` of them in every run: those whose ids have the smallest hashes. */
export function readQueries(file: string, sample: number): Query[] {
	const lines = readFileSync(file, "utf8").split("\n");
	const queries = lines.filter((line) => line.trim() !== "").map((line) => QUERY.parse(JSON.parse(line)));
	if (queries.length <= sample) return queries;
	const hash = ({ id }: Query) => createHash("sha256").update(id).digest("hex");
	const keyed = queries.map((query) => [hash(query), query] as const).sort(([a], [b]) => (a < b ? -1 : 1));
	return keyed.slice(0, sample).map(([, query]) => query);
}

export async function measureCorpus(
	{ corpus, queries: queriesFile }: Corpus,
	sample: number,
	embedder: Embedder,
	onProgress: (what: string) => void,
): Promise<CorpusQuality> {
	const vectors = new WordVectors(embedder);
	const index = await openTemporaryIndex(embedder);
	await indexCorpus(corpus, index, embedder, vectors, (done) => onProgress(`${done} passages`));
	const search = new Search(index, embedder, vectors);
	const queries = readQueries(queriesFile, sample);
	const ranks = Object.fromEntries(STAGES.map((stage) => [stage, [] as number[]])) as Record<Stage, number[]>;
	const milliseconds: number[] = [];
	for (const [i, { text, positive }] of queries.entries()) {
		if (i % 100 === 0) onProgress(`${i} of ${queries.length} queries`);
		const start = performance.now();
		const { hits } = await search.search(text);
		milliseconds.push(performance.now() - start);
		const note = (stage: Stage, ids: readonly string[]) => ranks[stage].push(rankOf(positive, ids));
		note(
			"with the last stage",
			hits.map(({ passage }) => passage.articleId),
		);
		for (const [stage, ids] of Object.entries(await firstStages(text, index, embedder))) note(stage as Stage, ids);
	}
	await index.close();
	const quality = STAGES.map((stage) => [stage, rankingQuality(ranks[stage])] as const);
	return {
		queries: queries.length,
		stages: Object.fromEntries(quality) as Record<Stage, RankingQuality>,
		milliseconds,
	};
}

/** Ids of the corpus as the index alone ranks them: BM25 of jieba's words, cosine, and the sum of all standard scores. */
async function firstStages(
	text: string,
	index: PassageIndex,
	embedder: Embedder,
): Promise<Record<Exclude<Stage, "with the last stage">, string[]>> {
	const { terms, folded } = parseQuestion(text);
	const [vector] = await embedder.embedQueries([folded]);
	const query = { terms, vector: vector!.some((x) => x !== 0) ? vector! : null };
	const candidates = await index.candidates(query, DEPTH);
	const passages = await index.passages(candidates.map(({ passageId }) => passageId));
	const ranked = (scores: readonly number[]) =>
		[...scores.keys()].sort((a, b) => scores[b]! - scores[a]!).map((i) => passages[i]!.articleId);
	const score = (one: (candidate: Candidate) => number) => candidates.map(one);
	const standard = [...FIELDS.map((field) => score(({ bm25 }) => bm25[field])), score(({ cosine }) => cosine)].map(
		standardScores,
	);
	return {
		"words only": ranked(score(({ bm25 }) => bm25.words)),
		"meaning only": ranked(score(({ cosine }) => cosine)),
		together: ranked(candidates.map((_, i) => standard.reduce((sum, column) => sum + column[i]!, 0))),
	};
}

/** Place of the first right id from 1, Infinity when it is not among the best ten. */
export function rankOf(positive: readonly string[], ids: readonly string[]): number {
	const place = ids.slice(0, PLACES).findIndex((id) => positive.includes(id));
	return place < 0 ? Number.POSITIVE_INFINITY : place + 1;
}

export function rankingQuality(ranks: readonly number[]): RankingQuality {
	const mean = (worth: (rank: number) => number) => ranks.reduce((sum, rank) => sum + worth(rank), 0) / ranks.length;
	return {
		hitAt1: mean((rank) => (rank === 1 ? 1 : 0)),
		hitAt5: mean((rank) => (rank <= 5 ? 1 : 0)),
		mrrAt10: mean((rank) => 1 / rank),
	};
}
