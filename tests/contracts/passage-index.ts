/** What every PassageIndex promises, as tests: an engine's test calls `passageIndexContract` with a way to open one. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byField } from "../../src/engine/by-field.ts";
import { type Candidate, FIELDS, type IndexedArticle, type IndexQuery, type PassageIndex } from "../../src/ports.ts";
import { ExactIndex } from "../support/exact-index.ts";
import { DIMENSIONS, indexedPage, type PassageContent, unit } from "../support/indexed-page.ts";

export interface OpenedIndex {
	readonly index: PassageIndex;
	/** Closes the index and opens it again; null where nothing outlives the process. */
	readonly reopen: (() => Promise<PassageIndex>) | null;
	readonly discard: () => Promise<void>;
}

// Few terms, short lists and small whole numbers: collisions, ties and empty lists come of themselves.
const termList = fc.array(fc.constantFrom("报", "问", "城市", "老师", "𠮷", "\ud800", "", "x"), { maxLength: 6 });
const numbers = fc.array(fc.integer({ min: -3, max: 3 }), {
	minLength: DIMENSIONS,
	maxLength: DIMENSIONS,
});
const terms = fc.record(byField(() => termList));
const content = fc.record({ terms, numbers });
const files = fc.constantFrom("a.txt", "b.txt", "c.txt", "d.txt");
const page = fc
	.tuple(files, fc.constantFrom("1", "2", "3"), fc.array(fc.array(content, { maxLength: 4 }), { maxLength: 3 }))
	.map((arguments_) => indexedPage(...arguments_));
