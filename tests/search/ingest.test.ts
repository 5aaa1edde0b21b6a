import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, it } from "vitest";
import { PageRefusedError } from "../../src/errors.ts";
import { ingest, type MadePage, type WantedPage } from "../../src/search/ingest.ts";
import { WordVectors } from "../../src/search/word-vectors.ts";
import { ExactIndex } from "../support/exact-index.ts";
import { DIMENSIONS, indexedPage } from "../support/indexed-page.ts";

const words = () =>
	new WordVectors({
		id: "none",
		dimensions: DIMENSIONS,
		leadingDimensions: DIMENSIONS,
		wordDimensions: DIMENSIONS,
		embedPassages: () => Promise.reject(new Error("not needed")),
		embedQueries: () => Promise.reject(new Error("not needed")),
		embedWords: () => Promise.reject(new Error("not needed")),
	});

/** Pages whose making ends in an order of its own; those named so are refused or fail. */
class Maker {
	readonly atOnce: number;
	held = 0;
	mostHeld = 0;
	expected = -1;
	readonly begun: string[] = [];
	constructor(atOnce: number) {
		this.atOnce = atOnce;
	}
	expect(pages: number) {
		this.expected = pages;
	}
	async makePage({ file, hash }: WantedPage): Promise<MadePage> {
		this.begun.push(file);
		this.mostHeld = Math.max(this.mostHeld, ++this.held);
		for (let turns = (Number.parseInt(file, 10) * 7) % 5; turns > 0; turns--) await nextTurn();
		this.held--;
		if (file.includes("refused"))
			return { page: null, refused: new PageRefusedError(file, { zh: "不是版面", en: "no page" }) };
		if (file.includes("failing")) throw new Error(`${file} 收不进索引`);
		const { addedAt: _, ...page } = indexedPage(file, hash, [[]]);
		return { page, words: { words: [], vectors: new Int8Array(0) }, refused: null };
	}
}

const wanted = (...files: string[]): WantedPage[] => files.map((file) => ({ file, hash: "1" }));
const numbered = Array.from({ length: 30 }, (_, n) => `${n}.txt`);
const held = async (index: ExactIndex) => (await index.summary()).pages.map(({ file }) => file);

it("puts pages in their order, however their making overlaps, and holds few of them", async () => {
	const index = new ExactIndex(DIMENSIONS);
	const maker = new Maker(4);
	expect(await ingest(wanted(...numbered), maker, index, words())).toEqual({ changed: true, refused: [] });
	expect(await held(index)).toEqual(numbered);
	expect(maker.mostHeld).toBeGreaterThan(1);
	expect(maker.mostHeld).toBeLessThanOrEqual(4);
});

it("makes only what has changed, and takes away what is gone", async () => {
	const index = new ExactIndex(DIMENSIONS);
	await ingest(wanted("1.txt", "2.txt", "3.txt"), new Maker(2), index, words());
	const maker = new Maker(2);
	const pages = [...wanted("1.txt"), { file: "2.txt", hash: "2" }];
	expect(await ingest(pages, maker, index, words())).toEqual({ changed: true, refused: [] });
	expect(maker.begun).toEqual(["2.txt"]);
	expect(maker.expected).toBe(1);
	expect((await held(index)).sort()).toEqual(["1.txt", "2.txt"]);
	expect(await ingest(pages, new Maker(2), index, words())).toEqual({ changed: false, refused: [] });
});

it("names a page that turns out to be none, takes its earlier version away, and commits nothing for it again", async () => {
	const index = new ExactIndex(DIMENSIONS);
	await index.replacePage(indexedPage("2refused.txt", "0", [[]]));
	await index.commit();
	const pages = wanted("1.txt", "2refused.txt");
	const { refused } = await ingest(pages, new Maker(2), index, words());
	expect(refused.map(({ message }) => message)).toEqual(["2refused.txt: 不是版面"]);
	expect(await held(index)).toEqual(["1.txt"]);
	expect((await ingest(pages, new Maker(2), index, words())).changed).toBe(false);
});

it("leaves the index as it was when a page fails or the work is given up", async () => {
	const index = new ExactIndex(DIMENSIONS);
	await ingest(wanted("1.txt"), new Maker(1), index, words());
	const more = wanted("1.txt", "2.txt", "3failing.txt", "4.txt");
	await expect(ingest(more, new Maker(3), index, words())).rejects.toThrow("3failing.txt 收不进索引");
	expect(await held(index)).toEqual(["1.txt"]);
	const giveUp = new AbortController();
	const onProgress = ({ done }: { done: number }) => done === 1 && giveUp.abort(new Error("given up"));
	const options = { onProgress, signal: giveUp.signal };
	await expect(ingest(wanted(...numbered), new Maker(2), index, words(), options)).rejects.toThrow("given up");
	expect(await held(index)).toEqual(["1.txt"]);
});
