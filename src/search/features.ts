/** Give it a question and its candidates, get the evidence for each: the numbers that ranking and deciding weigh. */

import type { Passage, Span } from "../domain.ts";
import type { Candidate } from "../ports.ts";
import { commonness } from "../text/common-words.ts";
import { fold } from "../text/fold.ts";
import { isPrintedIn } from "../text/numerals.ts";
import { sentencesOf } from "../text/sentences.ts";
import { charactersHeard, type Sounds, soundsOf } from "../text/sounds.ts";
import { searchWordsOfEach } from "../text/terms.ts";
import type { CosineTable, WordVectors } from "./word-vectors.ts";

/** What a content word of the question found in a passage. */
export interface WordMatch {
	readonly word: string;
	/** How much the word tells passages apart (`wordWeight`); the share of the question it stands for. */
	readonly weight: number;
	/** The most alike word of passage or headline; null when none is alike at all. */
	readonly matched: string | null;
	/** 1 for the same word, else the cosine of the two words, 0 … 1. */
	readonly similarity: number;
}

export const FEATURES = ["bigrams", "headline", "meaning", "softCoverage", "coverage", "sentence", "phrase"] as const;
export type Feature = (typeof FEATURES)[number];
export type Features = Readonly<Record<Feature, number>>;

/** One way to say a word of the question. */
export interface WordForm {
	readonly word: string;
	/** Its place among all forms of the question's words, as `CosineTable.begin` was given them. */
	readonly place: number;
	/** Of its vector; -1 for those that have none. */
	readonly row: number;
}

/** A question's content words with their weight. */
export interface WeightedWord {
	readonly word: string;
	readonly weight: number;
	/** The word and what says the same: its numeral in digits, as reports print it (五万, 5万), other translations. */
	readonly forms: readonly WordForm[];
	/** How it sounds, for a word that no report has and that may be misspelt; else null. */
	readonly sounds: Sounds | null;
}

/** A text with its distinct words, compounds and parts, and the rows of their vectors. */
export class TextWords {
	readonly folded: string;
	readonly words: readonly string[];
	readonly rows: Int32Array;
	private heard: Sounds | null = null;

	/** The words must have been learnt. */
	constructor(folded: string, words: readonly string[], vectors: WordVectors) {
		this.folded = folded;
		this.words = words;
		this.rows = Int32Array.from(words, (word) => vectors.row(word));
	}

	/** How the text sounds; few questions need it. */
	get sounds(): Sounds {
		this.heard ??= soundsOf(this.folded);
		return this.heard;
	}
}

/** All that a passage or an article is looked up by. */
export function textWithHeadline({ headline, text }: Pick<Passage, "headline" | "text">): string {
	return `${headline ?? ""}\n${text}`;
}

/** A passage cut up for matching. */
export interface PassageWords {
	/** All sentences. */
	readonly folded: string;
	/** Spans in the passage's text. */
	readonly sentences: readonly { readonly span: Span; readonly words: TextWords }[];
	readonly headline: TextWords;
}

/** Learns words that were not known when the passage was indexed (another process did it, or the cache was lost). */
export async function passageWords(passages: readonly Passage[], vectors: WordVectors): Promise<PassageWords[]> {
	const spans = passages.map(({ text }) => sentencesOf(text));
	const texts = passages.flatMap(({ text, headline }, i) => [
		fold(headline ?? ""),
		...spans[i]!.map(({ start, end }) => fold(text.slice(start, end))),
	]);
	const words = searchWordsOfEach(texts).map((words) => [...new Set(words)]);
	await vectors.learn(words.flat().filter((word) => vectors.row(word) < 0));
	let next = 0;
	const nextText = () => new TextWords(texts[next]!, words[next++]!, vectors);
	return spans.map((ofPassage) => {
		const headline = nextText();
		const sentences = ofPassage.map((span) => ({ span, words: nextText() }));
		return { folded: sentences.map(({ words }) => words.folded).join(""), sentences, headline };
	});
}

/** What the same sound is worth: a misspelt name, but perhaps another word. */
const SAME_SOUND = 0.9;

/** Late interaction: for every word of the question its best match in the text. */
export function matchWords(question: readonly WeightedWord[], text: TextWords, cosines: CosineTable): WordMatch[] {
	return question.map((asked) => {
		const { word, weight, forms } = asked;
		const printed = forms.find((form) => isPrintedWord(form.word, text));
		if (printed !== undefined) return { word, weight, matched: printed.word, similarity: 1 };
		const alike = mostAlike(forms, text, cosines);
		const heard =
			asked.sounds !== null && alike.similarity < SAME_SOUND
				? charactersHeard(asked.sounds, text.folded, text.sounds)
				: null;
		return { word, weight, ...(heard === null ? alike : { matched: heard, similarity: SAME_SOUND }) };
	});
}