const query: fc.Arbitrary<IndexQuery> = fc.record({
	terms,
	vector: fc.option(numbers.map(unit)),
});
const change = fc.oneof(
	{ weight: 6, arbitrary: page.map((page) => ({ kind: "replace" as const, page })) },
	{ weight: 2, arbitrary: files.map((file) => ({ kind: "remove" as const, file })) },
	{ weight: 2, arbitrary: fc.constant({ kind: "commit" as const }) },
	{ weight: 1, arbitrary: fc.constant({ kind: "reopen" as const }) },
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

async function apply(index: PassageIndex, change: Change): Promise<void> {
	if (change.kind === "replace") await index.replacePage(change.page);
	if (change.kind === "remove") await index.removePage(change.file);
	if (change.kind === "commit") await index.commit();
}

/** Everything that can be asked of an index, in an order of its own. */
export async function everything(index: PassageIndex, queries: readonly IndexQuery[], depth = 3): Promise<unknown> {
	const summary = await index.summary();
	const pages = summary.pages.toSorted((a, b) => (a.file < b.file ? -1 : 1));
	const articleIds = pages.flatMap((page) => page.articleIds);
	const articles = await index.articles(["unknown", ...articleIds]);
	const passageIds = articles.flatMap(({ id }) => [3, 2, 1, 0].map((n) => `${id}.${n}`));
	return {
		pages,
		articleCount: summary.articles,
		passageCount: summary.passages,
		articles,
		count: await index.passageCount(),
		ofPages: await Promise.all(["unknown", ...pages.map(({ file }) => file)].map((file) => embedded(index, file))),
		passages: await index.passages(["unknown.0", ...passageIds]),
		candidates: await Promise.all(queries.map(async (query) => sorted(await index.candidates(query, depth)))),
		frequencies: await Promise.all(
			queries.flatMap(({ terms }) => FIELDS.map((field) => index.documentFrequencies(field, terms[field]))),
		),
	};
}

/** By id. */
async function embedded(index: PassageIndex, file: string): Promise<unknown> {
	const found = await index.passagesOfPage(file);
	return found.sort((a, b) => (a.passage.id < b.passage.id ? -1 : 1));
}

/** By id, scores to four decimal places. */
function sorted(candidates: readonly Candidate[]): unknown[] {
	const rounded = (x: number) => Math.round(x * 1e4) / 1e4 + 0;
	return candidates
		.map(({ passageId, bm25, cosine }) => ({
			passageId,
			scores: [...FIELDS.map((field) => rounded(bm25[field])), rounded(cosine)],
		}))
		.sort((a, b) => (a.passageId < b.passageId ? -1 : 1));
}

const ANY: IndexQuery = {
	terms: byField(() => ["报", "城市"]),
	vector: unit([1, 2, 3, 0, 0, 0, 0, -1]),
};
const one = (word: string): PassageContent => ({ terms: byField(() => [word]), numbers: [1, 0, 0, 0, 0, 0, 0, 0] });

/** `runs`: of the longest property; fewer for an engine that is slow to open. */
export function passageIndexContract(name: string, open: () => Promise<OpenedIndex>, runs = 60): void {
	const opened = async (use: (opened: OpenedIndex) => Promise<void>) => {
		const one = await open();
		try {
			await use(one);
		} finally {
			await one.discard();
		}
	};

	describe(`${name} keeps the contract of PassageIndex`, () => {
		test("answers like the exact reference after any changes, commits and reopenings", async () => {
			await fc.assert(
				fc.asyncProperty(
					fc.array(change, { maxLength: 25 }),
					fc.array(query, { minLength: 1, maxLength: 3 }),
					fc.integer({ min: 0, max: 6 }),
					(changes, queries, depth) =>
						opened(async ({ index: first, reopen }) => {
							let index = first;
							const reference = new ExactIndex(DIMENSIONS);
							for (const change of changes) {
								if (change.kind === "reopen") {
									// What is not committed is lost on the way, so both commit first.
									await Promise.all([index.commit(), reference.commit()]);
									index = (await reopen?.()) ?? index;
								}
								await Promise.all([apply(index, change), apply(reference, change)]);
								expect(await everything(index, queries, depth)).toEqual(await everything(reference, queries, depth));
							}
						}),
				),
				{ numRuns: runs },
			);
		});

		test("replacing a page twice equals replacing it once", async () => {
			await fc.assert(
				fc.asyncProperty(page, page, (one, other) =>
					opened(async ({ index }) => {
						for (const page of [one, other, other]) await index.replacePage(page);
						await index.commit();
						const twice = await everything(index, [ANY]);
						await index.replacePage(other);
						await index.commit();
						expect(await everything(index, [ANY])).toEqual(twice);
					}),
				),
				{ numRuns: Math.ceil(runs / 3) },
			);
		});

		test("finds nothing of a removed page", () =>
			opened(async ({ index }) => {
				const page = indexedPage("a.txt", "1", [[one("报")]]);
				await index.replacePage(page);
				await index.commit();
				await index.removePage("a.txt");
				await index.removePage("never-there.txt");
				await index.commit();
				expect(await index.candidates(ANY, 10)).toEqual([]);
				expect(await index.passages(["a.txt/1/0.0"])).toEqual([]);
				expect(await index.articles(["a.txt/1/0"])).toEqual([]);
				expect(await index.documentFrequencies("words", ["报"])).toEqual([0]);
				expect(await index.summary()).toMatchObject({ pages: [], articles: 0, passages: 0 });
			}));

		test("shows changes all at once with the commit, and loses uncommitted ones with the process", () =>
			opened(async ({ index, reopen }) => {
				expect((await index.summary()).committedAt).toBeNull();
				await index.replacePage(indexedPage("a.txt", "1", [[one("报")]]));
				await index.replacePage(indexedPage("b.txt", "1", [[one("报")]]));
				await index.commit();
				const before = await everything(index, [ANY]);
				await index.replacePage(indexedPage("a.txt", "2", [[one("城市"), one("报")]]));
				await index.removePage("b.txt");
				expect(await everything(index, [ANY])).toEqual(before);
				await index.commit();
				const after = await everything(index, [ANY]);
				expect(after).toMatchObject({ articleCount: 1, passageCount: 2 });
				await index.replacePage(indexedPage("b.txt", "2", [[one("报")]]));
				expect(await everything((await reopen?.()) ?? index, [ANY])).toEqual(after);
			}));

		test("answers questions while a commit is under way, from before or after it", () =>
			opened(async ({ index }) => {
				await index.replacePage(indexedPage("a.txt", "1", [[one("报")]]));
				await index.commit();
				const before = await everything(index, [ANY]);
				await index.replacePage(indexedPage("a.txt", "2", [[one("报"), one("报")]]));
				let isDone = false;
				const commit = index.commit().then(() => {
					isDone = true;
				});
				const seen: unknown[] = [];
				while (!isDone) {
					seen.push(await index.candidates(ANY, 10).then(sorted));
					await new Promise((resolve) => setImmediate(resolve));
				}
				await commit;
				const after = await everything(index, [ANY]);
				expect(after).not.toEqual(before);
				const allowed = [before, after].map((state) =>
					JSON.stringify((state as { candidates: unknown[][] }).candidates[0]),
				);
				for (const state of seen) expect(allowed).toContain(JSON.stringify(state));
			}));

		test("keeps the first of two articles with the same id", () =>
			opened(async ({ index }) => {
				const { articles, ...page } = indexedPage("a.txt", "1", [[one("报")]]);
				await index.replacePage({ ...page, articles: [...articles, ...articles] });
				await index.commit();
				expect(await index.summary()).toMatchObject({ articles: 1, passages: 1 });
				expect(await index.candidates(ANY, 10)).toHaveLength(1);
			}));

		test("refuses a vector that is none, and keeps what it has", () =>
			opened(async ({ index }) => {
				await index.replacePage(indexedPage("a.txt", "1", [[one("报")]]));
				const [{ article, passages }] = indexedPage("a.txt", "2", [[one("问")]]).articles as [IndexedArticle];
				for (const vector of [
					unit([1]),
					unit([1, 0, 0, 0, 0, 0, 0, 0]).fill(Number.NaN),
					new Float32Array(8).fill(1),
				]) {
					const spoiled = { article, passages: [{ ...passages[0]!, vector }] };
					const page = { file: "a.txt", hash: "2", addedAt: "", articles: [spoiled] };
					await expect(index.replacePage(page)).rejects.toThrow("a.txt/2/0.0");
				}
				await index.commit();
				expect(await index.articles(["a.txt/1/0"])).toHaveLength(1);
			}));
	});
}
