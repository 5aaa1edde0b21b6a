/** Give it printed text, get the plain form that search compares (half-width, lower case, simplified), with the way back. */

import { Converter } from "opencc-js/t2cn";
import type { Span } from "../domain.ts";

/** `origins[i]` is the offset in the original of the character that `text[i]` came from; one more entry marks the end. */
export interface Folded {
	readonly text: string;
	readonly origins: Uint32Array;
}

const simplify = Converter({ from: "t", to: "cn" });
const known = new Map<string, string>();

/** One character at a time: a phrase-wise conversion could change the length and lose the way back. */
function foldCharacter(character: string): string {
	const before = known.get(character);
	if (before !== undefined) return before;
	let folded = character.normalize("NFKC").toLowerCase();
	// Twice: a few characters are simplified in two steps (薴 → 苧 → 苎).
	for (let step = 0; step < 2; step++) folded = simplify(folded);
	known.set(character, folded);
	return folded;
}

/** The text with its first `length` code units simplified, each in its place. */
export function simplified(text: string, length: number): string {
	const head = Array.from(text.slice(0, length), (character) => {
		const plain = simplify(character);
		return plain.length === character.length ? plain : character;
	});
	return head.join("") + text.slice(length);
}

/** 1 for every UTF-16 unit that is a character and known to fold to itself: most of any text, so it is passed over. */
const plain = new Uint8Array(0x10000);
const isSurrogate = (unit: number) => (unit & 0xf800) === 0xd800;

/** NFKC, lower case and traditional → simplified, character by character: `ＧＤＰ１２％陸` → `gdp12%陆`. */
export function fold(text: string): string {
	let folded = "";
	/** From here on nothing is folded yet. */
	let from = 0;
	for (let i = 0; i < text.length; i++) {
		const unit = text.charCodeAt(i);
		if (plain[unit] === 1) continue;
		const character = String.fromCodePoint(text.codePointAt(i)!);
		const changed = foldCharacter(character);
		if (changed === character && !isSurrogate(unit)) plain[unit] = 1;
		folded += text.slice(from, i) + changed;
		i += character.length - 1;
		from = i + 1;
	}
	return folded + text.slice(from);
}

/** Like `fold`, keeping where every character came from, so that what is found can be shown as printed. */
export function foldWithOrigins(text: string): Folded {
	const folded = fold(text);
	const origins = new Uint32Array(folded.length + 1);
	let count = 0;
	for (let i = 0; i < text.length; i++) {
		if (plain[text.charCodeAt(i)] === 1) {
			origins[count++] = i;
			continue;
		}
		const character = String.fromCodePoint(text.codePointAt(i)!);
		const end = count + foldCharacter(character).length;
		origins.fill(i, count, end);
		count = end;
		i += character.length - 1;
	}
	origins[count] = text.length;
	return { text: folded, origins };
}

/** The span of the original that a span of the folded text came from. */
export function unfoldSpan(folded: Folded, span: Span): Span {
	const start = folded.origins[span.start]!;
	// A character that folds into several ("½" → "1⁄2") is taken whole.
	let end = span.end;
	while (end < folded.text.length && end > span.start && folded.origins[end] === folded.origins[end - 1]) end++;
	return { start, end: folded.origins[end]! };
}
