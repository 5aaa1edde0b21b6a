/** An index on disk from which everything was taken away. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openEmbeddedIndex } from "../../src/engine/embedded/embedded-index.ts";
import { DIMENSIONS, indexedPage } from "../support/indexed-page.ts";

const IDENTITY = { modelId: "model", dimensions: DIMENSIONS, recipe: "1" };

it("is reopened and takes pages again", async () => {
	const folder = mkdtempSync(join(tmpdir(), "baowen-index-"));
	const terms = { words: ["报"], bigrams: [], headline: [], sounds: [] };
	const passage = (n: number) => ({ terms, numbers: [...Array(DIMENSIONS).keys()].map((d) => (d === n ? 1 : 0)) });
	try {
		for (const articles of [[[passage(0)], [passage(1)]], [], [[passage(2)]]]) {
			const { index, notice } = await openEmbeddedIndex(folder, IDENTITY);
			expect(notice).toBeNull();
			await index.replacePage(indexedPage("page.txt", String(articles.length), articles));
			await index.commit();
			expect((await index.summary()).passages).toBe(articles.length);
			await index.close();
		}
	} finally {
		rmSync(folder, { recursive: true });
	}
});
