/** Real processes with the real model: what they make is what is made without them. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readConfig } from "../../src/config.ts";
import type { LoadedEmbedder } from "../../src/embedder/transformers-embedder.ts";
import { Workshop } from "../../src/indexing/workshop.ts";
import { type SeedFile, surveySeedFolder } from "../../src/newspaper/seed-folder.ts";
import type { EmbeddedPassage } from "../../src/ports.ts";
import { openEmbedder } from "../../src/program.ts";
import type { MadePage } from "../../src/search/ingest.ts";
import { CosineTable, WordVectors } from "../../src/search/word-vectors.ts";
import { fold } from "../../src/text/fold.ts";
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
		const made = await Promise.all(seeds.map((seed) => workshop.makePage(seed, [])));
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
	const cosine = (vectors: WordVectors) => {
		const cosines = new CosineTable(vectors);
		cosines.begin([vectors.row(one!)]);
		return cosines.cosine(0, vectors.row(other!));
	};
	expect(cosine(there.vectors)).toBe(cosine(here.vectors));
	const articles = here.pages[0]!.page!.articles;
	for (const { passages } of articles)
		for (const { vector } of passages) expect(vector).toHaveLength(embedder.dimensions);
});

it("a process that cannot begin, or is ended at work, says so in a sentence with the page's name, and nobody waits", async () => {
	const broken = { ...embedder, options: { ...embedder.options, model: "none", hub: "http://127.0.0.1:1" } };
	const failing = new Workshop(broken, new WordVectors(embedder), 0);
	await expect(failing.makePage(pages[0]!, [])).rejects.toThrow(/^\S+\.txt 收不进索引:无法载入嵌入模型/);
	await expect(failing.makePage(pages[1]!, [])).rejects.toThrow(/收不进索引/);
	await failing.close();

	const workshop = new Workshop(embedder, new WordVectors(embedder), 0);
	const making = pages.map((page) => expect(workshop.makePage(page, [])).rejects.toThrow(/\.txt 收不进索引/));
	await workshop.close();
	await Promise.all(making);
});

it("of a changed page only the passages that changed are embedded, and it becomes what it would have become anew", async () => {
	const text = readFileSync(pages[0]!.path, "utf8");
	const path = join(folder, "changed.txt");
	// A digit in the middle of the page, so that one passage changes.
	const at = text.slice(text.length / 2).search(/\d/) + Math.ceil(text.length / 2);
	const seed = { ...pages[0]!, path, file: "changed.txt" };
	const embedded: string[] = [];
	const listening = {
		...embedder,
		embedPassages: (texts: readonly string[]) => {
			embedded.push(...texts);
			return embedder.embedPassages(texts);
		},
	};
	const make = async (content: string, before: readonly EmbeddedPassage[]) => {
		writeFileSync(path, content);
		embedded.length = 0;
		const workshop = new Workshop(listening, new WordVectors(embedder), Number.POSITIVE_INFINITY);
		const made = await workshop.makePage(seed, before);
		return made.page!.articles.flatMap(({ passages }) => passages);
	};
	const before = await make(text, []);
	const changed = `${text.slice(0, at)}${(Number(text[at]) + 1) % 10}${text.slice(at + 1)}`;
	const anew = await make(changed, []);
	const passages = new Set(anew.map(({ passage }) => fold(`${passage.headline ?? ""}\n${passage.text}`)));
	const again = await make(changed, before);
	expect(again).toEqual(anew);
	expect(anew).not.toEqual(before);
	// The other texts are words.
	expect(embedded.filter((one) => passages.has(one))).toHaveLength(1);
});
