/** The search systems for JavaScript that ours is compared with, each used as its documentation says. */

import { join } from "node:path";
import { HuggingFaceTransformersEmbeddings } from "@langchain/community/embeddings/huggingface_transformers";
import { HNSWLib } from "@langchain/community/vectorstores/hnswlib";
import { create, insert, save, search } from "@orama/orama";
import { env } from "@xenova/transformers";
import FlexSearch from "flexsearch";
import MiniSearch from "minisearch";
import { modelFamily } from "../../../src/embedder/model-families.ts";
import { parseQuestion } from "../../../src/search/question.ts";
import { passageTerms } from "../../../src/text/terms.ts";
import { eachText, type Text } from "../../evaluation/corpora.ts";
import { PLACES } from "../../evaluation/ranking-quality.ts";
import { measureSystem, type System } from "../measured-system.ts";
import { type StoredBytes, storedBytes } from "../stored-bytes.ts";

const MODEL = "baowen-zh";
const MODELS = join(import.meta.dirname, "..", "..", "..", "embeddings", "model");

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

/** Null where it is longer than a string may be. */
function asJson(value: unknown): StoredBytes | null {
	try {
		return { index: Buffer.byteLength(JSON.stringify(value)) };
	} catch (error) {
		if (error instanceof RangeError) return null;
		throw error;
	}
}

/** Without the part that is for single words: texts are found worse by it. */
class OfTexts extends HuggingFaceTransformersEmbeddings {
	override async embedQuery(text: string): Promise<number[]> {
		return ofText(await super.embedQuery(text));
	}

	override async embedDocuments(texts: string[]): Promise<number[][]> {
		return (await super.embedDocuments(texts)).map(ofText);
	}
}

const ofText = (vector: number[]) => vector.slice(0, vector.length - (modelFamily(MODEL).wordDimensions ?? 0));

/** Peers by words match any of the terms, as ours does; all else is as delivered. */
const SYSTEMS: Readonly<Record<string, () => Promise<System>>> = {
	async langchain() {
		env.localModelPath = MODELS;
		env.allowRemoteModels = false;
		// Our model pools and normalises inside the graph, and gives one vector a text as the first.
		const pipelineOptions = { pooling: "cls", normalize: false } as const;
		const embeddings = new OfTexts({ model: MODEL, pipelineOptions });
		await embeddings.embedQuery("报问");
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
