/** Give it a number, get a newspaper page of made-up reports: words of the dictionary as often as in real texts. */

import { dict } from "@node-rs/jieba/dict.js";
import { layOutPage, type Material } from "../support/page-generator.ts";
import { seededRandom } from "../support/seeded-random.ts";

/** About as many passages as a page has. */
export const PASSAGES_PER_PAGE = 42;
const REPORTS = 6;

interface Vocabulary {
	readonly words: readonly string[];
	/** Sums of the words' frequencies up to and with each. */
	readonly sums: Float64Array;
}

let known: Vocabulary | null = null;

function vocabulary(): Vocabulary {
	if (known !== null) return known;
	const rows = dict
		.toString()
		.split("\n")
		.map((line) => line.split(" "))
		.filter(([word]) => /^\p{Script=Han}+$/u.test(word ?? ""));
	const sums = new Float64Array(rows.length);
	let sum = 0;
	for (const [i, [, frequency]] of rows.entries()) {
		sum += Number(frequency);
		sums[i] = sum;
	}
	known = { words: rows.map(([word]) => word!), sums };
	return known;
}

function drawWord(random: () => number): string {
	const { words, sums } = vocabulary();
	const wanted = random() * sums[sums.length - 1]!;
	let [low, high] = [0, sums.length - 1];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (sums[middle]! > wanted) high = middle;
		else low = middle + 1;
	}
	return words[low]!;
}

function clause(random: () => number, words: number): string {
	return Array.from({ length: words }, () =>
		random() < 0.02 ? String(Math.floor(random() * 2000)) : drawWord(random),
	).join("");
}

function sentence(random: () => number): string {
	const clauses = Array.from({ length: 2 + Math.floor(random() * 4) }, () =>
		clause(random, 4 + Math.floor(random() * 6)),
	);
	return `${clauses.join(",")}。`;
}

function report(random: () => number): Material {
	const paragraphs = Array.from({ length: 4 + Math.floor(random() * 4) }, () =>
		Array.from({ length: 2 + Math.floor(random() * 3) }, () => sentence(random)).join(""),
	);
	return { headline: clause(random, 6), paragraphs, captions: random() < 0.3 ? [clause(random, 8)] : [] };
}

/** The same number gives the same page. */
export function madeUpPage(number: number): string {
	const random = seededRandom(number);
	return layOutPage(
		Array.from({ length: REPORTS }, () => report(random)),
		number,
	).text;
}

/** A question of words that stand in the page. */
export function madeUpQuestion(number: number): string {
	const text = sentence(seededRandom(number)).split(",")[0]!;
	return `${text}有多少?`;
}
