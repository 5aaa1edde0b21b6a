import fc from "fast-check";
import { expect, it } from "vitest";
import type { Embedder } from "../../src/ports.ts";
import { CosineTable, WordVectors } from "../../src/search/word-vectors.ts";

const DIMENSIONS = 128;

/** Gives every word the vector in the table, when the event loop comes round again. */
function embedderOf(table: ReadonlyMap<string, Float32Array>): Embedder {
	return {
		id: "made up",
		dimensions: DIMENSIONS,
		leadingDimensions: DIMENSIONS,
		wordDimensions: DIMENSIONS,
		embedPassages: () => Promise.reject(new Error("not needed")),
		embedQueries: () => Promise.reject(new Error("not needed")),
		embedWords: async (words) => {
			await new Promise((resolve) => setImmediate(resolve));
			return words.map((word) => table.get(word)!);
		},
	};
}

/** Of two rows as they are kept, product by product. */
function cosineOf({ bytes, stride }: WordVectors, a: number, b: number): number {
	let sum = 0;
	for (let d = 0; d < stride; d++) sum += bytes[a * stride + d]! * bytes[b * stride + d]!;
	return sum / 127 ** 2;
}

it("words that a question and a new page bring at the same time keep vectors of their own", async () => {
	const words = [..."甲乙丙丁"];
	const axis = (i: number) => new Float32Array(DIMENSIONS).map((_, d) => (d === i ? 1 : 0));
	const vectors = new WordVectors(embedderOf(new Map(words.map((word, i) => [word, axis(i)]))));
	await Promise.all([vectors.learn(["甲", "乙"]), vectors.learn(["甲", "丙", "乙", "丁"])]);
	const cosines = new CosineTable(vectors);
	cosines.begin(words.map((word) => vectors.row(word)));
	for (const [i, one] of words.entries())
		for (const [j, other] of words.entries())
			expect(cosines.cosine(i, vectors.row(other)), one + other).toBe(i === j ? 1 : 0);
});

it("cosines of any number of words at once are those of each two rows", async () => {
	const value = fc.integer({ min: -99, max: 99 });
	const vector = fc
		.array(value, { minLength: DIMENSIONS, maxLength: DIMENSIONS })
		.filter((values) => values.some((x) => x !== 0));
	// Also vectors alike in all but a few places, and opposite ones: sums as large as they come.
	const near = fc.tuple(vector, fc.constantFrom(1, -1)).map(([values, sign]) => [values, values.map((x) => x * sign)]);
	const some = fc.array(
		fc.oneof(
			vector.map((values) => [values]),
			near,
		),
		{ minLength: 1, maxLength: 20 },
	);
	await fc.assert(
		fc.asyncProperty(some, async (drawn) => {
			const all = drawn.flat().map((values) => {
				const length = Math.hypot(...values);
				return Float32Array.from(values, (x) => x / length);
			});
			const names = all.map((_, i) => `词${String.fromCodePoint(0x4e00 + i)}`);
			const vectors = new WordVectors(embedderOf(new Map(names.map((name, i) => [name, all[i]!]))));
			await vectors.learn(names);
			const cosines = new CosineTable(vectors);
			const rows = names.map((name) => vectors.row(name));
			cosines.begin([-1, ...rows]);
			for (const [i, row] of rows.entries())
				for (const other of rows) expect(cosines.cosine(i + 1, other)).toBeCloseTo(cosineOf(vectors, row, other), 6);
		}),
		{ numRuns: 60 },
	);
});
