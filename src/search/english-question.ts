/** Give it an English question, get it in the Chinese words that the reports use, as far as a dictionary goes. */

import { type Sounds, spelledSounds } from "../text/sounds.ts";
import { type Dictionary, POSSESSIVE, type Roots } from "./dictionary.ts";
import { askingAt, numberWordInDigits, type Said, timeAt } from "./english-asking.ts";
import type { Otherwise } from "./question.ts";

/** Words of which every English question has one, and questions in other languages none. */
const ENGLISH =
	/\b(?:the|what|which|who|whom|whose|when|where|why|how|does|did|were|this|that|with|about|many|much)\b/i;
const LATIN = /^[\p{Script=Latin}\p{N}\p{P}\p{S}\s]+$/u;
const HOLDING = new Set(
	"the a an of in on at by for with from into to and or as is are was were be been being do does did has have had can could will would may might must shall should there it its this that these those their his her our your my they he she we you i me us them about than then so very any all each every some please tell give show name list out up".split(
		" ",
	),
);
const WORD = /^[a-z]+(?:['’-][a-z]+)*/;
/** Words in a row, each with what a headword of the dictionary may hold. */
const PHRASE = /^[a-z0-9](?:[a-z0-9&.'’-]*[a-z0-9])?(?: [a-z0-9&](?:[a-z0-9&.'’-]*[a-z0-9])?)*/;
const LONGEST_PHRASE = 5;
const LONGEST_NAME = 6;

/** A part of the question: Chinese already, a name to be found by its sound, or words to choose from. */
export type Piece =
	| { readonly kind: "chinese"; readonly chinese: string }
	| { readonly kind: "name"; readonly spelled: string; readonly sounds: Sounds }
	/** `translations`: the likeliest first; none where the dictionary has none. */
	| { readonly kind: "word"; readonly english: string; readonly translations: readonly string[] };

type Translate = (words: string) => readonly string[] | null;

interface Taken {
	/** Null for words that only hold the sentence together. */
	readonly piece: Piece | null;
	/** Characters of the question that it stands for. */
	readonly length: number;
}

export function isEnglish(text: string): boolean {
	return LATIN.test(text) && ENGLISH.test(text);
}

/** In the order of the question. */
export function piecesOf(text: string, dictionary: Dictionary, roots: Roots): Piece[] {
	const translate = (phrase: string) => dictionary.translations(phrase, roots);
	const pieces: Piece[] = [];
	const plain = text
		.normalize("NFKD")
		.replace(/\p{M}/gu, "")
		.replace(/^(what|who|where|when|how)[’']s\b/i, "$1 is")
		.replace(POSSESSIVE, "");
	let isAsked = false;
	for (let at = 0; at < plain.length; ) {
		const printed = plain.slice(at);
		const rest = printed.toLowerCase();
		const asked = alreadyChinese(askingAt(rest));
		const taken =
			asked ??
			phraseAt(rest, translate) ??
			alreadyChinese(timeAt(printed) ?? number(rest)) ??
			name(printed, translate) ??
			word(rest, translate);
		// Who is the man who built the bridge: the second who asks for nothing.
		if (taken.piece !== null && !(isAsked && asked !== null)) pieces.push(taken.piece);
		isAsked ||= asked !== null;
		at += taken.length;
	}
	return pieces;
}

function alreadyChinese(said: Said | null): Taken | null {
	return said && { piece: { kind: "chinese", chinese: said.chinese }, length: said.length };
}

function number(rest: string): Said | null {
	const [, ordinal] = /^(\d+)(?:st|nd|rd|th)\b/.exec(rest) ?? [];
	if (ordinal !== undefined) return { chinese: `第${ordinal}`, length: ordinal.length + 2 };
	const word = /^(?:[a-z]+|\d[\d.,]*\d%?|\d%?)/.exec(rest)?.[0] ?? "";
	const digits = numberWordInDigits(word);
	return /^\d/.test(digits) ? { chinese: digits, length: word.length } : null;
}

/** Words in capitals in a row, or one word. */
const NAMES = /^(?:\p{Lu}[\p{L}'’-]*(?: \p{Lu}[\p{L}'’-]*)*|[\p{L}'’-]+)/u;

/** Words in pinyin in a row: Zhang Ning of Zhang Ning Cup. The dictionary knows China and linger better. */
function name(printed: string, translate: Translate): Taken | null {
	const row = NAMES.exec(printed)?.[0].split(" ", LONGEST_NAME) ?? [];
	for (let count = row.length; count > 0; count--) {
		const spelled = row.slice(0, count).join(" ");
		const lower = spelled.toLowerCase();
		const sounds = spelledSounds(lower);
		if (sounds === null) continue;
		const isWord = HOLDING.has(lower) || translate(lower) !== null;
		return !isWord ? { piece: { kind: "name", spelled, sounds }, length: spelled.length } : null;
	}
	return null;
}

/** The longest phrase of the dictionary that begins here, a word with digits (5g, covid-19) among them. */
function phraseAt(rest: string, translate: Translate): Taken | null {
	const row = PHRASE.exec(rest)?.[0].split(" ", LONGEST_PHRASE) ?? [];
	for (let count = row.length; count > 0; count--) {
		const english = row.slice(0, count).join(" ");
		const translations = count > 1 || /\d[a-z&.-]|[a-z&.-]\d|&/.test(english) ? translate(english) : null;
		if (translations !== null) return standingFor(english, translations);
	}
	return null;
}

function word(rest: string, translate: Translate): Taken {
	const whole = WORD.exec(rest)?.[0];
	if (whole === undefined) return { piece: null, length: 1 };
	if (HOLDING.has(whole)) return { piece: null, length: whole.length };
	// visa-free by its parts.
	const english = [whole, whole.split("-", 1)[0]!].find((part) => translate(part) !== null) ?? whole;
	return standingFor(english, translate(english));
}

/** What is known to be untold by reports stands for nothing. */
function standingFor(english: string, translations: readonly string[] | null): Taken {
	const isUntold = translations !== null && translations.length === 0;
	return {
		piece: isUntold ? null : { kind: "word", english, translations: translations ?? [] },
		length: english.length,
	};
}

/** The Chinese words that mean the pieces, each once. */
export function translationsOf(pieces: readonly Piece[]): string[] {
	return [...new Set(pieces.flatMap((piece) => (piece.kind === "word" ? piece.translations : [])))];
}

/** In how many passages a Chinese word stands, and its vector. */
export interface KnownWord {
	readonly frequency: number;
	readonly vector: Float32Array;
}

/** `otherwise`: other printed words that an English word may mean. */
export interface ChineseQuestion {
	readonly translated: string;
	readonly otherwise: Otherwise;
}

/** The question in Chinese. `known` has all translations; `printed` names as the reports print them, by their spelling. */
export function inChinese(
	pieces: readonly Piece[],
	known: ReadonlyMap<string, KnownWord>,
	printed: ReadonlyMap<string, string>,
): ChineseQuestion {
	const means = pieces.map((piece) =>
		piece.kind === "word" ? meanOf(piece.translations.map((chinese) => known.get(chinese)!.vector)) : null,
	);
	const told = means.filter((mean) => mean !== null);
	const whole = meanOf(told);
	const otherwise = new Map<string, readonly string[]>();
	const words = pieces.map((piece, i) => {
		if (piece.kind === "chinese") return piece.chinese;
		if (piece.kind === "name") return printed.get(piece.spelled) ?? byWords(piece.spelled, printed);
		const context = means[i] === null ? null : meanOfOthers(whole!, told.length, means[i]!);
		const worth = piece.translations.map((chinese, sense) => worthOf(chinese, sense, known.get(chinese)!, context));
		const chosen = piece.translations[worth.indexOf(Math.max(...worth))] ?? piece.english;
		const others = piece.translations.filter((chinese) => chinese !== chosen && known.get(chinese)!.frequency > 0);
		otherwise.set(chosen, [...(otherwise.get(chosen) ?? []), ...others]);
		return chosen;
	});
	const translated = words
		.join(" ")
		.replace(/(多少|哪个|什么) /g, "$1")
		.replace(/^谁 (\S+)$/, "$1是谁");
	return { translated, otherwise };
}

function byWords(spelled: string, printed: ReadonlyMap<string, string>): string {
	return spelled
		.split(" ")
		.map((word) => printed.get(word) ?? word)
		.join(" ");
}

function meanOfOthers(mean: Float32Array, count: number, one: Float32Array): Float32Array | null {
	return count < 2 ? null : mean.map((x, d) => (x * count - one[d]!) / (count - 1));
}

function meanOf(vectors: readonly Float32Array[]): Float32Array | null {
	if (vectors.length === 0) return null;
	const mean = new Float32Array(vectors[0]!.length);
	for (const vector of vectors) for (let d = 0; d < mean.length; d++) mean[d]! += vector[d]! / vectors.length;
	return mean;
}

/**
 * What speaks for a translation: that it is printed, has two characters or more (a lone one is mostly another word), is
 * frequent (by the logarithm), goes with the rest of the question (by the mean cosine), and is an early sense of its word.
 * Chosen by hand on thirty questions.
 */
const WORTH = { printed: 2, long: 1, frequency: 0.5, context: 10, sense: -0.5 };

function worthOf(
	chinese: string,
	sense: number,
	{ frequency, vector }: KnownWord,
	context: Float32Array | null,
): number {
	let fit = 0;
	for (let d = 0; context !== null && d < context.length; d++) fit += context[d]! * vector[d]!;
	return (
		(frequency > 0 ? WORTH.printed : 0) +
		(chinese.length > 1 ? WORTH.long : 0) +
		WORTH.frequency * Math.log1p(frequency) +
		WORTH.context * fit +
		WORTH.sense * sense
	);
}
