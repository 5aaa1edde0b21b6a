/** Give it Chinese text, get how it sounds: what is misspelt with a character of the same sound is found by it. */

import { pinyin } from "pinyin-pro";

const HAN_RUN = /\p{Script=Han}+/gu;
/** The syllables met so far, and the number of each character's. */
const syllables: string[] = [];
const numbers = new Map<string, number>();
/** One more than the number by UTF-16 unit, 0 where it is not known or the unit is half of a character. */
const ofUnits = new Uint16Array(0x10000);
/** Pairs of syllables by their numbers: joining two strings takes longer. */
const joined: string[][] = [];

/**
 * The syllable of a character in its commonest reading, without tone and without the differences that input methods
 * blur too (zh/z, ch/c, sh/s, -ng/-n).
 */
function syllable(character: string): string {
	return syllables[syllableNumber(character)]!;
}

function syllableNumber(character: string): number {
	const before = numbers.get(character);
	if (before !== undefined) return before;
	const plain = blurred(pinyin(character, { toneType: "none", v: true }));
	let number = syllables.indexOf(plain);
	if (number < 0) number = syllables.push(plain) - 1;
	numbers.set(character, number);
	if (character.length === 1) ofUnits[character.charCodeAt(0)] = number + 1;
	return number;
}

function blurred(reading: string): string {
	return reading.replace(/^([zcs])h/, "$1").replace(/ng$/, "n");
}

/** A syllable of Hanyu Pinyin without tone (GB/T 16159), and a few that do not occur. */
const SPELLED =
	/^(?:(?:[bpmf](?:i(?:ang|ng|an|ao|n|e|u)?|ang|eng|ai|an|ao|ei|en|ou|[aeou]))|[dl]ia|(?:[dtnl](?:i(?:ang|ng|an|ao|n|e|u)?|ong|ang|eng|uan|ai|an|ao|ei|en|ou|u[ieno]|v?e|[aeuv]))|(?:(?:[zcs]h?|[gkhr])(?:uang|uai|uan|ong|ang|eng|ai|an|ao|ei|en|ou|u[aino]|[aeiu]))|(?:[jqx](?:iong|iang|ing|ian|iao|i[aenu]|uan|u[en]|[iu]))|y(?:uan|ong|ang|ing|an|ao|in|ou|u[en]|[aeiou])|w(?:ang|eng|ai|an|ei|en|[aou])|ang|eng|ai|an|ao|ei|en|er|ou|[aeo])$/u;
const LONGEST_SYLLABLE = 6;
const LONGEST_SPELLED = 30;

/** Words in pinyin of two syllables or more as `soundsOf` writes their characters; null when they are not pinyin. */
export function spelledSounds(words: string): string | null {
	if (words.length > LONGEST_SPELLED || !/^[a-z]+(?:[ '’-][a-z]+)*$/u.test(words)) return null;
	const syllables: string[] = [];
	for (const word of words.split(/[ '’-]/u)) {
		const cut = syllablesOf(word);
		if (cut === null) return null;
		syllables.push(...cut);
	}
	return syllables.length < 2 ? null : ` ${syllables.map(blurred).join(" ")} `;
}

/** The fewest syllables that make up the word. */
function syllablesOf(word: string): string[] | null {
	const upTo: (string[] | null)[] = [[]];
	for (let end = 1; end <= word.length; end++) {
		let best: string[] | null = null;
		for (let start = Math.max(0, end - LONGEST_SYLLABLE); start < end; start++) {
			const before = upTo[start];
			const last = word.slice(start, end);
			if (before && SPELLED.test(last) && (best === null || before.length + 1 < best.length)) best = [...before, last];
		}
		upTo.push(best);
	}
	return upTo[word.length]!;
}

/** Syllables of neighbouring Chinese characters, two by two: 大其沟 → `da qi`, `qi gou`. */
export function soundPairs(folded: string): string[] {
	const pairs: string[] = [];
	for (const [run] of folded.matchAll(HAN_RUN)) {
		let first = -1;
		for (let i = 0; i < run.length; i++) {
			let second = ofUnits[run.charCodeAt(i)]! - 1;
			if (second < 0) {
				const character = String.fromCodePoint(run.codePointAt(i)!);
				second = syllableNumber(character);
				i += character.length - 1;
			}
			if (first >= 0) pairs.push(pairOf(first, second));
			first = second;
		}
	}
	return pairs;
}

function pairOf(first: number, second: number): string {
	joined[first] ??= [];
	joined[first][second] ??= `${syllables[first]} ${syllables[second]}`;
	return joined[first][second];
}

/** How a word sounds, in Chinese characters or in pinyin; null for any other. */
export function soundsOfWord(word: string): string | null {
	return spelledSounds(word) ?? (/^\p{Script=Han}{2,}$/u.test(word) ? soundsOf(word) : null);
}

/** The pairs of `soundsOf` or `spelledSounds`, as `soundPairs` writes them. */
export function pairsOfSounds(sounds: string): string[] {
	const syllables = sounds.trim().split(" ");
	return syllables.slice(1).map((syllable, i) => `${syllables[i]} ${syllable}`);
}

/** By UTF-16 unit of the text: equal numbers sound the same; 0 where no Chinese character of one unit stands. */
export function soundNumbers(text: string): Uint16Array {
	const numbers = new Uint16Array(text.length);
	for (let i = 0; i < text.length; i++) {
		const unit = text.charCodeAt(i);
		if (ofUnits[unit] === 0 && /\p{Script=Han}/u.test(text[i]!)) syllableNumber(text[i]!);
		numbers[i] = ofUnits[unit]!;
	}
	return numbers;
}

/** All Chinese characters as ` da qi gou `, other text as a gap, so that `includes` finds whole syllables in a row. */
export function soundsOf(folded: string): string {
	return ` ${Array.from(folded, (character) => (/\p{Script=Han}/u.test(character) ? syllable(character) : "|")).join(" ")} `;
}

/** The characters of the text that sound like this, as `soundsOf` writes the text and `spelledSounds` a word; null when none do. */
export function charactersHeard(sounds: string, folded: string, heard = soundsOf(folded)): string | null {
	const at = heard.indexOf(sounds);
	if (at < 0) return null;
	const first = heard.slice(0, at + 1).split(" ").length - 2;
	return [...folded].slice(first, first + sounds.split(" ").length - 2).join("");
}
