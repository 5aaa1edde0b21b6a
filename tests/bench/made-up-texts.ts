/** Give it a seed, get texts that nobody wrote: they fill a corpus up to the size that is to be measured. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Text } from "../evaluation/corpora.ts";
import { seededRandom } from "../support/seeded-random.ts";

const TOKENIZER = join(import.meta.dirname, "..", "..", "embeddings", "model", "baowen-zh", "tokenizer.json");
const VOCABULARY = z.object({
	model: z.object({ vocab: z.array(z.tuple([z.string(), z.number()])) }),
});
const WORD = /^[\p{Script=Han}\p{N}%]+$/u;

/** Passages of one report: they have its headline and its topic. */
const PASSAGES = 6;
/** Words of a topic, and the share of a text's words that are taken from them. */
const TOPIC_WORDS = 40;
const TOPIC_SHARE = 0.4;
/** Characters, like the passages of our pages. */
const SHORTEST = 100;
const LONGEST = 200;
const SENTENCE_WORDS = 12;

/**
 * Passages of made-up reports without end, the same in every run: words as frequent as the model's vocabulary says they
 * are in newspapers, some of them again and again in one report. They mean nothing, so that no question is answered by
 * them; postings are as many and as long as with real text, but a real report is harder to tell from another.
 */
export function* madeUpTexts(seed: number): Generator<Text, never> {
	const random = seededRandom(seed);
	const word = wordSource(random);
	for (let report = 0; ; report++) {
		const topic = Array.from({ length: TOPIC_WORDS }, word);
		const next = () => (random() < TOPIC_SHARE ? topic[Math.floor(random() * TOPIC_WORDS)]! : word());
		const title = Array.from({ length: 6 }, next).join("");
		for (let n = 0; n < PASSAGES; n++) {
			const length = SHORTEST + random() * (LONGEST - SHORTEST);
			let text = "";
			while (text.length < length) {
				const words = Array.from({ length: SENTENCE_WORDS }, next);
				words.splice(SENTENCE_WORDS / 2, 0, ",");
				text += `${words.join("")}。`;
			}
			yield { id: `made-up-${report}.${n}`, title, text };
		}
	}
}

/** Draws words of the model's vocabulary with the probabilities that stand there as logarithms. */
function wordSource(random: () => number): () => string {
	const vocabulary = VOCABULARY.parse(JSON.parse(readFileSync(TOKENIZER, "utf8"))).model.vocab;
	const words = vocabulary.filter(([piece]) => WORD.test(piece));
	const upTo = new Float64Array(words.length);
	let sum = 0;
	for (const [i, [, logarithm]] of words.entries()) {
		sum += Math.exp(logarithm);
		upTo[i] = sum;
	}
	return () => {
		const drawn = random() * sum;
		let [low, high] = [0, words.length - 1];
		while (low < high) {
			const middle = (low + high) >> 1;
			if (upTo[middle]! > drawn) high = middle;
			else low = middle + 1;
		}
		return words[low]![0];
	};
}
