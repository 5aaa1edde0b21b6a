/** Give it Chinese text, get how it sounds: what is misspelt with a character of the same sound is found by it. */

import { pinyin } from "pinyin-pro";

const HAN_RUN = /\p{Script=Han}+/gu;
const known = new Map<string, string>();

/**
 * The syllable of a character in its commonest reading, without tone and without the differences that input methods
 * blur too (zh/z, ch/c, sh/s, -ng/-n).
 */
function syllable(character: string): string {
	const before = known.get(character);
	if (before !== undefined) return before;
	const reading: string = pinyin(character, { toneType: "none", v: true });
	const plain = reading.replace(/^([zcs])h/, "$1").replace(/ng$/, "n");
	known.set(character, plain);
	return plain;
}

/** Syllables of neighbouring Chinese characters, two by two: 大齐沟 → `da qi`, `qi gou`. */
export function soundPairs(folded: string): string[] {
	const pairs: string[] = [];
	for (const [run] of folded.matchAll(HAN_RUN)) {
		const syllables = Array.from(run, syllable);
		for (let i = 1; i < syllables.length; i++) pairs.push(`${syllables[i - 1]} ${syllables[i]}`);
	}
	return pairs;
}

/** All Chinese characters as ` da qi gou `, other text as a gap, so that `includes` finds whole syllables in a row. */
export function soundsOf(folded: string): string {
	return ` ${Array.from(folded, (character) => (/\p{Script=Han}/u.test(character) ? syllable(character) : "|")).join(" ")} `;
}
