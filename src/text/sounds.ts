/** Give it Chinese text, get how it sounds: what is misspelt with a character of the same sound is found by it. */

import { pinyin } from "pinyin-pro";

/** A number for each character, in UTF-16 units: equal ones sound the same, 0 is no Chinese character. */
export type Sounds = Uint16Array;

const HAN = /\p{Script=Han}/u;
/** The syllables met so far; a syllable's number is one more than its place. */
const syllables: string[] = [];
/** One more than the number of a UTF-16 unit's sound; 0 where the unit was not met yet. */
const ofUnits = new Uint16Array(0x10000);
/** Pairs of syllables by their numbers: joining two strings takes longer. */
const joined: string[][] = [];

/** How a text sounds; a character of two units has no sound. */
export function soundsOf(text: string): Sounds {
	const sounds = new Uint16Array(text.length);
	for (let i = 0; i < text.length; i++) sounds[i] = soundOf(text.charCodeAt(i));
	return sounds;
}

/**
 * The number of a character's commonest reading, without tone and without the differences that input methods blur too
 * (zh/z, ch/c, sh/s, -ng/-n).
 */
function soundOf(unit: number): number {
	const known = ofUnits[unit]!;
	if (known > 0) return known - 1;
	const character = String.fromCharCode(unit);
	const sound = HAN.test(character) ? numberOf(blurred(pinyin(character, { toneType: "none", v: true }))) : 0;
	ofUnits[unit] = sound + 1;
	return sound;
}

function numberOf(syllable: string): number {
	const place = syllables.indexOf(syllable);
	return place < 0 ? syllables.push(syllable) : place + 1;
}

function blurred(reading: string): string {
	return reading.replace(/^([zcs])h/, "$1").replace(/ng$/, "n");
}

/** A syllable of Hanyu Pinyin without tone (GB/T 16159), and a few that do not occur. */
const SPELLED =
	/^(?:(?:[bpmf](?:i(?:ang|ng|an|ao|n|e|u)?|ang|eng|ai|an|ao|ei|en|ou|[aeou]))|[dl]ia|(?:[dtnl](?:i(?:ang|ng|an|ao|n|e|u)?|ong|ang|eng|uan|ai|an|ao|ei|en|ou|u[ieno]|v?e|[aeuv]))|(?:(?:[zcs]h?|[gkhr])(?:uang|uai|uan|ong|ang|eng|ai|an|ao|ei|en|ou|u[aino]|[aeiu]))|(?:[jqx](?:iong|iang|ing|ian|iao|i[aenu]|uan|u[en]|[iu]))|y(?:uan|ong|ang|ing|an|ao|in|ou|u[en]|[aeiou])|w(?:ang|eng|ai|an|ei|en|[aou])|ang|eng|ai|an|ao|ei|en|er|ou|[aeo])$/u;
const LONGEST_SYLLABLE = 6;
const LONGEST_SPELLED = 30;

/** How the characters of words in pinyin sound, two or more of them; null when they are not pinyin. */
export function spelledSounds(words: string): Sounds | null {
	if (words.length > LONGEST_SPELLED || !/^[a-z]+(?:[ '’-][a-z]+)*$/u.test(words)) return null;
	const spelled: string[] = [];
	for (const word of words.split(/[ '’-]/u)) {
		const cut = syllablesOf(word);
		if (cut === null) return null;
		spelled.push(...cut);
	}
	return spelled.length < 2 ? null : Uint16Array.from(spelled, (syllable) => numberOf(blurred(syllable)));
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
export function soundPairs(sounds: Sounds): string[] {
	const pairs: string[] = [];
	for (let i = 1; i < sounds.length; i++) {
		const [first, second] = [sounds[i - 1]!, sounds[i]!];
		if (first > 0 && second > 0) pairs.push(pairOf(first, second));
	}
	return pairs;
}

function pairOf(first: number, second: number): string {
	joined[first] ??= [];
	joined[first][second] ??= `${syllables[first - 1]} ${syllables[second - 1]}`;
	return joined[first][second];
}

/** How a word sounds, in Chinese characters or in pinyin; null for any other, and where a character's sound is not known. */
export function soundsOfWord(word: string): Sounds | null {
	const spelled = spelledSounds(word);
	if (spelled !== null || word.length < 2) return spelled;
	const sounds = soundsOf(word);
	return sounds.includes(0) ? null : sounds;
}

/** The characters of the text, whose sounds are `heard`, that sound like this; null when none do. */
export function charactersHeard(sounds: Sounds, text: string, heard: Sounds): string | null {
	const [first] = placesHeard(sounds, heard);
	return first === undefined ? null : text.slice(first, first + sounds.length);
}

/** Where a text, whose sounds are `heard`, sounds like this. */
export function* placesHeard(sounds: Sounds, heard: Sounds): Generator<number> {
	for (let at = heard.indexOf(sounds[0]!); at >= 0; at = heard.indexOf(sounds[0]!, at + 1))
		if (sounds.every((sound, i) => heard[at + i] === sound)) yield at;
}
