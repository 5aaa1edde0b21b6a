/** Give it text, get the terms that postings hold: the same cut serves indexing and asking. */

import { Jieba } from "@node-rs/jieba";
import { dict } from "@node-rs/jieba/dict.js";
import type { FieldTerms } from "../ports.ts";
import { fold } from "./fold.ts";
import { soundPairs, soundsOf } from "./sounds.ts";

const jieba = Jieba.withDict(dict);

const WORD = /[\p{L}\p{N}]/u;
const HAN = /\p{Script=Han}/u;
/** A run of Chinese characters, or a number or word in another script: `323.01`, `79%`, `pcr`, `10:30`. */
const HAN_RUN_OR_TOKEN = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}]|(?<=\p{N})[.,:](?=\p{N}))+%?/gu;

/** Words of folded text in jieba's search mode: compounds and their parts, in order of their end. */
export function searchWords(folded: string): string[] {
	return jieba.cutForSearch(folded, true).filter((word) => WORD.test(word));
}

/** The same for many texts at once: to call the library for each takes half as long again as to cut it. */
export function searchWordsOfEach(folded: readonly string[]): string[][] {
	const cut: string[][] = folded.map(() => []);
	const together = folded.map((text) => text.replace(/[\r\n]/g, " ")).join("\n");
	let text = 0;
	for (const word of jieba.cutForSearch(together, true)) {
		if (word === "\n") text++;
		else if (WORD.test(word)) cut[text]!.push(word);
	}
	return cut;
}

/** Words of folded text without overlaps, in order, punctuation left out. */
export function plainWords(folded: string): string[] {
	return jieba.cut(folded, true).filter((word) => WORD.test(word));
}

/** Words of folded text with jieba's part-of-speech tags ("x" for words it found by their shape), nothing left out. */
export function taggedWords(folded: string): readonly { readonly word: string; readonly tag: string }[] {
	return jieba.tag(folded, true);
}

/**
 * Overlapping pairs of Chinese characters, and numbers and Latin words whole:
 * `同比增79%` → 同比 比增 79%. A lone character is a term of its own.
 */
export function bigrams(folded: string): string[] {
	const terms: string[] = [];
	for (const [run] of folded.matchAll(HAN_RUN_OR_TOKEN)) {
		const characters = [...run];
		if (characters.length === 1 || !HAN.test(characters[0]!)) terms.push(run);
		else for (let i = 1; i < characters.length; i++) terms.push(characters[i - 1]! + characters[i]!);
	}
	return terms;
}

/** Terms of a passage and of its headline. */
export function passageTerms(text: string, headline: string | null): FieldTerms {
	const foldedText = fold(text);
	const foldedHeadline = fold(headline ?? "");
	return {
		words: searchWords(foldedText),
		bigrams: bigrams(foldedText),
		headline: searchWords(foldedHeadline).concat(bigrams(foldedHeadline)),
		sounds: soundPairs(soundsOf(`${foldedHeadline}\n${foldedText}`)),
	};
}
