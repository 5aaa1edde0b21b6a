/** Give it a corpus and queries as JSON lines, get for each query the ids of the best texts: the ordinary retrieval. */

import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { z } from "zod";
import type { Article } from "../domain.ts";
import { UsageError } from "../errors.ts";
import type { Embedder, PassageIndex } from "../ports.ts";
import { indexedArticles } from "./ingest.ts";
import { Search } from "./search.ts";
import type { WordVectors } from "./word-vectors.ts";

const TEXT = z.object({ id: z.string(), text: z.string(), title: z.string().nullish() });
const QUERY = z.object({ id: z.string(), text: z.string() });
/** Texts indexed at once: enough to fill the model's batches, little enough to show progress. */
const BATCH = 512;

/** Indexes every text of the corpus as one passage under its title. @throws UsageError naming file and line */
export async function indexCorpus(
	file: string,
	index: PassageIndex,
	embedder: Embedder,
	vectors: WordVectors,
	onProgress: (done: number) => void,
): Promise<void> {
	let batch: Article[] = [];
	let done = 0;
	const flush = async () => {
		const cut = batch.map((article) => ({ article, passages: [wholePassage(article)] }));
		const articles = await indexedArticles(cut, embedder, vectors);
		await index.replacePage({ file: `${file}#${done}`, hash: "", addedAt: "", articles });
		done += batch.length;
		onProgress(done);
		batch = [];
	};
	for await (const { id, text, title } of readJsonLines(file, TEXT)) {
		batch.push(corpusArticle(id, text, title || null));
		if (batch.length === BATCH) await flush();
	}
	if (batch.length > 0) await flush();
	await index.commit();
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
