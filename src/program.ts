/** Give it the settings, get the parts put together: pages in an up-to-date index, ready to be asked. */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Answerer } from "./answer/answerer.ts";
import { IndexLibrary } from "./answer/index-library.ts";
import type { Config } from "./config.ts";
import type { Article, Page, Passage } from "./domain.ts";
import { loadEmbedder } from "./embedder/transformers-embedder.ts";
import { openEmbeddedIndex } from "./engine/embedded/embedded-index.ts";
import { coalesced } from "./intake/coalesced.ts";
import { FolderKeeper, type Refresh } from "./intake/folder-keeper.ts";
import { PageFolder } from "./intake/page-folder.ts";
import { articlesOf } from "./newspaper/articles.ts";
import { passagesOf } from "./newspaper/passages.ts";
import { readSeedFolder } from "./newspaper/seed-folder.ts";
import { watchSeedFolder } from "./newspaper/watch-seed-folder.ts";
import type { Embedder, Library, PageKeeper, PassageIndex } from "./ports.ts";
import { ingest, type Progress } from "./search/ingest.ts";
import { Search } from "./search/search.ts";
import { WordVectors } from "./search/word-vectors.ts";
import { progressDisplay } from "./terminal/progress.ts";

const ROOT = join(import.meta.dirname, "..");

export interface Program {
	readonly answerer: Answerer;
	readonly library: Library;
	/** Adds and removes pages; the index follows. */
	readonly keeper: PageKeeper;
	/** Brings the index to the state of the seed folder. Questions are answered meanwhile, by the state before. */
	readonly refresh: Refresh;
	/** From now on the index follows every change in the seed folder, until the program is closed. */
	watch(): void;
	/** What is being put into the index is given up, and done at the next start. */
	close(): Promise<void>;
}

/** Loads the model, opens the index, brings it to the state of the seed folder. `say` gets one line per notice. */
export async function openProgram(
	config: Config,
	say: (line: string) => void,
	now = () => new Date(),
): Promise<Program> {
	const embedder = await openEmbedder(config, say);
	const { index, notice } = await openEmbeddedIndex(config.INDEX_DIR, {
		modelId: embedder.id,
		dimensions: embedder.dimensions,
		recipe: recipe(),
	});
	if (notice !== null) say(notice);
	const vectors = new WordVectors(embedder);
	const wordFile = join(config.INDEX_DIR, "words.bin");
	await vectors.load(wordFile);
	/** What has been said about files that cannot be used. */
	let said = new Set<string>();
	const closing = new AbortController();
	const refresh = coalesced(
		async ({ everything }: { everything: boolean }) => {
			const { pages, refused } = await readSeedFolder(config.SEEDS_DIR);
			const messages = refused.map(({ message }) => message);
			for (const message of messages.filter((message) => !said.has(message))) say(`跳过 ${message}`);
			said = new Set(messages);
			const display = progressDisplay("建立索引", say);
			const onProgress = ({ done, total, file }: Progress) => display.update(done, total, file);
			const options = { everything, onProgress, signal: closing.signal };
			const whole = pages.map(withEdition);
			const changed = await ingest(whole, newspaperCutter, index, embedder, vectors, options).finally(() =>
				display.stop(),
			);
			if (changed) await vectors.save(wordFile);
		},
		(one, other) => ({ everything: one.everything || other.everything }),
	);
	await new PageFolder(config.SEEDS_DIR).finish();
	await refresh.run({ everything: false });
	const search = new Search(index, embedder, vectors);
	let stopWatching = async () => {};
	const program: Program = {
		answerer: new Answerer(search, index, now),
		library: new IndexLibrary(index, search),
		refresh: ({ everything = false } = {}) => refresh.run({ everything }),
		keeper: new FolderKeeper(config.SEEDS_DIR, (options) => program.refresh(options)),
		watch() {
			const failed = (error: unknown) => say(`版面文件夹的变化没能收进索引:${error}`);
			stopWatching = watchSeedFolder(config.SEEDS_DIR, { changed: () => program.refresh(), failed });
		},
		async close() {
			await stopWatching();
			closing.abort();
			await refresh.idle();
			await index.close();
		},
	};
	return program;
}

/** An index in memory, for a corpus that is asked once. */
export async function openTemporaryIndex({ id, dimensions }: Embedder): Promise<PassageIndex> {
	return (await openEmbeddedIndex(null, { modelId: id, dimensions, recipe: "" })).index;
}

/** @throws ModelError in one sentence */
export async function openEmbedder(config: Config, say?: (line: string) => void): Promise<Embedder> {
	const display = progressDisplay("下载模型", say);
	try {
		return await loadEmbedder({
			model: config.EMBEDDING_MODEL,
			modelFolder: join(ROOT, "embeddings", "model"),
			cacheFolder: join(ROOT, "embeddings", "cache"),
			hub: config.EMBEDDING_HUB,
			onDownload: (file, loaded, total) => display.update(loaded, total, file),
		});
	} finally {
		display.stop();
	}
}

export const newspaperCutter: { articlesOf(page: Page): Article[]; passagesOf(article: Article): Passage[] } = {
	articlesOf,
	passagesOf,
};

/** An edition is printed under every quote: a changed line in `pages.csv` must change the page's hash too. */
function withEdition(page: Page): Page {
	const { hash, paper, date, page: number } = page;
	const whole = JSON.stringify([hash, paper, date, number]);
	return { ...page, hash: createHash("sha256").update(whole).digest("hex") };
}

/** A hash of the code that decides what is stored, so that no index outlives a change of the rules it was made by. */
function recipe(): string {
	const hash = createHash("sha256");
	const inRooms = ["newspaper", "text"].flatMap((room) =>
		readdirSync(join(import.meta.dirname, room))
			.sort()
			.map((name) => join(room, name)),
	);
	// What is embedded is put together there.
	for (const file of [...inRooms, join("search", "ingest.ts")])
		hash.update(file).update(readFileSync(join(import.meta.dirname, file)));
	return hash.digest("hex").slice(0, 16);
}
