/** This program's retrieval on its index engines, to be measured beside its peers. */

import { join } from "node:path";
import { readConfig } from "../../src/config.ts";
import { openEmbeddedIndex } from "../../src/engine/embedded/embedded-index.ts";
import { Workshop } from "../../src/indexing/workshop.ts";
import type { Embedder, PassageIndex } from "../../src/ports.ts";
import { openEmbedder } from "../../src/program.ts";
import { indexCorpus } from "../../src/search/corpus.ts";
import { Search } from "../../src/search/search.ts";
import { WordVectors } from "../../src/search/word-vectors.ts";
import { folderBytes } from "./folder-bytes.ts";
import { type Indexed, measureSystem, type System } from "./measured-system.ts";

const WORDS = "words.bin";

function asked(index: PassageIndex, embedder: Embedder, vectors: WordVectors): Pick<Indexed, "ask" | "close"> {
	const search = new Search(index, embedder, vectors);
	return {
		ask: async (question) => (await search.search(question)).hits.map(({ passage }) => passage.articleId),
		close: () => index.close(),
	};
}

const SYSTEMS: Readonly<Record<string, () => Promise<System>>> = {
	async embedded() {
		const embedder = await openEmbedder(readConfig({}));
		const identity = { modelId: embedder.id, dimensions: embedder.dimensions, recipe: "bench" };
		const opened = async (folder: string) => {
			const { index, notice } = await openEmbeddedIndex(folder, identity);
			if (notice !== null) throw new Error(notice);
			return index;
		};
		return {
			async index(corpus, folder) {
				const vectors = new WordVectors(embedder);
				const index = await opened(folder);
				const workshop = new Workshop(embedder, vectors);
				await indexCorpus(corpus, workshop, index, vectors, () => {});
				await workshop.close();
				await vectors.save(join(folder, WORDS));
				return { ...asked(index, embedder, vectors), diskBytes: () => folderBytes(folder) };
			},
			async open(folder) {
				const vectors = new WordVectors(embedder);
				const index = await opened(folder);
				await vectors.load(join(folder, WORDS));
				return { ...asked(index, embedder, vectors), diskBytes: () => folderBytes(folder) };
			},
		};
	},
};

await measureSystem(SYSTEMS, process.argv.slice(2));
