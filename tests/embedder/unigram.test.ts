import { join } from "node:path";
import { AutoTokenizer, env } from "@xenova/transformers";
import fc from "fast-check";
import { expect, test } from "vitest";
import { UnigramCut } from "../../src/embedder/unigram.ts";
import { madeUpPage } from "../bench/made-up-pages.ts";

/** Every way to cut the text into pieces, or characters that are none. */
function cuts(text: string, pieces: readonly string[]): string[][] {
	if (text === "") return [[]];
	const first = pieces.filter((piece) => text.startsWith(piece));
	if (!first.includes(text[0]!)) first.push(text[0]!);
	return first.flatMap((piece) => cuts(text.slice(piece.length), pieces).map((rest) => [piece, ...rest]));
}

test("of all cuts it gives one whose scores have the largest sum", () => {
	const letters = fc.string({ unit: fc.constantFrom(..."报纸新闻a"), maxLength: 8 });
	const vocabulary = fc.uniqueArray(
		fc.tuple(
			letters.filter((piece) => piece !== ""),
			fc.integer({ min: -30, max: -1 }),
		),
		{ selector: ([piece]) => piece, maxLength: 12 },
	);
	fc.assert(
		fc.property(vocabulary, letters, (entries, text) => {
			const scores = new Map(entries);
			const sum = (cut: readonly string[]) => cut.reduce((total, piece) => total + (scores.get(piece) ?? -40), 0);
			const found = new UnigramCut([...scores.keys()], [...scores.values()], -40).pieces(text);
			expect(found.join("")).toBe(text);
			expect(sum(found)).toBe(Math.max(...cuts(text, [...scores.keys()]).map(sum)));
		}),
	);
});

test("our model's texts are cut as the library cuts them", async () => {
	env.allowRemoteModels = false;
	env.localModelPath = join(import.meta.dirname, "../../embeddings/model");
	const { model } = await AutoTokenizer.from_pretrained("baowen-zh");
	const library = model as unknown as {
		vocab: string[];
		scores: number[];
		unkScore: number;
		tokenize(text: string): string[];
	};
	const cut = new UnigramCut(library.vocab, library.scores, library.unkScore);
	const ofPages = [0, 1, 2, 3].flatMap((number) => madeUpPage(number).match(/[\p{L}\p{N}]+/gu) ?? []);
	expect(ofPages.length).toBeGreaterThan(500);
	for (const text of ofPages) expect(cut.pieces(text)).toEqual(library.tokenize(text));
	const characters = fc.constantFrom(...ofPages.join("").slice(0, 500), "龘", "𠮷", "\ud842", "z");
	fc.assert(
		fc.property(fc.string({ unit: characters, maxLength: 40 }), (text) => {
			expect(cut.pieces(text)).toEqual(library.tokenize(text));
		}),
	);
});
