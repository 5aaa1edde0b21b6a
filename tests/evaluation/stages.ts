/** Give it a corpus with queries, get how well each stage of retrieval ranks, and how long a query takes. */

import type { LoadedEmbedder } from "../../src/embedder/transformers-embedder.ts";
import { Workshop } from "../../src/indexing/workshop.ts";
import { type Candidate, FIELDS, type PassageIndex } from "../../src/ports.ts";
import { openTemporaryIndex } from "../../src/program.ts";
import { indexCorpus } from "../../src/search/corpus.ts";
import { standardScores } from "../../src/search/features.ts";
import { parseQuestion } from "../../src/search/question.ts";
import { Search } from "../../src/search/search.ts";
import { WordVectors } from "../../src/search/word-vectors.ts";
import { type Corpus, readQueries } from "./corpora.ts";
import { type RankingQuality, rankingQuality, rankOf } from "./ranking-quality.ts";

/** Passages that each ranking proposes; enough for ten places of each. */
const DEPTH = 50;
export const STAGES = ["words only", "meaning only", "together", "with the last stage"] as const;
export type Stage = (typeof STAGES)[number];

export interface CorpusQuality {
	readonly queries: number;
	readonly stages: Readonly<Record<Stage, RankingQuality>>;
	/** Of each query in the ordinary retrieval. */
	readonly milliseconds: readonly number[];
}

export async function measureCorpus(
	{ corpus, queries: queriesFile }: Corpus,
	sample: number,
	embedder: LoadedEmbedder,
	onProgress: (what: string) => void,
): Promise<CorpusQuality> {
	const vectors = new WordVectors(embedder);
	const index = await openTemporaryIndex(embedder);
	const workshop = new Workshop(embedder, vectors);
	await indexCorpus(corpus, workshop, index, vectors, (done) => onProgress(`${done} passages`));
	await workshop.close();
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
	embedder: LoadedEmbedder,
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
