/** Give it a question and its candidates, get the evidence for each: the numbers that ranking and deciding weigh. */

import type { Passage } from "../domain.ts";
import type { Candidate } from "../ports.ts";
import { fold } from "../text/fold.ts";
import { plainWords, searchWords } from "../text/terms.ts";
import type { WordVectors } from "./word-vectors.ts";

/** What a content word of the question found in a passage. */
export interface WordMatch {
	readonly word: string;
	/** ln(1 + N / n): how much the word tells passages apart; the share of the question it stands for. */
	readonly weight: number;
	/** The most alike word of passage or headline; null when none is alike at all. */
	readonly matched: string | null;
	/** 1 for the same word, else the cosine of the two words, 0 … 1. */
	readonly similarity: number;
}

export const FEATURES = [
	"words",
	"bigrams",
	"headline",
	"meaning",
	"softCoverage",
	"coverage",
	"weakest",
	"length",
] as const;
export type Feature = (typeof FEATURES)[number];
export type Features = Readonly<Record<Feature, number>>;

/** A question's content words with their weight and the row of their vector. */
export interface WeightedWord {
	readonly word: string;
	readonly weight: number;
	readonly row: number;
}

/** The distinct words of a passage and its headline, compounds and parts. */
export interface PassageWords {
	readonly words: readonly string[];
	readonly rows: Int32Array;
}

/** Learns words that were not known when the passage was indexed (another process did it, or the cache was lost). */
export async function passageWords(passages: readonly Passage[], vectors: WordVectors): Promise<PassageWords[]> {
	const cut = passages.map((passage) => distinctWords(passage.text, passage.headline));
	await vectors.learn(cut.flat());
	return cut.map((words) => ({ words, rows: Int32Array.from(words, (word) => vectors.row(word)) }));
}

/** The words of a text and its headline, compounds and parts, each once. */
export function distinctWords(text: string, headline: string | null): string[] {
	const folded = fold(`${headline ?? ""}\n${text}`);
	return [...new Set([...plainWords(folded), ...searchWords(folded)])];
}

/**
 * Late interaction: for every word of the question its best match in the passage.
 * `memory` keeps the cosines of one question, since its candidates share most of their words.
 */
export function matchWords(
	question: readonly WeightedWord[],
	passage: PassageWords,
	vectors: WordVectors,
	memory: Map<number, number>[],
): WordMatch[] {
	return question.map(({ word, weight, row }, q) => {
		if (passage.words.includes(word)) return { word, weight, matched: word, similarity: 1 };
		const known = memory[q]!;
		let matched: string | null = null;
		let similarity = 0;
		if (row >= 0)
			for (let i = 0; i < passage.rows.length; i++) {
				const other = passage.rows[i]!;
				if (other < 0) continue;
				let cosine = known.get(other);
				if (cosine === undefined) {
					cosine = vectors.cosine(row, other);
					known.set(other, cosine);
				}
				if (cosine > similarity) {
					similarity = cosine;
					matched = passage.words[i]!;
				}
			}
		return { word, weight, matched, similarity };
	});
}

/** ln(1 + N / n): as BM25's idf, but also finite for a word that no passage has. */
export function wordWeight(passages: number, frequency: number): number {
	return Math.log(1 + passages / Math.max(frequency, 0.5));
}

export function featuresOf(candidate: Candidate, passage: Passage, matches: readonly WordMatch[]): Features {
	let total = 0;
	let soft = 0;
	let exact = 0;
	let weakest = 1;
	for (const { weight, similarity } of matches) {
		total += weight;
		soft += weight * similarity;
		if (similarity === 1) exact += weight;
		weakest = Math.min(weakest, similarity);
	}
	return {
		words: candidate.bm25.words,
		bigrams: candidate.bm25.bigrams,
		headline: candidate.bm25.headline,
		meaning: candidate.cosine,
		softCoverage: total === 0 ? 0 : soft / total,
		coverage: total === 0 ? 0 : exact / total,
		weakest: matches.length === 0 ? 0 : weakest,
		length: Math.log(passage.text.length + 1),
	};
}

/** Each feature less its mean over the candidates, in standard deviations: questions become comparable. */
export function standardise(rows: readonly Features[]): Features[] {
	const columns = FEATURES.map((feature) => {
		const mean = rows.reduce((sum, row) => sum + row[feature], 0) / rows.length;
		const variance = rows.reduce((sum, row) => sum + (row[feature] - mean) ** 2, 0) / rows.length;
		return { feature, mean, deviation: Math.sqrt(variance) };
	});
	return rows.map(
		(row) =>
			Object.fromEntries(
				columns.map(({ feature, mean, deviation }) => [
					feature,
					deviation < 1e-9 ? 0 : (row[feature] - mean) / deviation,
				]),
			) as Record<Feature, number>,
	);
}
