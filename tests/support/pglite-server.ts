/** A PostgreSQL of its own with pgvector, in this process, spoken to over the wire: nothing need be installed. */

import { PGlite } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";

export interface PgliteServer {
	/**
	 * For the ordinary client, with one connection: all connections share one session, and statements of two that run
	 * at the same time would mix.
	 */
	readonly url: string;
	/** For looking and cleaning up, past the wire. */
	readonly inside: PGlite;
	/** Connections break, and nobody answers at the address. */
	goAway(): Promise<void>;
	/** The same data at the same address again. */
	comeBack(): Promise<void>;
	stop(): Promise<void>;
}

/** `dataFolder`: where the data lies; in memory when absent. */
export async function startPgliteServer(
	dataFolder?: string,
	{ pgvector = true }: { readonly pgvector?: boolean } = {},
): Promise<PgliteServer> {
	const inside = await PGlite.create({
		extensions: pgvector ? { vector } : {},
		...(dataFolder === undefined ? {} : { dataDir: dataFolder }),
	});
	const listening = async (port: number) => {
		const server = new PGLiteSocketServer({ db: inside, host: "127.0.0.1", port, maxConnections: 20 });
		await server.start();
		return server;
	};
	let server = await listening(0);
	const port = Number(server.getServerConn().split(":")[1]);
	return {
		url: `postgres://postgres:a-secret@127.0.0.1:${port}/postgres?connection_limit=1`,
		inside,
		goAway: () => server.stop(),
		comeBack: async () => {
			server = await listening(port);
		},
		stop: async () => {
			await server.stop();
			await inside.close();
		},
	};
}

/** As if nothing had ever been indexed in it; the tables stay, which saves making them for every case. */
export async function emptyIndex({ inside }: PgliteServer): Promise<void> {
	await inside.exec(`DO $$ BEGIN IF to_regclass('baowen_index.manifest') IS NOT NULL THEN
		TRUNCATE baowen_index.pages, baowen_index.articles, baowen_index.passages, baowen_index.segments,
			baowen_index.postings, baowen_index.writers, baowen_index.staged_articles, baowen_index.staged_passages;
		EXECUTE (SELECT coalesce(string_agg(format('DROP INDEX baowen_index.%I;', indexname), ''), 'SELECT') FROM pg_indexes
			WHERE schemaname = 'baowen_index' AND starts_with(indexname, 'passages_nearest'));
		DELETE FROM baowen_index.manifest;
		INSERT INTO baowen_index.manifest DEFAULT VALUES;
	END IF; END $$`);
}
