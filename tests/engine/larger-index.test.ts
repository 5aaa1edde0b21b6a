/** What only an index of thousands of passages does (segments, merging, the graph, renumbering), against the plain truth. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { byField } from "../../src/engine/by-field.ts";
import { openEmbeddedIndex } from "../../src/engine/embedded/embedded-index.ts";
import type { FieldTerms, IndexedPage, PassageIndex } from "../../src/ports.ts";
import { seededRandom } from "../support/seeded-random.ts";

const DIMENSIONS = 32;
/** The graph has so many of them: what it proposes is compared by all. */
const LEADING = 24;
const IDENTITY = { modelId: "model", dimensions: DIMENSIONS, recipe: "1" };
const PER_PAGE = 50;
const PAGES = 110;
const DEPTH = 20;

function unit(numbers: Float32Array): Float32Array {
	const length = Math.hypot(...numbers);
	return numbers.map((x) => x / length);
}

const drawCentre = seededRandom(1);
const CENTRES = Array.from({ length: 100 }, () => Float32Array.from({ length: DIMENSIONS }, () => drawCentre() - 0.5));

/** Recall means nothing on vectors without neighbours, so these lie in clusters, as those of texts do. */
function clustered(next: () => number): Float32Array {
	return unit(CENTRES[Math.floor(next() * CENTRES.length)]!.map((x) => x + 0.5 * (next() - 0.5)));
}

const termsOf = (next: () => number): FieldTerms =>
	byField(() => Array.from({ length: 12 }, () => `${Math.floor(800 ** next())}`));

function page(number: number, version: string): IndexedPage {
	const next = seededRandom(number * 1000 + Number(version));
	const file = `${number}.txt`;
	const id = `${number}-${version}`;
	const passages = Array.from({ length: PER_PAGE }, (_, n) => ({
		passage: {
			id: `${id}.${n}`,
			articleId: id,
			caption: null,
			span: { start: n, end: n + 1 },
			text: "文",
			headline: null,
		},
		terms: termsOf(next),
		vector: clustered(next),
	}));
	const text = "文".repeat(PER_PAGE);
	const edition = { paper: null, date: null, page: null, section: null, byline: null };
	const article = { id, file, headline: null, text, pieces: [], lines: [1], captions: [], ...edition };
	return { file, hash: version, addedAt: "", articles: [{ article, passages }] };
}

const queries = Array.from({ length: 12 }, (_, seed) => {
	const next = seededRandom(-1 - seed);
	return { terms: termsOf(next), vector: clustered(next) };
});

const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);

/** Words found exactly, and at least 99 of 100 nearest vectors; cosines right. */
async function expectRightAnswers(index: PassageIndex, pages: readonly IndexedPage[]): Promise<void> {
	const passages = pages.flatMap((page) => page.articles.flatMap((article) => article.passages));
	expect(await index.summary()).toMatchObject({ passages: passages.length, articles: pages.length });
	let near = 0;
	for (const { terms, vector } of queries) {
		const expected = terms.words.map((term) => passages.filter((one) => one.terms.words.includes(term)).length);
		expect(await index.documentFrequencies("words", terms.words)).toEqual(expected);

		const found = await index.candidates({ terms: byField(() => []), vector }, DEPTH);
		const cosines = new Map(passages.map((one) => [one.passage.id, cosine(vector, one.vector)]));
		for (const candidate of found) expect(candidate.cosine).toBeCloseTo(cosines.get(candidate.passageId)!, 6);
		const truth = [...cosines].sort((a, b) => b[1] - a[1]).slice(0, DEPTH);
		const ids = new Set(found.map(({ passageId }) => passageId));
		near += truth.filter(([id]) => ids.has(id)).length;
		expect(await index.passages([...ids])).toHaveLength(ids.size);
	}
	expect(near / (queries.length * DEPTH)).toBeGreaterThanOrEqual(0.99);
}

describe("an index of thousands of passages", () => {
	let folder: string;
	beforeAll(async () => {
		folder = await mkdtemp(path.join(tmpdir(), "baowen-larger-"));
	});
	afterAll(() => rm(folder, { recursive: true }));

	test("is right through commits, single changes, many replacements and reopenings", async () => {
		const pages = new Map<string, IndexedPage>();
		let { index } = await openEmbeddedIndex(folder, IDENTITY, LEADING);
		const put = async (page: IndexedPage) => {
			pages.delete(page.file);
			pages.set(page.file, page);
			await index.replacePage(page);
		};
		const reopen = async () => {
			await index.close();
			const opened = await openEmbeddedIndex(folder, IDENTITY, LEADING);
			expect(opened.notice).toBeNull();
			index = opened.index;
		};

		// Commits small enough for merging, all of it large enough for the graph.
		for (let number = 0; number < PAGES; number++) {
			await put(page(number, "1"));
			if (number % 5 === 0) await index.commit();
		}
		await index.commit();
		await expectRightAnswers(index, [...pages.values()]);

		// A few changes: dead passages in the graph, new ones outside it.
		for (const number of [0, 50, 60]) await put(page(number, "2"));
		await index.removePage("99.txt");
		pages.delete("99.txt");
		await index.commit();
		await expectRightAnswers(index, [...pages.values()]);
		await reopen();
		await expectRightAnswers(index, [...pages.values()]);

		// So many that the passages are numbered anew.
		for (let number = 0; number < 60; number++) await put(page(number, "3"));
		await index.commit();
		await expectRightAnswers(index, [...pages.values()]);
		await reopen();
		await expectRightAnswers(index, [...pages.values()]);
		await index.close();
	});
});
