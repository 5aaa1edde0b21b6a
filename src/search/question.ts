/** Give it a question as typed, get what the index and the later stages look for. */

import type { FieldTerms } from "../ports.ts";
import { fold } from "../text/fold.ts";
import { type AskedFor, askedFor } from "../text/question-kind.ts";
import { isHoldingWord, withoutAskingWords } from "../text/question-words.ts";
import { soundPairs, soundsOf, spelledSounds } from "../text/sounds.ts";
import { bigrams, plainWords, searchWords } from "../text/terms.ts";

/** By a word of the question other words that may be meant by what was typed. */
export type Otherwise = ReadonlyMap<string, readonly string[]>;

const NOTHING_ELSE: Otherwise = new Map();

export interface ParsedQuestion {
	readonly text: string;
	readonly folded: string;
	readonly asked: AskedFor;
	/** The words that carry the meaning, each once, in order. */
	readonly contentWords: readonly string[];
	/**
	 * Where the words come from: as typed, chosen among translations, or, in a language that is not understood, its names
	 * and numbers alone.
	 */
	readonly wording: "typed" | "translated" | "names";
	/** For content words other words that may be meant as well. */
	readonly otherwise: Otherwise;
	/** Without `sounds`: only words that no report has are looked for by their sound (`soundsAround`). */
	readonly terms: FieldTerms;
}

/** `otherwise`: of a translation, where its words were chosen among several. */
export function parseQuestion(text: string, otherwise?: Otherwise): ParsedQuestion {
	const folded = fold(text).trim();
	const bare = withoutAskingWords(folded);
	const words = searchWords(bare).filter((word) => !isHoldingWord(word));
	const pairs = bigrams(bare).filter((term) => !isHoldingWord(term));
	// A number alone stands in many reports and asks for none.
	const ofLetters = /\p{L}/u.test(bare);
	return {
		text,
		folded,
		asked: askedFor(folded),
		wording: otherwise === undefined ? "typed" : "translated",
		otherwise: otherwise ?? NOTHING_ELSE,
		contentWords: ofLetters ? [...new Set(plainWords(bare).filter((word) => !isHoldingWord(word)))] : [],
		terms: { words, bigrams: pairs, headline: words.concat(pairs), sounds: [] },
	};
}

/** Letters of another language stand for themselves: Chinese questions hold PCR and 5G too. */
export function isForeign(text: string): boolean {
	return (
		/\p{L}/u.test(text) &&
		(!/\p{Script=Han}/u.test(text) || /[\p{Script=Hiragana}\p{Script=Hangul}\p{Script=Cyrillic}]/u.test(text))
	);
}

/** Capitalised words in a row, numbers, and Chinese characters: what reports may print as it stands, or sound like. */
const NAMES = /\p{Lu}[\p{L}'’-]*(?:\s\p{Lu}[\p{L}'’-]*)*|\d[\d.,]*\d%?|\d%?|\p{Script=Han}{2,}/gu;
const OPENING =
	/^(?:What|Which|Who|Whom|Whose|How|When|Where|Why|By|In|On|At|Of|The|A|An|Is|Are|Was|Were|Do|Does|Did|Has|Have|Had|Can|Could|Will|Would|Name|Tell|Give|List|I)\s/u;

/** A question in a language that the model does not know: looked up by its names and numbers. Null when it has none. */
export function parseForeignQuestion(text: string): ParsedQuestion | null {
	const names = [...text.trim().replace(OPENING, "").matchAll(NAMES)].flatMap(([name]) => namesIn(name));
	const words = [...new Set(names)];
	if (words.length === 0) return null;
	const folded = fold(text).trim();
	const terms = words.flatMap((word) => searchWords(word)).filter((word) => !isHoldingWord(word));
	const pairs = words.flatMap((word) => bigrams(word));
	return {
		text,
		folded,
		asked: askedFor(folded),
		wording: "names",
		otherwise: NOTHING_ELSE,
		contentWords: words,
		terms: { words: terms, bigrams: pairs, headline: terms.concat(pairs), sounds: [] },
	};
}

/** Zhang Ning Cup → zhang ning: syllables in a row are one name, and what stands with it is a translation. */
function namesIn(name: string): string[] {
	const names: string[] = [];
	const others: string[] = [];
	let spelled = "";
	for (const word of fold(name).split(/\s/u)) {
		const together = spelled === "" ? word : `${spelled} ${word}`;
		// One syllable is no name yet; with another it would be.
		if (spelledSounds(`${together} a`) !== null) spelled = together;
		else {
			names.push(spelled);
			spelled = "";
			others.push(word);
		}
	}
	const heard = [...names, spelled].filter((words) => spelledSounds(words) !== null);
	return heard.length > 0 ? heard : others;
}

/** Pairs of syllables of a word in the question, with the characters next to it: jieba cuts a misspelt name anywhere. */
export function soundsAround(word: string, folded: string): string[] {
	const spelled = spelledSounds(word);
	if (spelled !== null) return soundPairs(spelled);
	const at = folded.indexOf(word);
	return soundPairs(soundsOf(folded.slice(Math.max(0, at - 1), at + word.length + 1)));
}
