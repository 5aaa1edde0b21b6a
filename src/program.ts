/** Give it the settings, get the parts put together: pages in an up-to-date index, ready to be asked. */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Answerer } from "./answer/answerer.ts";
import { IndexLibrary } from "./answer/index-library.ts";
import { type Config, stateUrl } from "./config.ts";
import { type LoadedEmbedder, loadEmbedder } from "./embedder/transformers-embedder.ts";
import { openEmbeddedIndex } from "./engine/embedded/embedded-index.ts";
import type { openPostgresIndex } from "./engine/postgres/postgres-index.ts";
import { Workshop } from "./indexing/workshop.ts";
import { coalesced } from "./intake/coalesced.ts";
import { FolderKeeper, type Refresh } from "./intake/folder-keeper.ts";
import { PageFolder } from "./intake/page-folder.ts";
import { surveySeedFolder } from "./newspaper/seed-folder.ts";
import { watchSeedFolder } from "./newspaper/watch-seed-folder.ts";
import type { Embedder, IndexDuty, Library, PageKeeper, PassageIndex } from "./ports.ts";
import { ingest, type Progress } from "./search/ingest.ts";
import { Search } from "./search/search.ts";
import { WordVectors } from "./search/word-vectors.ts";
import { SOLE_DUTY } from "./state/sole-duty.ts";
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

/** What a database needs is loaded only where there is one: a tenth of a start. */
async function openIndexInDatabase(...where: Parameters<typeof openPostgresIndex>) {
	const { openPostgresIndex } = await import("./engine/postgres/postgres-index.ts");
	return openPostgresIndex(...where);
}

async function sharedDuty(databaseUrl: string): Promise<IndexDuty> {
	const { SharedDuty } = await import("./state/index-duty.ts");
	const { Database } = await import("./postgres/database.ts");
	return SharedDuty.open(new Database(databaseUrl));
}

/** Loads the model, opens the index, brings it to the state of the seed folder. `say` gets one line per notice. */
export async function openProgram(
	config: Config,
	say: (line: string) => void,
	now = () => new Date(),
): Promise<Program> {
	const embedder = await openEmbedder(config, say);
	const identity = { modelId: embedder.id, dimensions: embedder.dimensions, recipe: recipe() };
	const { index, notice } =
		config.INDEX_URL === null
			? await openEmbeddedIndex(config.INDEX_DIR, identity, embedder.leadingDimensions)
			: await openIndexInDatabase(config.INDEX_URL, identity, embedder.leadingDimensions);
	if (notice !== null) say(notice);
	const duty = config.INDEX_URL === null ? SOLE_DUTY : await sharedDuty(stateUrl(config)!);
	const vectors = new WordVectors(embedder);
	const wordFile = join(config.INDEX_DIR, "words.bin");
	await vectors.load(wordFile);
	/** What has been said about files that cannot be used. */
	let said = new Set<string>();
	const closing = new AbortController();
	const refresh = coalesced(
		({ everything }: { everything: boolean }) =>
			duty.alone("index", async () => {
				const { pages, refused } = await surveySeedFolder(config.SEEDS_DIR);
				const display = progressDisplay("建立索引", say);
				const onProgress = ({ done, total, file }: Progress) => display.update(done, total, file);
				const workshop = new Workshop(embedder, vectors);
				const stop = () => void workshop.close();
				closing.signal.addEventListener("abort", stop);
				try {
					const options = { everything, onProgress, signal: closing.signal };
					const ingested = await ingest(pages, workshop, index, vectors, options);
					const messages = [...refused, ...ingested.refused].map(({ message }) => message);
					for (const message of messages.filter((message) => !said.has(message))) say(`跳过 ${message}`);
					said = new Set(messages);
					if (ingested.changed) await vectors.save(wordFile);
				} finally {
					display.stop();
					closing.signal.removeEventListener("abort", stop);
					await workshop.close();
				}
			}),
		(one, other) => ({ everything: one.everything || other.everything }),
	);
	const finishAccepted = () => duty.alone("pages", () => new PageFolder(config.SEEDS_DIR).finish());
	if (duty.isMine) await finishAccepted();
	// Others answer by what there is, if there is anything: the pages may be many.
	if (duty.isMine || (await index.summary()).committedAt === null) await refresh.run({ everything: false });
	const search = new Search(index, embedder, vectors);
	let stopWatching = async () => {};
	const program: Program = {
		answerer: new Answerer(search, index, now),
		library: new IndexLibrary(index, search),
		refresh: ({ everything = false } = {}) => refresh.run({ everything }),
		keeper: new FolderKeeper(
			config.SEEDS_DIR,
			(options) => program.refresh(options),
			(work) => duty.alone("pages", work),
		),
		watch() {
			const failed = (error: unknown) => say(`版面文件夹的变化没能收进索引:${error}`);
			const taken = () => {
				if (config.INDEX_URL !== null) say("由本实例看着版面文件夹、建立索引。");
				stopWatching = watchSeedFolder(config.SEEDS_DIR, { changed: () => program.refresh(), failed });
				// Of the instance that had the duty before; what it moves is noticed.
				finishAccepted().catch(failed);
			};
			duty.follow(taken, () => void stopWatching());
		},
		async close() {
			const watched = stopWatching();
			closing.abort();
			await watched;
			// First: what waits for another instance to finish is given up, too.
			await duty.close();
			await refresh.idle();
			await index.close();
		},
	};
	return program;
}

/** An index in memory, for a corpus that is asked once. */
export async function openTemporaryIndex({ id, dimensions, leadingDimensions }: Embedder): Promise<PassageIndex> {
	return (await openEmbeddedIndex(null, { modelId: id, dimensions, recipe: "" }, leadingDimensions)).index;
}

/** @throws ModelError in one sentence */
export async function openEmbedder(config: Config, say?: (line: string) => void): Promise<LoadedEmbedder> {
	const display = progressDisplay("下载模型", say);
	try {
		const options = {
			model: config.EMBEDDING_MODEL,
			modelFolder: join(ROOT, "embeddings", "model"),
			cacheFolder: join(ROOT, "embeddings", "cache"),
			hub: config.EMBEDDING_HUB,
		};
		return await loadEmbedder(options, (file, loaded, total) => display.update(loaded, total, file));
	} finally {
		display.stop();
	}
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
	for (const file of [...inRooms, join("search", "indexed-articles.ts")])
		hash.update(file).update(readFileSync(join(import.meta.dirname, file)));
	return hash.digest("hex").slice(0, 16);
}
