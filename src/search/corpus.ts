/** Give it a corpus and queries as JSON lines, get for each query the ids of the best texts: the ordinary retrieval. */

import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { z } from "zod";
import type { Article } from "../domain.ts";
import { UsageError } from "../errors.ts";
import type { Embedder, PassageIndex } from "../ports.ts";
import type { CutArticle, MadeArticles } from "./indexed-articles.ts";
import { COMMITTED_AT_ONCE, CommitsMeanwhile, inOrder } from "./ingest.ts";
import { Search } from "./search.ts";
import type { WordVectors } from "./word-vectors.ts";

const TEXT = z.object({ id: z.string(), text: z.string(), title: z.string().nullish() });
const QUERY = z.object({ id: z.string(), text: z.string() });
/** Texts made ready at once: enough to fill the model's batches of texts of like length. */
const BATCH = 128;

/** Makes articles ready for the index; several batches at a time. */
export interface ArticleMaker {
	readonly atOnce: number;
	makeArticles(cut: readonly CutArticle[]): Promise<MadeArticles>;
}

/** Indexes every text of the corpus as one passage under its title. @throws UsageError naming file and line */
export async function indexCorpus(
	file: string,
	maker: ArticleMaker,
	index: PassageIndex,
	vectors: WordVectors,
	onProgress: (done: number) => void,
): Promise<void> {
	let done = 0;
	const commits = new CommitsMeanwhile(index);
	for await (const { articles, words } of inOrder(batchesOf(file), maker, (batch) => maker.makeArticles(batch))) {
		vectors.adopt(words);
		await index.replacePage({ file: `${file}#${done}`, hash: "", addedAt: "", articles });
		done += articles.length;
		onProgress(done);
		if (done % COMMITTED_AT_ONCE === 0) await commits.begin();
	}
	await commits.finish();
}

async function* batchesOf(file: string): AsyncGenerator<CutArticle[]> {
	let batch: CutArticle[] = [];
	for await (const { id, text, title } of readJsonLines(file, TEXT)) {
		const article = corpusArticle(id, text, title || null);
		batch.push({ article, passages: [wholePassage(article)] });
		if (batch.length < BATCH) continue;
		yield batch;
		batch = [];
	}
	if (batch.length > 0) yield batch;
}

/** For every query in turn `limit` ids at most, best first. @throws UsageError naming file and line */
export async function* searchCorpus(
	queriesFile: string,
	limit: number,
	index: PassageIndex,
	embedder: Embedder,
	vectors: WordVectors,
): AsyncGenerator<{ id: string; hits: string[] }> {
	const search = new Search(index, embedder, vectors);
	for await (const { id, text } of readJsonLines(queriesFile, QUERY)) {
		const { hits } = await search.search(text);
		yield { id, hits: hits.slice(0, limit).map((hit) => hit.passage.articleId) };
	}
}

function corpusArticle(id: string, text: string, headline: string | null): Article {
	return {
		id,
		file: "",
		headline,
		section: null,
		byline: null,
		lines: [],
		text,
		pieces: [],
		captions: [],
		paper: null,
		date: null,
		page: null,
	};
}

function wholePassage({ id, text, headline }: Article) {
	return { id, articleId: id, caption: null, span: { start: 0, end: text.length }, text, headline };
}

async function* readJsonLines<Row>(file: string, schema: z.ZodType<Row>): AsyncGenerator<Row> {
	const input = createReadStream(file, "utf8");
	let number = 0;
	try {
		for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
			number++;
			if (line.trim() !== "") yield schema.parse(JSON.parse(line));
		}
	} catch (cause) {
		const isRead = cause instanceof SyntaxError || cause instanceof z.ZodError;
		const fault = isRead ? `${file} 第 ${number} 行不是所需的 JSON` : `无法读取 ${file}`;
		throw new UsageError(`${fault},每行应为 {"id","text"}。`, { cause });
	}
}
