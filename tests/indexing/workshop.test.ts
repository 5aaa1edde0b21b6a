/** Real processes with the real model: what they make is what is made without them. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readConfig } from "../../src/config.ts";
import type { LoadedEmbedder } from "../../src/embedder/transformers-embedder.ts";
import { Workshop } from "../../src/indexing/workshop.ts";
import { type SeedFile, surveySeedFolder } from "../../src/newspaper/seed-folder.ts";
import { openEmbedder } from "../../src/program.ts";
import type { MadePage } from "../../src/search/ingest.ts";
import { WordVectors } from "../../src/search/word-vectors.ts";
import { SEEDS } from "../evaluation/asked-pages.ts";

let embedder: LoadedEmbedder;
let pages: readonly SeedFile[];
const folder = mkdtempSync(join(tmpdir(), "baowen-workshop-"));

beforeAll(async () => {
	embedder = await openEmbedder(readConfig({}));
	({ pages } = await surveySeedFolder(SEEDS));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Made by a workshop that begins processes after so many milliseconds of work. */
async function made(
	seeds: readonly SeedFile[],
	patience: number,
): Promise<{ pages: MadePage[]; vectors: WordVectors }> {
	const vectors = new WordVectors(embedder);
	const workshop = new Workshop(embedder, vectors, patience);
	try {
		const made = await Promise.all(seeds.map((seed) => workshop.makePage(seed)));
		for (const one of made) if (one.refused === null) vectors.adopt(one.words);
		return { pages: made, vectors };
	} finally {
		await workshop.close();
	}
}

const withoutWords = (page: MadePage) => (page.refused === null ? page.page : page.refused.message);

it("processes make the same pages, letter for letter and vector for vector, and learn the same words", async () => {
	const bad = join(folder, "bad.txt");
	writeFileSync(bad, Buffer.from([0, 1, 2, 3]));
	const refused = { path: bad, file: "bad.txt", edition: pages[0]!.edition, hash: "" };
	const here = await made([...pages, refused], Number.POSITIVE_INFINITY);
	const there = await made([...pages, refused], 0);
	expect(there.pages.map(withoutWords)).toEqual(here.pages.map(withoutWords));
	expect(here.pages.at(-1)!.refused!.message).toMatch(/^bad\.txt: 这不是文本文件/);
	expect(there.vectors.words().sort()).toEqual(here.vectors.words().sort());
	const [one, other] = ["粮食", "大豆"];
	const cosine = (vectors: WordVectors) => vectors.cosine(vectors.row(one!), vectors.row(other!));
	expect(cosine(there.vectors)).toBe(cosine(here.vectors));
	const articles = here.pages[0]!.page!.articles;
	for (const { passages } of articles)
		for (const { vector } of passages) expect(vector).toHaveLength(embedder.dimensions);
});

it("a process that cannot begin, or is ended at work, says so in a sentence with the page's name, and nobody waits", async () => {
	const broken = { ...embedder, options: { ...embedder.options, model: "none", hub: "http://127.0.0.1:1" } };
	const failing = new Workshop(broken, new WordVectors(embedder), 0);
	await expect(failing.makePage(pages[0]!)).rejects.toThrow(/^\S+\.txt 收不进索引:无法载入嵌入模型/);
	await expect(failing.makePage(pages[1]!)).rejects.toThrow(/收不进索引/);
	await failing.close();

	const workshop = new Workshop(embedder, new WordVectors(embedder), 0);
	const making = pages.map((page) => expect(workshop.makePage(page)).rejects.toThrow(/\.txt 收不进索引/));
	await workshop.close();
	await Promise.all(making);
});
