/** Give it an English question, get it in the Chinese words that the reports use, as far as a dictionary goes. */

import { type Sounds, spelledSounds } from "../text/sounds.ts";
import type { Dictionary, Roots, Translation } from "./dictionary.ts";

/** Words of which every English question has one, and questions in other languages none. */
const ENGLISH =
	/\b(?:the|what|which|who|whom|whose|when|where|why|how|does|did|were|this|that|with|about|many|much)\b/i;
const LATIN = /^[\p{Script=Latin}\p{N}\p{P}\p{S}\s]+$/u;
const HOLDING = new Set(
	"the a an of in on at by for with from into to and or as is are was were be been being do does did has have had can could will would may might must shall should there it its this that these those their his her our your my they he she we you i me us them about than then so very any all each every some please tell give show name list out up".split(
		" ",
	),
);
/** Words that ask, in Chinese they say what kind of answer is asked for; the first that fits is taken. */
const ASKING: readonly [RegExp, string][] = [
	[
		/^(?:by how much|(?:what is the|what|which|how many) (?:percentage|percent|share|proportion)(?: of)?|how much(?= (?:does|did|has|have) [\p{L} ]{1,60}? (?:grow|grown|increased?|rise|risen|fall|fallen|drop|dropped|decreased?)\b))\b/u,
		"百分之多少",
	],
	[
		/^(?:how much money|how much(?= (?:does|did) [\p{L} ]{1,60}? (?:cost|spend|pay|earn|invest)\b)|what (?:price|amount))\b/u,
		"多少钱",
	],
	[/^how (?:much|many)\b/, "多少"],
	[/^how long(?= (?:is|was) the (?:\w+ ){0,3}(?:road|ring|bridge|river|highway|line|tunnel|wall)\b)/, "多长"],
	[/^how long\b/, "多长时间"],
	[/^how far\b/, "多远"],
	[/^how (?:wide|broad)\b/, "多宽"],
	[/^how (?:high|tall)\b/, "多高"],
	[/^how (?:big|large|old)\b/, "多大"],
	[/^(?:when|(?:(?:on|in) )?(?:what|which) (?:time|year|date|day|month))\b/, "什么时候"],
	[/^where\b/, "在哪里"],
	[/^who(?:m|se)?\b/, "谁"],
	[/^why\b/, "为什么"],
	[/^how\b/, "怎么"],
	[/^which(?: one)?\b/, "哪个"],
	[/^what\b/, "什么"],
];
const MONTHS = "january february march april may june july august september october november december".split(" ");
const NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split(" ");
/** Times, which a dictionary has in too many meanings. */
const TIMES: readonly [RegExp, (said: string) => string][] = [
	[/^(?:the )?first half of (?:the|this) year\b/, () => "上半年"],
	[/^(?:the )?second half of (?:the|this) year\b/, () => "下半年"],
	[new RegExp(`^(?:the )?first (${NUMBERS.join("|")}|\\d+) months\\b`), (count) => `前${inDigits(count)}个月`],
	[new RegExp(`^(${MONTHS.filter((month) => month !== "may").join("|")})\\b`), (month) => monthOf(month)],
	[/^(?:in|of|since|last|this|early|late|by) (may)\b/, (month) => monthOf(month)],
];
const WORD = /^(?:[a-z]+(?:['’-][a-z]+)*|\d[\d.,]*\d%?|\d%?)/;
const LONGEST_PHRASE = 4;
const LONGEST_NAME = 6;

/** A part of the question: Chinese already, a name to be found by its sound, or words to choose from. */
export type Piece =
	| { readonly kind: "chinese"; readonly chinese: string }
	| { readonly kind: "name"; readonly spelled: string; readonly sounds: Sounds }
	| {
			readonly kind: "word";
			readonly english: string;
			readonly translations: readonly Translation[];
			readonly related: readonly Translation[];
	  };

type Translate = (words: string) => readonly Translation[];

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
	const relate = (word: string) => dictionary.related(word, roots);
	const pieces: Piece[] = [];
	const plain = text
		.normalize("NFKD")
		.replace(/\p{M}/gu, "")
		.replace(/[’']s\b/g, "");
	let isAsked = false;
	for (let at = 0; at < plain.length; ) {
		const printed = plain.slice(at);
		const rest = printed.toLowerCase();
		const asked = asking(rest);
		const taken = asked ?? time(rest) ?? number(rest) ?? name(printed, translate) ?? words(rest, translate, relate);
		// Who is the man who built the bridge: the second who asks for nothing.
		if (taken.piece !== null && !(isAsked && taken === asked)) pieces.push(taken.piece);
		isAsked ||= asked !== null;
		at += taken.length;
	}
	return pieces;
}

function asking(rest: string): Taken | null {
	for (const [pattern, chinese] of ASKING) {
		const length = pattern.exec(rest)?.[0].length;
		if (length !== undefined) return { piece: { kind: "chinese", chinese }, length };
	}
	return null;
}

function time(rest: string): Taken | null {
	for (const [pattern, chinese] of TIMES) {
		const match = pattern.exec(rest);
		if (match !== null)
			return { piece: { kind: "chinese", chinese: chinese(match[1] ?? "") }, length: match[0].length };
	}
	return null;
}

function number(rest: string): Taken | null {
	const word = WORD.exec(rest)?.[0] ?? "";
	const digits = inDigits(word);
	return /^\d/.test(digits) ? { piece: { kind: "chinese", chinese: digits }, length: word.length } : null;
}

function inDigits(word: string): string {
	const number = NUMBERS.indexOf(word);
	return number < 0 ? word : String(number);
}

function monthOf(month: string): string {
	return `${MONTHS.indexOf(month) + 1}月`;
}

/** Words in pinyin in a row: Zhang Ning of Zhang Ning Cup. The dictionary knows China and linger better. */
function name(printed: string, translate: Translate): Taken | null {
	const row = /^[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]*)*/u.exec(printed)?.[0].split(" ", LONGEST_NAME) ?? [];
	for (let count = row.length; count > 0; count--) {
		const spelled = row.slice(0, count).join(" ");
		const lower = spelled.toLowerCase();
		const sounds = spelledSounds(lower);
		if (sounds === null) continue;
		const isWord = HOLDING.has(lower) || translate(lower).length > 0;
		return !isWord ? { piece: { kind: "name", spelled, sounds }, length: spelled.length } : null;
	}
	return null;
}

function words(rest: string, translate: Translate, relate: Translate): Taken {
	const word = WORD.exec(rest)?.[0];
	if (word === undefined) return { piece: null, length: 1 };
	const phrases = phrasesAt(rest).filter((phrase) => translate(phrase).length > 0);
	if (phrases.length > 0) {
		const [english] = phrases;
		const translations = phrases.flatMap(translate);
		return { piece: { kind: "word", english: english!, translations, related: [] }, length: english!.length };
	}
	if (HOLDING.has(word)) return { piece: null, length: word.length };
	const [translations, related] = [translate(word), relate(word)];
	return { piece: { kind: "word", english: word, translations, related }, length: word.length };
}

/** Words in a row from the first on, two or more, the longest first. */
function phrasesAt(rest: string): string[] {
	const row = /^[a-z'’-]+(?: [a-z'’-]+)*/.exec(rest)?.[0].split(" ", LONGEST_PHRASE) ?? [];
	return row
		.map((_, i) => row.slice(0, i + 1).join(" "))
		.slice(1)
		.reverse();
}

/** The Chinese words that mean the pieces, each once. */
export function translationsOf(pieces: readonly Piece[]): string[] {
	const all = pieces.flatMap((piece) => (piece.kind === "word" ? piece.translations : []));
	return [...new Set(all.map(({ chinese }) => chinese))];
}

/** Words of two characters or more that have to do with the pieces of which no translation is printed, each once. */
export function relatedOf(pieces: readonly Piece[], frequencies: ReadonlyMap<string, number>): string[] {
	const all = pieces.flatMap((piece) => (isUnprinted(piece, frequencies) ? piece.related : []));
	return [...new Set(all.map(({ chinese }) => chinese).filter((word) => word.length > 1))];
}

function isUnprinted(
	piece: Piece,
	frequencies: ReadonlyMap<string, number>,
): piece is Extract<Piece, { kind: "word" }> {
	return piece.kind === "word" && !piece.translations.some(({ chinese }) => frequencies.get(chinese)! > 0);
}

/** For each piece the words that mean it; where none of them is printed, also printed words that have to do with it. */
export function choices(pieces: readonly Piece[], frequencies: ReadonlyMap<string, number>): Translation[][] {
	return pieces.map((piece) => {
		if (piece.kind !== "word") return [];
		const related = isUnprinted(piece, frequencies) ? piece.related : [];
		return [...piece.translations, ...related.filter(({ chinese }) => (frequencies.get(chinese) ?? 0) > 0)];
	});
}

/** In how many passages a Chinese word stands, and its vector. */
export interface KnownWord {
	readonly frequency: number;
	readonly vector: Float32Array;
}

/** The question in Chinese. `known` has all of `choices`; `printed` names as the reports print them, by their spelling. */
export function inChinese(
	pieces: readonly Piece[],
	choices: readonly (readonly Translation[])[],
	known: ReadonlyMap<string, KnownWord>,
	printed: ReadonlyMap<string, string>,
): string {
	const means = choices.map((words) => meanOf(words.map(({ chinese }) => known.get(chinese)!.vector)));
	const words = pieces.map((piece, i) => {
		if (piece.kind === "chinese") return piece.chinese;
		if (piece.kind === "name") return printed.get(piece.spelled) ?? piece.spelled;
		const context = meanOf(means.filter((mean, j): mean is Float32Array => j !== i && mean !== null));
		const worth = choices[i]!.map((translation) => worthOf(translation, known.get(translation.chinese)!, context));
		return choices[i]![worth.indexOf(Math.max(...worth))]?.chinese ?? piece.english;
	});
	return words
		.join(" ")
		.replace(/(多少|哪个|什么) /g, "$1")
		.replace(/^谁 (\S+)$/, "$1是谁");
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
const LAST_SENSE = 6;

function worthOf(
	{ chinese, sense }: Translation,
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
		WORTH.sense * Math.min(sense, LAST_SENSE)
	);
}
