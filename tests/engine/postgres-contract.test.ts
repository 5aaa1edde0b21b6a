/** The contract of PassageIndex, run by the engine on PostgreSQL. */

import { afterAll, beforeAll } from "vitest";
import { openPostgresIndex } from "../../src/engine/postgres/postgres-index.ts";
import { type OpenedIndex, passageIndexContract } from "../contracts/passage-index.ts";
import { DIMENSIONS } from "../support/indexed-page.ts";
import { emptyIndex, type PgliteServer, startPgliteServer } from "../support/pglite-server.ts";

const IDENTITY = { modelId: "model", dimensions: DIMENSIONS, recipe: "1" };

let server: PgliteServer;
beforeAll(async () => {
	server = await startPgliteServer();
});
afterAll(() => server.stop());

async function open(): Promise<OpenedIndex> {
	await emptyIndex(server);
	let { index } = await openPostgresIndex(server.url, IDENTITY);
	return {
		index,
		reopen: async () => {
			await index.close();
			const opened = await openPostgresIndex(server.url, IDENTITY);
			if (opened.notice !== null) throw new Error(opened.notice);
			index = opened.index;
			return index;
		},
		discard: () => index.close(),
	};
}

passageIndexContract("the index on PostgreSQL", open, 15);
