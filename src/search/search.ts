/** Give it a question, get the passages that may answer it, best first, each with the evidence. */

import type { Passage } from "../domain.ts";
import type { Candidate, Embedder, PassageIndex } from "../ports.ts";
import { soundsOf } from "../text/sounds.ts";
import {
	bestMatches,
	FEATURES,
	type Feature,
	type Features,
	featuresOf,
	matchWords,
	type PassageWords,
	passageWords,
	standardise,
	type WeightedWord,
	type WordMatch,
	wordWeight,
} from "./features.ts";
import { type ParsedQuestion, parseQuestion, soundsAround } from "./question.ts";
import type { WordVectors } from "./word-vectors.ts";

export interface Hit {
	readonly passage: Passage;
	/** Weighted sum of the standardised features; only comparable within one question. */
	readonly score: number;
	readonly features: Features;
	readonly matches: readonly WordMatch[];
	/** Place among the candidates by words alone and by meaning alone, from 1. */
	readonly ranks: { readonly words: number; readonly meaning: number };
}

export interface SearchResult {
	readonly question: ParsedQuestion;
	/** The question's content words with their weight in this index. */
	readonly words: readonly WeightedWord[];
	readonly hits: readonly Hit[];
}

/** How many passages each ranking sends into the last stage; more gained nothing (retrieval notes: 50). */
const DEPTH = 50;
/** Kept so that a passage asked about often is cut into words once; about 2 kB each. */
const REMEMBERED_PASSAGES = 5_000;

/**
 * What a standard deviation of each feature is worth. Chosen by coordinate search over four public sets of questions
 * and headlines; features without a weight tell nothing more than these, but serve the decision whether to answer.
 */
export const WEIGHTS: Partial<Record<Feature, number>> = {
	bigrams: 1,
	headline: 0.3,
	meaning: 0.6,
	softCoverage: 1.5,
	sentence: 0.6,
	phrase: 0.2,
};

export class Search {
	private readonly index: PassageIndex;
	private readonly embedder: Embedder;
	private readonly vectors: WordVectors;
	private readonly remembered = new Map<string, PassageWords>();

	constructor(index: PassageIndex, embedder: Embedder, vectors: WordVectors) {
		this.index = index;
		this.embedder = embedder;
		this.vectors = vectors;
	}

	async search(text: string): Promise<SearchResult> {
		const question = parseQuestion(text);
		const { contentWords } = question;
		if (contentWords.length === 0) return { question, words: [], hits: [] };
		const [vector] = await this.embedder.embedQueries([question.folded]);
		const frequencies = await this.index.documentFrequencies("words", contentWords);
		const unknown = contentWords.filter((_, i) => frequencies[i] === 0);
		const sounds = unknown.flatMap((word) => soundsAround(word, question.folded));
		const candidates = await this.index.candidates(
			{ terms: { ...question.terms, sounds }, vector: vector!.some((x) => x !== 0) ? vector! : null },
			DEPTH,
		);
		if (candidates.length === 0) return { question, words: [], hits: [] };
		const passages = await this.index.passages(candidates.map((candidate) => candidate.passageId));
		const { passages: count } = await this.index.summary();
		await this.vectors.learn(contentWords);
		const words = contentWords.map((word, i) => ({
			word,
			weight: wordWeight(count, frequencies[i]!),
			row: this.vectors.row(word),
			sounds: frequencies[i] === 0 && word.length > 1 ? soundsOf(word) : null,
		}));
		const memory = words.map(() => new Map<number, number>());
		const passageWords = await this.wordsOf(passages);
		const bySentence = passageWords.map(({ sentences, headline }) =>
			[...sentences, headline].map((text) => matchWords(words, text, this.vectors, memory)),
		);
		const matches = bySentence.map(bestMatches);
		const features = passageWords.map((passage, i) =>
			featuresOf(question.folded, candidates[i]!, passage, matches[i]!, bySentence[i]!),
		);
		const scores = standardise(features).map((row) =>
			FEATURES.reduce((sum, feature) => sum + (WEIGHTS[feature] ?? 0) * row[feature], 0),
		);
		const byWords = places(candidates, (candidate) => candidate.bm25.words);
		const byMeaning = places(candidates, (candidate) => candidate.cosine);
		const hits = passages.map((passage, i) => ({
			passage,
			score: scores[i]!,
			features: features[i]!,
			matches: matches[i]!,
			ranks: { words: byWords[i]!, meaning: byMeaning[i]! },
		}));
		return { question, words, hits: hits.sort((a, b) => b.score - a.score) };
	}

	private async wordsOf(passages: readonly Passage[]): Promise<PassageWords[]> {
		const fresh = passages.filter((passage) => !this.remembered.has(passage.id));
		const words = await passageWords(fresh, this.vectors);
		const found = new Map(fresh.map((passage, i) => [passage.id, words[i]!]));
		const result = passages.map((passage) => found.get(passage.id) ?? this.remembered.get(passage.id)!);
		for (const [id, entry] of found) {
			if (this.remembered.size >= REMEMBERED_PASSAGES) this.remembered.delete(this.remembered.keys().next().value!);
			this.remembered.set(id, entry);
		}
		return result;
	}
}

/** Place of every candidate in the order of a score, from 1. */
function places(candidates: readonly Candidate[], score: (candidate: Candidate) => number): number[] {
	const order = [...candidates.keys()].sort((a, b) => score(candidates[b]!) - score(candidates[a]!));
	const result = new Array<number>(candidates.length);
	order.forEach((candidate, place) => {
		result[candidate] = place + 1;
	});
	return result;
}
