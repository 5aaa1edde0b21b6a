/** The contract of PassageIndex, run by the embedded engine on disk and in memory and by the exact reference. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openEmbeddedIndex } from "../../src/engine/embedded/embedded-index.ts";
import { type OpenedIndex, passageIndexContract } from "../contracts/passage-index.ts";
import { ExactIndex } from "../support/exact-index.ts";
import { DIMENSIONS } from "../support/indexed-page.ts";

const IDENTITY = { modelId: "model", dimensions: DIMENSIONS, recipe: "1" };

async function openOnDisk(): Promise<OpenedIndex> {
	const folder = await mkdtemp(path.join(tmpdir(), "baowen-index-"));
	let { index } = await openEmbeddedIndex(folder, IDENTITY);
	return {
		index,
		reopen: async () => {
			await index.close();
			const opened = await openEmbeddedIndex(folder, IDENTITY);
			if (opened.notice !== null) throw new Error(opened.notice);
			index = opened.index;
			return index;
		},
		discard: async () => {
			await index.close();
			await rm(folder, { recursive: true });
		},
	};
}

async function openInMemory(): Promise<OpenedIndex> {
	const { index } = await openEmbeddedIndex(null, IDENTITY);
	return { index, reopen: null, discard: () => index.close() };
}

passageIndexContract("the embedded index on disk", openOnDisk);
passageIndexContract("the embedded index in memory", openInMemory);
passageIndexContract("the exact reference", async () => {
	const index = new ExactIndex(DIMENSIONS);
	return { index, reopen: null, discard: () => index.close() };
});
