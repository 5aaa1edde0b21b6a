import { expect, it } from "vitest";
import { WordVectors } from "../../src/search/word-vectors.ts";

/** Letters as dimensions; answers in a later turn, as a model does. */
const embedder = {
	id: "letters",
	dimensions: 4,
	leadingDimensions: 4,
	embedPassages: async (texts: readonly string[]) => {
		await new Promise((resolve) => setImmediate(resolve));
		return texts.map((text) => new Float32Array([..."甲乙丙丁"].map((letter) => (text === letter ? 1 : 0))));
	},
	embedQueries: () => Promise.reject(new Error("not needed")),
};

it("words that a question and a new page bring at the same time keep vectors of their own", async () => {
	const vectors = new WordVectors(embedder);
	await Promise.all([vectors.learn(["甲", "乙"]), vectors.learn(["甲", "丙", "乙", "丁"])]);
	const words = [..."甲乙丙丁"];
	for (const one of words)
		for (const other of words)
			expect(vectors.cosine(vectors.row(one), vectors.row(other)), one + other).toBe(one === other ? 1 : 0);
});
