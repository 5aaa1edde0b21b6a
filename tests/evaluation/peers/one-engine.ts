/**
 * Give it the name of a search engine, a corpus and queries, get on standard output how it did, as JSON: in a process of
 * its own, so that its memory is its own. Every engine gets the same terms: jieba's words and pairs of characters.
 */

import { parseQuestion } from "../../../src/search/question.ts";
import { passageTerms } from "../../../src/text/terms.ts";
import { readQueries, readTexts, type Text } from "../corpora.ts";
import { PLACES, type RankingQuality, rankingQuality, rankOf } from "../ranking-quality.ts";
import { median, quantile } from "../tables.ts";

export interface EngineResult extends RankingQuality {
	/** From the corpus file to an index that can be asked; loading libraries and the model is not part of it. */
	readonly indexMs: number;
	/** From the question as typed to ids. */
	readonly medianMs: number;
	readonly p95Ms: number;
	/** Most memory the process ever held, in bytes. */
	readonly peakBytes: number;
}

/** Indexes the corpus file. Gives what finds at most ten ids for a question, best first. */
type Engine = (corpus: string) => Promise<Ask>;
type Ask = (question: string) => Promise<string[]> | string[];

/** So many queries of each corpus are asked. */
const SAMPLE = 500;
/** Questions asked before time is taken. */
const WARM_UP = 50;

/** The peers' own tokenizers are made for other languages: they get ready terms and divide at the blanks. */
const divide = (text: string) => text.split(" ");

function textTerms({ text, title }: Text): string {
	const { words, bigrams } = passageTerms(`${title ?? ""}\n${text}`, null);
	return [...words, ...bigrams].join(" ");
}

function questionTerms(question: string): string {
	const { words, bigrams } = parseQuestion(question).terms;
	return [...words, ...bigrams].join(" ");
}

/** Each with its library loaded, ready to index. Peers match any of the terms, as ours does; all else as delivered. */
const ENGINES: Readonly<Record<string, () => Promise<Engine>>> = {
	async baowen() {
		const { readConfig } = await import("../../../src/config.ts");
		const { openEmbedder, openTemporaryIndex } = await import("../../../src/program.ts");
		const { indexCorpus } = await import("../../../src/search/corpus.ts");
		const { Search } = await import("../../../src/search/search.ts");
		const { WordVectors } = await import("../../../src/search/word-vectors.ts");
		const embedder = await openEmbedder(readConfig({}));
		return async (corpus) => {
			const vectors = new WordVectors(embedder);
			const index = await openTemporaryIndex(embedder);
			await indexCorpus(corpus, index, embedder, vectors, () => {});
			const search = new Search(index, embedder, vectors);
			return async (question) => (await search.search(question)).hits.map(({ passage }) => passage.articleId);
		};
	},

	async minisearch() {
		const { default: MiniSearch } = await import("minisearch");
		return async (corpus) => {
			const index = new MiniSearch({ fields: ["terms"], tokenize: divide, processTerm: (term) => term });
			for (const text of readTexts(corpus)) index.add({ id: text.id, terms: textTerms(text) });
			return (question) => index.search(questionTerms(question)).map(({ id }) => id as string);
		};
	},

	async flexsearch() {
		const { default: FlexSearch } = await import("flexsearch");
		return async (corpus) => {
			const index = new FlexSearch.Index({ tokenize: "strict", encode: divide });
			for (const text of readTexts(corpus)) index.add(text.id, textTerms(text));
			const options = { limit: PLACES, suggest: true } as const;
			return (question) => index.search(questionTerms(question), options) as string[];
		};
	},

	async orama() {
		const { create, insert, search } = await import("@orama/orama");
		return async (corpus) => {
			const tokenizer = { language: "chinese", normalizationCache: new Map(), tokenize: divide };
			const index = create({ schema: { terms: "string" }, components: { tokenizer } });
			for (const text of readTexts(corpus)) await insert(index, { id: text.id, terms: textTerms(text) });
			return async (question) =>
				(await search(index, { term: questionTerms(question), limit: PLACES })).hits.map(({ id }) => id);
		};
	},
};

async function main([name, corpus, queriesFile]: readonly string[]): Promise<void> {
	const load = ENGINES[name!];
	if (load === undefined) throw new Error(`No engine ${name}; there are ${Object.keys(ENGINES).join(", ")}.`);
	const engine = await load();
	// jieba reads its dictionary with the first text; that is nobody's index time.
	parseQuestion("报问");
	const start = performance.now();
	const ask = await engine(corpus!);
	const indexMs = performance.now() - start;
	const queries = readQueries(queriesFile!, SAMPLE);
	for (const { text } of queries.slice(0, WARM_UP)) await ask(text);
	const times: number[] = [];
	const ranks: number[] = [];
	for (const { text, positive } of queries) {
		const asked = performance.now();
		const ids = await ask(text);
		times.push(performance.now() - asked);
		ranks.push(rankOf(positive, ids));
	}
	const result: EngineResult = {
		...rankingQuality(ranks),
		indexMs,
		medianMs: median(times),
		p95Ms: quantile(times, 0.95),
		peakBytes: process.resourceUsage().maxRSS * 1024,
	};
	process.stdout.write(JSON.stringify(result));
}

await main(process.argv.slice(2));
