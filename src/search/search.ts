/** Give it a question, get the passages that may answer it, best first, each with the evidence. */

import { LRUCache } from "lru-cache";
import type { Passage, Span } from "../domain.ts";
import { type Candidate, type Embedder, FIELDS, type PassageIndex } from "../ports.ts";
import { inDigits } from "../text/numerals.ts";
import { askedWho } from "../text/question-kind.ts";
import { askingSpans } from "../text/question-words.ts";
import { soundsOfWord } from "../text/sounds.ts";
import { isEnglish } from "./english-question.ts";
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
	standardScores,
	textWithHeadline,
	type WeightedWord,
	type WordMatch,
	wordWeight,
} from "./features.ts";
import { heardText, respellings, respelt } from "./misspellings.ts";
import {
	isForeign,
	type Otherwise,
	type ParsedQuestion,
	parseForeignQuestion,
	parseQuestion,
	soundsAround,
} from "./question.ts";
import { inReportedWords } from "./translation.ts";
import { CosineTable, type WordVectors } from "./word-vectors.ts";

export interface Hit {
	readonly passage: Passage;
	/** Weighted sum of the standardised features; only comparable within one question. */
	readonly score: number;
	readonly features: Features;
	/** For each word of the question its best match in passage and headline. */
	readonly matches: readonly WordMatch[];
	/** The same for each sentence by itself; spans in the passage's text. */
	readonly sentences: readonly { readonly span: Span; readonly matches: readonly WordMatch[] }[];
	/** Place among the candidates by words alone and by meaning alone, from 1. */
	readonly ranks: { readonly words: number; readonly meaning: number };
}

export interface SearchResult {
	readonly question: ParsedQuestion;
	/**
	 * What stands in `question` instead of words as they were typed: a misspelt name as the reports print it, or all of an
	 * English question in Chinese words; null where nothing was changed.
	 */
	readonly lookedUpAs: string | null;
	/** The question's content words with their weight in this index. */
	readonly words: readonly WeightedWord[];
	readonly hits: readonly Hit[];
}

interface Proposal {
	readonly question: ParsedQuestion;
	/** Content words that no report has. */
	readonly unknown: readonly string[];
	/** In how many passages each content word stands. */
	readonly frequencies: readonly number[];
	/** The most promising of what any ranking proposed, and their passages in the same order. */
	readonly candidates: readonly Candidate[];
	readonly passages: readonly Passage[];
}

/** How many passages each ranking proposes. */
const DEPTH = 50;
/** How many of the proposed passages are compared word by word; with twice as many, no public set gained a percent. */
const COMPARED = 40;
const REMEMBERED_PASSAGES = 2_000;

/**
 * What a standard deviation of each feature is worth. Chosen by coordinate search over four public sets of questions
 * and headlines; BM25 by words, the worst match and a passage's length told nothing more than these.
 */
export const WEIGHTS: Readonly<Record<Feature, number>> = {
	bigrams: 0.6,
	headline: 0.3,
	meaning: 0.6,
	softCoverage: 1.5,
	coverage: 0.2,
	sentence: 0.6,
	phrase: 0.45,
};

/** The same for meaning where nothing is asked: of a thousand headlines seven more find their report first. */
const MEANING_OF_STATEMENT = 1;

export class Search {
	private readonly index: PassageIndex;
	private readonly embedder: Embedder;
	private readonly vectors: WordVectors;
	private readonly cosines: CosineTable;
	/** So that a passage asked about often is cut into words once; about 10 kB each. */
	private readonly remembered = new LRUCache<string, PassageWords>({ max: REMEMBERED_PASSAGES });

	constructor(index: PassageIndex, embedder: Embedder, vectors: WordVectors) {
		this.index = index;
		this.embedder = embedder;
		this.vectors = vectors;
		this.cosines = new CosineTable(vectors);
	}

	/** Whether the model knows nothing of the language that the text is in. */
	isUnknownLanguage(text: string): boolean {
		return this.embedder.onlyChinese === true && isForeign(text);
	}

	async search(text: string): Promise<SearchResult> {
		if (!this.isUnknownLanguage(text)) return this.searchChinese(text);
		if (isEnglish(text)) {
			const { translated, otherwise } = await inReportedWords(text, this.index, this.embedder);
			return { ...(await this.searchChinese(translated, otherwise)), lookedUpAs: translated };
		}
		const names = parseForeignQuestion(text);
		return this.rank(await this.propose(names ?? parseQuestion(text)), null);
	}

	private async searchChinese(text: string, otherwise?: Otherwise): Promise<SearchResult> {
		const proposal = await this.propose(parseQuestion(text, otherwise));
		const { folded } = proposal.question;
		// jieba cuts a misspelt name into words that reports have: 张伟明 printed, 张伟|名 asked for.
		const named = askedWho(folded);
		const doubtful = named === null ? proposal.unknown : [...proposal.unknown, named];
		if (doubtful.length === 0) return this.rank(proposal, null);
		const texts = proposal.passages.map((passage) => heardText(textWithHeadline(passage)));
		const misspelt = respellings(folded, doubtful, texts);
		if (misspelt.length === 0) return this.rank(proposal, null);
		const respelled = await this.propose(parseQuestion(respelt(folded, misspelt), otherwise));
		return this.rank(respelled, misspelt.map(({ printed }) => printed).join("、"));
	}