/** jieba may cut the same name differently in question and report; a lone character must be a word there too. */
function isPrintedWord(word: string, text: TextWords): boolean {
	return word.length > 1 ? isPrintedIn(text.folded, word) : text.words.includes(word);
}

function mostAlike(
	forms: readonly WordForm[],
	{ words, rows }: TextWords,
	cosines: CosineTable,
): Pick<WordMatch, "matched" | "similarity"> {
	let best = -1;
	let similarity = 0;
	for (const { place, row } of forms) {
		if (row < 0) continue;
		for (let i = 0; i < rows.length; i++) {
			if (rows[i]! < 0) continue;
			const cosine = cosines.cosine(place, rows[i]!);
			if (cosine > similarity) {
				similarity = cosine;
				best = i;
			}
		}
	}
	return { matched: words[best] ?? null, similarity };
}

/** For every word of the question the better of its matches. */
export function bestMatches(alternatives: readonly (readonly WordMatch[])[]): WordMatch[] {
	return alternatives[0]!.map((_, q) =>
		alternatives.map((matches) => matches[q]!).reduce((a, b) => (b.similarity > a.similarity ? b : a)),
	);
}

/** The mean of what each word of the question is worth, 0 … 1, by the words' weights; 0 where there are none. */
export function weightedShare<T extends WordMatch>(
	matches: readonly T[],
	worth: (match: T, word: number) => number,
): number {
	let [sum, total] = [0, 0];
	for (let word = 0; word < matches.length; word++) {
		const match = matches[word]!;
		sum += match.weight * worth(match, word);
		total += match.weight;
	}
	return total === 0 ? 0 : sum / total;
}

/** Weighted share of the question's words that is matched, soft matches in part: 0 … 1. */
export function softCoverage(matches: readonly WordMatch[]): number {
	return weightedShare(matches, ({ similarity }) => similarity);
}

/** A city paper's pages are few, and what they lack may be a common word: so much general text is thought to stand beside them. */
const GENERAL_PASSAGES = 100;
/** Words of a passage, about. */
const PASSAGE_WORDS = 80;

/** ln(1 + N / n) over passages and general text: as BM25's idf, but also finite for a word that nothing has. */
export function wordWeight(word: string, passages: number, frequency: number): number {
	const general = 1 - (1 - commonness(word)) ** PASSAGE_WORDS;
	return Math.log(1 + (passages + GENERAL_PASSAGES) / Math.max(frequency + GENERAL_PASSAGES * general, 0.5));
}

/** `bySentence` holds the matches of each sentence and of the headline. */
export function featuresOf(
	foldedQuestion: string,
	candidate: Candidate,
	passage: PassageWords,
	matches: readonly WordMatch[],
	bySentence: readonly (readonly WordMatch[])[],
): Features {
	return {
		bigrams: candidate.bm25.bigrams,
		headline: candidate.bm25.headline,
		meaning: candidate.cosine,
		softCoverage: softCoverage(matches),
		coverage: weightedShare(matches, ({ similarity }) => (similarity === 1 ? 1 : 0)),
		sentence: Math.max(...bySentence.map(softCoverage)),
		phrase: longestCommonRun(foldedQuestion, passage.folded),
	};
}

/** Length of the longest stretch of the question that the text holds to the letter. */
export function longestCommonRun(question: string, text: string): number {
	let longest = 0;
	for (let start = 0; start + longest < question.length; start++)
		while (start + longest < question.length && text.includes(question.slice(start, start + longest + 1))) longest++;
	return longest;
}

/** Each number less the mean, in standard deviations; all 0 where the numbers are the same. */
export function standardScores(column: readonly number[]): number[] {
	const mean = column.reduce((sum, x) => sum + x, 0) / column.length;
	const deviation = Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / column.length);
	return column.map((x) => (deviation < 1e-9 ? 0 : (x - mean) / deviation));
}

/** Each feature in standard deviations over the candidates: questions become comparable. */
export function standardise(rows: readonly Features[]): Features[] {
	const columns = FEATURES.map((feature) => standardScores(rows.map((row) => row[feature])));
	return rows.map(
		(_, i) => Object.fromEntries(FEATURES.map((feature, f) => [feature, columns[f]![i]!])) as Record<Feature, number>,
	);
}
