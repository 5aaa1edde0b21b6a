/** The search systems for JavaScript that ours is compared with, each used as its documentation says. */

import { HNSWLib } from "@langchain/community/vectorstores/hnswlib";
import { Embeddings } from "@langchain/core/embeddings";
import { create, insert, save, search } from "@orama/orama";
import FlexSearch from "flexsearch";
import MiniSearch from "minisearch";
import { readConfig } from "../../../src/config.ts";
import type { Embedder } from "../../../src/ports.ts";
import { openEmbedder } from "../../../src/program.ts";
import { parseQuestion } from "../../../src/search/question.ts";
import { passageTerms } from "../../../src/text/terms.ts";
import { eachText, type Text } from "../../evaluation/corpora.ts";
import { PLACES } from "../../evaluation/ranking-quality.ts";
import { measureSystem, type System } from "../measured-system.ts";
import { type StoredBytes, storedBytes } from "../stored-bytes.ts";

/** The peers' own tokenizers are made for other languages: they get our terms, ready, and divide at the blanks. */
const divide = (text: string) => text.split(" ");

function textTerms({ text, title }: Text): string {
	const { words, bigrams } = passageTerms(`${title ?? ""}\n${text}`, null);
	return [...words, ...bigrams].join(" ");
}

function questionTerms(question: string): string {
	const { words, bigrams } = parseQuestion(question).terms;
	return [...words, ...bigrams].join(" ");
}

/** The very vectors that our program computes, in the form that LangChain.js wants. */
class SameEmbeddings extends Embeddings {
	private readonly embedder: Embedder;

	constructor(embedder: Embedder) {
		super({});
		this.embedder = embedder;
	}

	async embedDocuments(texts: string[]): Promise<number[][]> {
		return (await this.embedder.embedPassages(texts)).map((vector) => Array.from(vector));
	}

	async embedQuery(text: string): Promise<number[]> {
		return Array.from((await this.embedder.embedQueries([text]))[0]!);
	}
}

/** Null where it is longer than a string may be. */
function asJson(value: unknown): StoredBytes | null {
	try {
		return { index: Buffer.byteLength(JSON.stringify(value)) };
	} catch (error) {
		if (error instanceof RangeError) return null;
		throw error;
	}
}

/** Peers by words match any of the terms, as ours does; all else is as delivered. */
const SYSTEMS: Readonly<Record<string, () => Promise<System>>> = {
	async langchain() {
		const embeddings = new SameEmbeddings(await openEmbedder(readConfig({})));
		return {
			async index(corpus, folder) {
				const documents = [];
				for await (const { id, text, title } of eachText(corpus))
					documents.push({ pageContent: title ? `${title}\n${text}` : text, metadata: { id } });
				const store = await HNSWLib.fromDocuments(documents, embeddings);
				const retriever = store.asRetriever(PLACES);
				return {
					ask: async (question) => (await retriever.invoke(question)).map(({ metadata }) => metadata.id),
					async disk() {
						await store.save(folder);
						return storedBytes(folder);
					},
				};
			},
		};
	},

	async minisearch() {
		return {
			async index(corpus) {
				const index = new MiniSearch({ fields: ["terms"], tokenize: divide, processTerm: (term) => term });
				for await (const text of eachText(corpus)) index.add({ id: text.id, terms: textTerms(text) });
				return {
					ask: (question) => index.search(questionTerms(question)).map(({ id }) => id as string),
					disk: () => asJson(index),
				};
			},
		};
	},

	async flexsearch() {
		return {
			async index(corpus) {
				const index = new FlexSearch.Index({ tokenize: "strict", encode: divide });
				for await (const text of eachText(corpus)) index.add(text.id, textTerms(text));
				const options = { limit: PLACES, suggest: true } as const;
				return {
					ask: (question) => index.search(questionTerms(question), options) as string[],
					async disk() {
						let bytes = 0;
						await index.export((_, data) => {
							bytes += Buffer.byteLength(data ?? "");
						});
						return { index: bytes };
					},
				};
			},
		};
	},

	async orama() {
		return {
			async index(corpus) {
				const tokenizer = { language: "chinese", normalizationCache: new Map(), tokenize: divide };
				const index = create({ schema: { terms: "string" }, components: { tokenizer } });
				for await (const text of eachText(corpus)) await insert(index, { id: text.id, terms: textTerms(text) });
				return {
					ask: async (question) =>
						(await search(index, { term: questionTerms(question), limit: PLACES })).hits.map(({ id }) => id),
					disk: () => asJson(save(index)),
				};
			},
		};
	},
};

await measureSystem(SYSTEMS, process.argv.slice(2));
