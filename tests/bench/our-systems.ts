/** This program's retrieval on its two index engines, to be measured beside its peers. */

import { join } from "node:path";
import pg from "pg";
import { readConfig } from "../../src/config.ts";
import { openEmbeddedIndex } from "../../src/engine/embedded/embedded-index.ts";
import type { IndexIdentity } from "../../src/engine/index-identity.ts";
import { openPostgresIndex } from "../../src/engine/postgres/postgres-index.ts";
import { BaowenError } from "../../src/errors.ts";
import { Workshop } from "../../src/indexing/workshop.ts";
import type { PassageIndex } from "../../src/ports.ts";
import { openEmbedder } from "../../src/program.ts";
import { indexCorpus } from "../../src/search/corpus.ts";
import { Search } from "../../src/search/search.ts";
import { WordVectors } from "../../src/search/word-vectors.ts";
import { type Indexed, measureSystem, type System } from "./measured-system.ts";
import { startPgliteProcess } from "./pglite-process.ts";
import { type StoredBytes, storedBytes } from "./stored-bytes.ts";

/** An index, and what is measured of the place where it lies. */
interface Engine extends Pick<Indexed, "serverBytes"> {
	readonly opened: { readonly index: PassageIndex; readonly notice: string | null };
	disk(): Promise<StoredBytes>;
	/** Once the index is closed. */
	stop?(): Promise<void>;
	/** What would be left behind after the last process. */
	remove?(): Promise<unknown>;
}

/** Where the vectors of words are kept, whatever the engine. */
const WORDS = "words.bin";
const SCHEMA = "baowen_index";

const ENGINES: Readonly<
	Record<string, (folder: string, identity: IndexIdentity, leadingDimensions: number) => Promise<Engine>>
> = {
	async embedded(folder, identity, leadingDimensions) {
		return { opened: await openEmbeddedIndex(folder, identity, leadingDimensions), disk: () => storedBytes(folder) };
	},

	/** At BENCH_URL, an empty database, or else in a PGlite. */
	async postgres(folder, identity, leadingDimensions) {
		const given = process.env.BENCH_URL;
		if (given)
			return {
				opened: await openPostgresIndex(given, identity, leadingDimensions),
				disk: () => tableSizes(given),
				remove: () => withClient(given, (client) => client.query(`DROP SCHEMA ${SCHEMA} CASCADE`)),
			};
		const server = await startPgliteProcess(join(folder, "pglite"));
		return {
			opened: await openPostgresIndex(server.url, identity, leadingDimensions),
			disk: async () => ({ ...(await tableSizes(server.url)), ...(await storedBytes(folder)) }),
			serverBytes: () => server.peakBytes(),
			stop: () => server.stop(),
		};
	},
};

/** Bytes of the index's tables, each with what belongs to it, after the vacuum that a server makes by itself. */
function tableSizes(url: string): Promise<StoredBytes> {
	return withClient(url, async (client) => {
		await client.query("VACUUM");
		const { rows } = await client.query<{ name: string; bytes: string }>(
			`SELECT relname AS name, pg_total_relation_size(pg_class.oid) AS bytes
			FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE nspname = $1 AND relkind = 'r'`,
			[SCHEMA],
		);
		return Object.fromEntries(rows.map(({ name, bytes }) => [name, Number(bytes)]));
	});
}

async function withClient<Result>(url: string, use: (client: pg.Client) => Promise<Result>): Promise<Result> {
	const client = new pg.Client(url);
	await client.connect();
	try {
		return await use(client);
	} finally {
		await client.end();
	}
}

async function system(engine: string): Promise<System> {
	const embedder = await openEmbedder(readConfig({}));
	const identity = { modelId: embedder.id, dimensions: embedder.dimensions, recipe: "bench" };
	const opened = async (folder: string) => {
		const { opened, stop, remove, ...engineBytes } = await ENGINES[engine]!(
			folder,
			identity,
			embedder.leadingDimensions,
		);
		const { index, notice } = opened;
		if (notice !== null) throw new BaowenError(notice);
		const vectors = new WordVectors(embedder);
		await vectors.load(join(folder, WORDS));
		const search = new Search(index, embedder, vectors);
		const indexed: Indexed = {
			...engineBytes,
			ask: async (question) => (await search.search(question)).hits.map(({ passage }) => passage.articleId),
			async close() {
				await index.close();
				await stop?.();
			},
		};
		return { index, vectors, indexed, remove };
	};
	return {
		async index(corpus, folder) {
			const { index, vectors, indexed } = await opened(folder);
			if ((await index.summary()).passages > 0)
				throw new BaowenError("BENCH_URL names a database that holds an index: give an empty one.");
			const workshop = new Workshop(embedder, vectors);
			await indexCorpus(corpus, workshop, index, vectors, () => {});
			await workshop.close();
			await vectors.save(join(folder, WORDS));
			return indexed;
		},
		async open(folder) {
			const { indexed, remove } = await opened(folder);
			return {
				...indexed,
				async close() {
					await indexed.close!();
					await remove?.();
				},
			};
		},
	};
}

await measureSystem({ embedded: () => system("embedded"), postgres: () => system("postgres") }, process.argv.slice(2));
