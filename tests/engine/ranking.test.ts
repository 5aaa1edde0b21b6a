/** The mathematics and the data structures under the embedded index, each against its plain definition. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Best } from "../../src/engine/best.ts";
import { inverseDocumentFrequency, saturation } from "../../src/engine/bm25.ts";
import { findTerm, invert, merge, type Postings } from "../../src/engine/embedded/postings.ts";

describe("BM25", () => {
	test("gives what a hand computation gives", () => {
		// A term in 1 of 3 texts: ln(1 + 2.5 / 1.5). Twice in a text of 4 terms where 3 is the average: 2 * 2.2 / (2 + 1.2 * (0.25 + 1)).
		expect(inverseDocumentFrequency(3, 1)).toBeCloseTo(0.980829, 6);
		expect(saturation(2, 4, 3)).toBeCloseTo(4.4 / 3.5, 12);
	});

	test("rises with the frequency, falls with the length and with the share of texts that match", () => {
		const count = fc.integer({ min: 1, max: 1000 });
		fc.assert(
			fc.property(count, count, count, (frequency, length, more) => {
				expect(saturation(frequency + 1, length, 100)).toBeGreaterThan(saturation(frequency, length, 100));
				expect(saturation(frequency, length + more, 100)).toBeLessThan(saturation(frequency, length, 100));
				expect(saturation(frequency, length, 100)).toBeLessThan(2.2);
				const total = length + more;
				expect(inverseDocumentFrequency(total, length - 1)).toBeGreaterThan(inverseDocumentFrequency(total, length));
				expect(inverseDocumentFrequency(total, total)).toBeGreaterThan(0);
			}),
		);
	});
});

describe("the best of many", () => {
	test("are those that a sort puts first, the smaller number before the larger where scores are equal", () => {
		const scores = fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 60 });
		fc.assert(
			fc.property(scores, fc.nat({ max: 20 }), (scores, depth) => {
				const best = new Best(depth);
				for (const [number, score] of scores.entries()) best.offer(number, score);
				const order = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b);
				expect(best.numbers().toSorted((a, b) => a - b)).toEqual(order.slice(0, depth).sort((a, b) => a - b));
			}),
		);
	});
});

describe("postings", () => {
	const term = fc.oneof(
		fc.constantFrom("报", "问", "报问", "", "\ud800"),
		fc.string({ unit: "binary", maxLength: 3 }),
		// More units alike than are sorted as one number.
		fc.string({ unit: fc.constantFrom("报", "问"), maxLength: 3 }).map((end) => "报".repeat(60) + end),
	);
	const texts = fc.array(fc.array(term, { maxLength: 8 }), { maxLength: 8 });

	/** For every term its texts and frequencies. */
	function listed(postings: Postings, terms: Iterable<string>): Record<string, [number, number][]> {
		const list = (term: string): [number, number][] => {
			const found = findTerm(postings, term);
			if (found < 0) return [];
			const from = postings.postingStarts[found]!;
			const texts = postings.texts.subarray(from, postings.postingStarts[found + 1]!);
			return Array.from(texts, (text, i) => [text, postings.frequencies[from + i]!]);
		};
		return Object.fromEntries(Array.from(terms, (term) => [`-${term}`, list(term)]));
	}

	test("hold every term of every text as often as it occurs, and no other", async () => {
		await fc.assert(
			fc.asyncProperty(texts, term, async (texts, other) => {
				const terms = new Set([other, ...texts.flat()]);
				const postings = await invert(texts);
				const expected = Array.from(terms, (term) => [
					`-${term}`,
					texts.flatMap((text, number) => {
						const frequency = text.filter((one) => one === term).length;
						return frequency === 0 ? [] : [[number, frequency]];
					}),
				]);
				expect(listed(postings, terms)).toEqual(Object.fromEntries(expected));
				expect([...postings.lengths]).toEqual(texts.map((text) => text.length));
			}),
		);
	});

	test("merged are those of all texts that were kept", async () => {
		const kept = fc.array(fc.tuple(fc.array(term, { maxLength: 8 }), fc.boolean()), { maxLength: 8 });
		await fc.assert(
			fc.asyncProperty(fc.array(kept, { maxLength: 4 }), async (parts) => {
				let next = 0;
				const merged = await merge(
					await Promise.all(
						parts.map(async (part) => ({
							renumbered: Int32Array.from(part, ([, isKept]) => (isKept ? next++ : -1)),
							postings: await invert(part.map(([text]) => text)),
						})),
					),
					next,
				);
				expect(merged).toEqual(await invert(parts.flat().flatMap(([text, isKept]) => (isKept ? [text] : []))));
			}),
		);
	});

	test("keep a frequency beyond 65,535 at that", async () => {
		expect((await invert([new Array(70_000).fill("报")])).frequencies).toEqual(Uint16Array.of(65_535));
	});
});
