/** Give it a question with words that no report has and the texts proposed for it, get its names as the texts print them. */

import type { Span } from "../domain.ts";
import { fold, simplified } from "../text/fold.ts";
import { isHoldingWord } from "../text/question-words.ts";
import { type Sounds, soundsOf } from "../text/sounds.ts";
import { taggedWords } from "../text/terms.ts";

/** Two characters that sound like two others are often another word; three seldom are where they are a name. */
const SHORTEST = 3;
/** A word of the dictionary (引来) may be meant as it is written, unless it is part of more (海州分居 for 海州分局). */
const SHORTEST_AROUND_WORD = 4;
/** How much of what stands beside the word may belong to the name: 沟村 beside 雷佳. */
const AROUND = 3;
/** Characters of the text beside a stretch that tell which words it is cut into. */
const CONTEXT = 4;
/** jieba's tags of names, and of words that it found by their shape alone. */
const NAME = /^(?:n[rstz]|x)/;
/** The same of adverbs, prepositions, conjunctions, particles and pronouns: what stands between names. */
const HOLDING = /^[dpcur]/;
/** 一 and 医 sound the same, but who asks for the 二期 did not mean the 儿期. */
const NUMERAL = /[\d零〇一二两三四五六七八九十百千万亿]/u;

/** A text and how it sounds. */
export interface HeardText {
	readonly text: string;
	readonly folded: string;
	/** Traditional characters sound as their simplified ones do. */
	readonly sounds: Sounds;
}

/** The text as print has it, folded, and how it sounds. */
export function heardText(text: string): HeardText {
	return { text, folded: fold(text), sounds: soundsOf(text) };
}

/** A stretch of the folded question, and what a text prints for it: as long, and sounding the same. */
export interface Respelling {
	readonly span: Span;
	readonly printed: string;
}

/**
 * What is misspelt at the doubtful words of a folded question: a stretch that sounds like one of a text, the same but
 * for one character of the word (罗健军 for 罗建军). For each word the longest.
 */
export function respellings(folded: string, doubtful: readonly string[], texts: readonly HeardText[]): Respelling[] {
	const found: Respelling[] = [];
	const question = heardText(folded);
	const tags = new Map(taggedWords(folded).map(({ word, tag }) => [word, tag]));
	for (const word of doubtful) {
		// jieba cuts a name in one way in the question and in another in the report.
		if (word.length > 1 && texts.some((text) => text.folded.includes(word))) continue;
		const start = folded.indexOf(word);
		const at = { start, end: start + word.length };
		if (found.some(({ span }) => at.start < span.end && span.start < at.end)) continue;
		const isName = NAME.test(tags.get(word) ?? "x");
		const isLongEnough = ({ span: { start, end } }: Respelling) =>
			isName ? end - start >= SHORTEST : end - start >= SHORTEST_AROUND_WORD && start <= at.start && end >= at.end;
		const alike = texts.flatMap((text) => alikeAround(at, question, text)).filter(isLongEnough);
		const [longest] = alike.sort((a, b) => b.printed.length - a.printed.length);
		if (longest !== undefined) found.push(longest);
	}
	return found;
}

/** The folded question with its misspelt stretches in print. */
export function respelt(folded: string, stretches: readonly Respelling[]): string {
	return [...stretches]
		.sort((a, b) => b.span.start - a.span.start)
		.reduce((text, { span, printed }) => text.slice(0, span.start) + printed + text.slice(span.end), folded);
}

/** Stretches over a part of the word that sound like the text's, as long as may be, one character of the word not the same. */
function alikeAround(word: Span, question: HeardText, { text, sounds: heard }: HeardText): Respelling[] {
	const found: Respelling[] = [];
	const asked = question.sounds;
	const [first, last] = [Math.max(0, word.start - AROUND), Math.min(asked.length, word.end + AROUND)];
	for (let i = word.start; i < word.end; i++) {
		if (asked[i] === 0) continue;
		for (let at = heard.indexOf(asked[i]!); at >= 0; at = heard.indexOf(asked[i]!, at + 1)) {
			const shift = at - i;
			// Found with the character before it.
			if (i > word.start && asked[i - 1] !== 0 && asked[i - 1] === heard[at - 1]) continue;
			let [start, end] = [i, i + 1];
			while (start > first && asked[start - 1] !== 0 && asked[start - 1] === heard[start - 1 + shift]) start--;
			while (end < last && asked[end] !== 0 && asked[end] === heard[end + shift]) end++;
			while (end > word.end && isHoldingWord(question.text[end - 1]!)) end--;
			if (end - start < SHORTEST) continue;
			const stretch = { start: start + shift, end: end + shift };
			const other = onlyOther(question.text.slice(start, end), fold(text.slice(stretch.start, stretch.end)));
			if (other === null || start + other < word.start || start + other >= word.end) continue;
			if (isWithin(stretch, stretch.start + other, text))
				found.push({ span: { start, end }, printed: text.slice(stretch.start, stretch.end) });
		}
	}
	return found;
}

/** Where the two differ, when it is in one character that may be of a name. */
function onlyOther(asked: string, printed: string): number | null {
	const others = [...Array(asked.length).keys()].filter((i) => asked[i] !== printed[i]);
	if (others.length !== 1) return null;
	return isOfName(asked[others[0]!]!) && isOfName(printed[others[0]!]!) ? others[0]! : null;
}

/** Whether the printed character belongs to the stretch: not 程 of 远程 in 远|程打击, nor a word by itself where little is the same. */
function isWithin({ start, end }: Span, at: number, text: string): boolean {
	const from = Math.max(0, start - CONTEXT);
	let wordStart = from;
	for (const { word } of taggedWords(simplified(text.slice(from, end + CONTEXT), end + CONTEXT - from))) {
		const wordEnd = wordStart + word.length;
		if (at < wordEnd) return wordStart >= start && wordEnd <= end && (word.length > 1 || end - start > SHORTEST);
		wordStart = wordEnd;
	}
	return false;
}

/** Neither a number nor a word that only holds a sentence together. */
function isOfName(character: string): boolean {
	return !NUMERAL.test(character) && !isHoldingWord(character) && !HOLDING.test(taggedWords(character)[0]!.tag);
}