	/** The passages that any ranking holds for promising. */
	private async propose(question: ParsedQuestion): Promise<Proposal> {
		const { contentWords } = question;
		const nothing = { question, unknown: [], frequencies: [], candidates: [], passages: [] };
		if (contentWords.length === 0) return nothing;
		const [embedded] = question.wording === "names" ? [] : await this.embedder.embedQueries([question.folded]);
		const vector = embedded?.some((x) => x !== 0) ? embedded : null;
		const frequencies = await this.index.documentFrequencies("words", contentWords);
		const unknown = contentWords.filter((_, i) => frequencies[i] === 0);
		const sounds = unknown.flatMap((word) => soundsAround(word, question.folded));
		const union = await this.index.candidates({ terms: { ...question.terms, sounds }, vector }, DEPTH);
		const promising = new Map(mostPromising(union).map((candidate) => [candidate.passageId, candidate]));
		const passages = await this.index.passages([...promising.keys()]);
		// A page taken away since then leaves fewer passages than candidates.
		const candidates = passages.map((passage) => promising.get(passage.id)!);
		return { question, unknown, frequencies, candidates, passages };
	}

	/** Compares the passages with the question word by word. */
	private async rank(proposal: Proposal, lookedUpAs: string | null): Promise<SearchResult> {
		const { question, frequencies, candidates, passages } = proposal;
		const { contentWords, otherwise } = question;
		if (candidates.length === 0) return { question, lookedUpAs, words: [], hits: [] };
		const count = await this.index.passageCount();
		const said = contentWords.map((word) => [word, inDigits(word) ?? [], otherwise.get(word) ?? []].flat());
		await this.vectors.learn(said.flat());
		let place = 0;
		const words = contentWords.map((word, i) => ({
			word,
			weight: wordWeight(word, count, frequencies[i]!),
			forms: said[i]!.map((form) => ({ word: form, place: place++, row: this.vectors.row(form) })),
			sounds: frequencies[i] === 0 ? soundsOfWord(word) : null,
		}));
		const cut = await this.wordsOf(passages);
		this.cosines.begin(words.flatMap(({ forms }) => forms.map(({ row }) => row)));
		const sentences = cut.map((passage) =>
			passage.sentences.map(({ span, words: own }) => ({
				span,
				matches: matchWords(words, own, this.cosines),
			})),
		);
		const features: Features[] = [];
		const matches = cut.map((passage, i) => {
			const headline = matchWords(words, passage.headline, this.cosines);
			const parts = [...sentences[i]!.map((sentence) => sentence.matches), headline];
			const best = bestMatches(parts);
			features.push(featuresOf(question.folded, candidates[i]!, passage, best, parts));
			return best;
		});
		const isStatement = question.asked.kind === "open" && askingSpans(question.folded).length === 0;
		const scores = weighted(features, isStatement ? { ...WEIGHTS, meaning: MEANING_OF_STATEMENT } : WEIGHTS);
		const byWords = places(candidates, (candidate) => candidate.bm25.words);
		const byMeaning = places(candidates, (candidate) => candidate.cosine);
		const hits = passages.map((passage, i) => ({
			passage,
			score: scores[i]!,
			features: features[i]!,
			matches: matches[i]!,
			sentences: sentences[i]!,
			ranks: { words: byWords[i]!, meaning: byMeaning[i]! },
		}));
		return {
			question,
			lookedUpAs,
			words,
			hits: hits.sort((a, b) => b.score - a.score),
		};
	}

	private async wordsOf(passages: readonly Passage[]): Promise<PassageWords[]> {
		// Taken now: questions asked meanwhile may have them forgotten.
		const known = passages.map((passage) => this.remembered.get(passage.id));
		const fresh = passages.filter((_, i) => known[i] === undefined);
		const words = await passageWords(fresh, this.vectors);
		for (const [i, { id }] of fresh.entries()) {
			this.remembered.set(id, words[i]!);
		}
		let next = 0;
		return known.map((entry) => entry ?? words[next++]!);
	}
}

/** The union of several rankings is cut by a plain sum, since comparing word by word is the costly part. */
function mostPromising(candidates: readonly Candidate[]): readonly Candidate[] {
	if (candidates.length <= COMPARED) return candidates;
	const columns = [
		...FIELDS.map((field) => candidates.map((candidate) => candidate.bm25[field])),
		candidates.map((candidate) => candidate.cosine),
	].map(standardScores);
	// The one ranking by meaning counts as much as two of the four by words.
	const sums = candidates.map((_, i) => columns.reduce((sum, column) => sum + column[i]!, columns.at(-1)![i]!));
	const order = [...candidates.keys()].sort((a, b) => sums[b]! - sums[a]!);
	return order.slice(0, COMPARED).map((i) => candidates[i]!);
}

function weighted(features: readonly Features[], weights: typeof WEIGHTS): number[] {
	return standardise(features).map((row) =>
		FEATURES.reduce((sum, feature) => sum + weights[feature] * row[feature], 0),
	);
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
