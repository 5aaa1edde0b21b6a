/** Give it a question as typed, get what the index and the later stages look for. */

import type { FieldTerms } from "../ports.ts";
import { fold } from "../text/fold.ts";
import { type AskedFor, askedFor } from "../text/question-kind.ts";
import { isHoldingWord, withoutAskingWords } from "../text/question-words.ts";
import { soundPairs } from "../text/sounds.ts";
import { bigrams, plainWords, searchWords } from "../text/terms.ts";

export interface ParsedQuestion {
	readonly text: string;
	readonly folded: string;
	readonly asked: AskedFor;
	/** The words that carry the meaning, each once, in order. */
	readonly contentWords: readonly string[];
	/** Without `sounds`: only words that no report has are looked for by their sound (`soundsAround`). */
	readonly terms: FieldTerms;
}

export function parseQuestion(text: string): ParsedQuestion {
	const folded = fold(text).trim();
	const bare = withoutAskingWords(folded);
	const words = searchWords(bare).filter((word) => !isHoldingWord(word));
	const pairs = bigrams(bare).filter((term) => !isHoldingWord(term));
	return {
		text,
		folded,
		asked: askedFor(folded),
		contentWords: [...new Set(plainWords(bare).filter((word) => !isHoldingWord(word)))],
		terms: { words, bigrams: pairs, headline: words.concat(pairs), sounds: [] },
	};
}

/** Pairs of syllables of a word in the question, with the characters next to it: jieba cuts a misspelt name anywhere. */
export function soundsAround(word: string, folded: string): string[] {
	const at = folded.indexOf(word);
	return soundPairs(folded.slice(Math.max(0, at - 1), at + word.length + 1));
}
