/** Lists of terms in, postings in typed arrays out: which text holds which term how often. */

import { Slices } from "./slices.ts";

/**
 * Postings of one field over `lengths.length` texts, numbered from 0. Term t (in ascending order) is
 * `characters[termStarts[t] .. termStarts[t + 1])`, its postings are `texts` and `frequencies` at
 * `postingStarts[t] .. postingStarts[t + 1]`, texts ascending.
 */
export interface Postings {
	/** The terms one after the other, in UTF-16. */
	readonly characters: Uint16Array;
	readonly termStarts: Uint32Array;
	readonly postingStarts: Uint32Array;
	/** 16 bits wide where that is enough (`isNarrow`): half of a large index is these numbers. */
	readonly texts: Uint16Array | Uint32Array;
	/** Kept at 65,535 when a term occurs more often: BM25 is long saturated there. */
	readonly frequencies: Uint16Array;
	/** Number of terms of each text, repetitions counted. */
	readonly lengths: Uint32Array;
}

/** Do the numbers of so many texts fit into 16 bits? */
export function isNarrow(textCount: number): boolean {
	return textCount <= 0x10000;
}

const MAX_FREQUENCY = 0xffff;

/** Terms of text 0, 1, 2, … to postings, in slices. */
export async function invert(texts: readonly (readonly string[])[]): Promise<Postings> {
	const slices = new Slices();
	const occurrences = texts.reduce((sum, terms) => sum + terms.length, 0);
	/** Every term gets a number when it is met first. */
	const numbers = new Map<string, number>();
	const spellings: string[] = [];
	/** By posting, in the order of the texts. */
	const termOf = new Uint32Array(occurrences);
	const textOf = new Uint32Array(occurrences);
	const frequencyOf = new Uint32Array(occurrences);
	/** By term: its last posting, and how many there are. */
	const last = new Uint32Array(occurrences);
	const counts = new Uint32Array(occurrences);
	let postings = 0;
	for (const [text, terms] of texts.entries()) {
		for (const spelling of terms) {
			let term = numbers.get(spelling);
			if (term === undefined) {
				term = spellings.push(spelling) - 1;
				numbers.set(spelling, term);
			} else if (textOf[last[term]!] === text) {
				frequencyOf[last[term]!]!++;
				continue;
			}
			termOf[postings] = term;
			textOf[postings] = text;
			frequencyOf[postings] = 1;
			counts[term]!++;
			last[term] = postings++;
		}
		if (slices.isOver) await slices.next();
	}
	await slices.next();
	const order = inOrder(spellings);
	await slices.next();
	const characters = new Growing(Uint16Array);
	const termStarts = new Uint32Array(spellings.length + 1);
	const postingStarts = new Uint32Array(spellings.length + 1);
	/** By term: where its next posting goes. */
	const next = new Uint32Array(spellings.length);
	for (const [place, term] of order.entries()) {
		const spelling = spellings[term]!;
		for (let i = 0; i < spelling.length; i++) characters.push(spelling.charCodeAt(i));
		termStarts[place + 1] = characters.length;
		next[term] = postingStarts[place]!;
		postingStarts[place + 1] = postingStarts[place]! + counts[term]!;
	}
	const sortedTexts = isNarrow(texts.length) ? new Uint16Array(postings) : new Uint32Array(postings);
	const frequencies = new Uint16Array(postings);
	for (let posting = 0; posting < postings; posting++) {
		const place = next[termOf[posting]!]!++;
		sortedTexts[place] = textOf[posting]!;
		frequencies[place] = Math.min(frequencyOf[posting]!, MAX_FREQUENCY);
	}
	const lengths = Uint32Array.from(texts, (terms) => terms.length);
	return { characters: characters.finish(), termStarts, postingStarts, texts: sortedTexts, frequencies, lengths };
}

/** Bits of a number that is still exact. */
const EXACT_BITS = 53;

/**
 * The places of different strings in the order of their UTF-16 units. Each becomes a number of as many of its first units
 * as there is room for, beside its place, so that the typed arrays' own sort does nearly all: a third of the time.
 */
function inOrder(spellings: readonly string[]): Uint32Array {
	/** The units that occur, numbered in their order from 1: few need few bits. */
	const ranks = new Uint16Array(0x10000);
	for (const spelling of spellings) for (let i = 0; i < spelling.length; i++) ranks[spelling.charCodeAt(i)] = 1;
	let units = 0;
	for (let unit = 0; unit < ranks.length; unit++) if (ranks[unit] === 1) ranks[unit] = ++units;
	const places = 2 ** Math.ceil(Math.log2(spellings.length + 1));
	const base = units + 1;
	const leading = Math.floor((EXACT_BITS - Math.log2(places)) / Math.log2(base + 1));
	const keys = new Float64Array(spellings.length);
	for (const [place, spelling] of spellings.entries()) {
		let key = 0;
		for (let i = 0; i < leading; i++) key = key * base + (i < spelling.length ? ranks[spelling.charCodeAt(i)]! : 0);
		keys[place] = key * places + place;
	}
	keys.sort();
	const order = Uint32Array.from(keys, (key) => key % places);
	for (let begin = 0, end = 1; begin < order.length; begin = end++) {
		const key = Math.floor(keys[begin]! / places);
		while (end < order.length && Math.floor(keys[end]! / places) === key) end++;
		if (end - begin === 1) continue;
		const same = [...order.subarray(begin, end)];
		order.set(
			same.sort((a, b) => (spellings[a]! < spellings[b]! ? -1 : 1)),
			begin,
		);
	}
	return order;
}

/** The number of a term, or -1. */
export function findTerm(postings: Postings, term: string): number {
	let low = 0;
	let high = postings.termStarts.length - 2;
	while (low <= high) {
		const middle = (low + high) >> 1;
		const order = compareTerm(postings, middle, term);
		if (order === 0) return middle;
		if (order < 0) low = middle + 1;
		else high = middle - 1;
	}
	return -1;
}

function compareTerm({ characters, termStarts }: Postings, number: number, term: string): number {
	const start = termStarts[number]!;
	const length = termStarts[number + 1]! - start;
	const shared = Math.min(length, term.length);
	for (let i = 0; i < shared; i++) {
		const order = characters[start + i]! - term.charCodeAt(i);
		if (order !== 0) return order;
	}
	return length - term.length;
}

/** Postings to be merged and, for each of their texts, its number afterwards: ascending over all parts, -1 to drop it. */
export interface Part {
	readonly postings: Postings;
	readonly renumbered: Int32Array;
}

/** Merges postings into those of `textCount` texts, in slices; texts that no part names have length 0. */
export async function merge(parts: readonly Part[], textCount: number): Promise<Postings> {
	const slices = new Slices();
	const merged = new PostingsWriter(textCount);
	const cursors = parts.map((part) => ({ ...part, term: 0, spelling: spelling(part.postings, 0) }));
	for (;;) {
		let least: string | null = null;
		for (const { spelling } of cursors) {
			if (spelling !== null && (least === null || spelling < least)) least = spelling;
		}
		if (least === null) break;
		for (const cursor of cursors) {
			if (cursor.spelling !== least) continue;
			const { postingStarts, texts, frequencies } = cursor.postings;
			const end = postingStarts[cursor.term + 1]!;
			for (let i = postingStarts[cursor.term]!; i < end; i++) {
				const text = cursor.renumbered[texts[i]!]!;
				if (text >= 0) merged.add(text, frequencies[i]!);
			}
			cursor.term++;
			cursor.spelling = spelling(cursor.postings, cursor.term);
		}
		merged.endTerm(least);
		if (slices.isOver) await slices.next();
	}
	const lengths = new Uint32Array(textCount);
	for (const { postings, renumbered } of parts) {
		for (const [text, length] of postings.lengths.entries()) {
			if (renumbered[text]! >= 0) lengths[renumbered[text]!] = length;
		}
	}
	return merged.finish(lengths);
}

function spelling({ characters, termStarts }: Postings, term: number): string | null {
	if (term >= termStarts.length - 1) return null;
	const { buffer, byteOffset, byteLength } = characters.subarray(termStarts[term]!, termStarts[term + 1]!);
	return Buffer.from(buffer, byteOffset, byteLength).toString("utf16le");
}

/** Collects postings term by term, terms ascending. */
class PostingsWriter {
	readonly #characters = new Growing(Uint16Array);
	readonly #termStarts = new Growing(Uint32Array);
	readonly #postingStarts = new Growing(Uint32Array);
	readonly #texts: Growing<Uint16Array | Uint32Array>;
	readonly #frequencies = new Growing(Uint16Array);
	#termBegin = 0;

	constructor(textCount: number) {
		this.#texts = new Growing<Uint16Array | Uint32Array>(isNarrow(textCount) ? Uint16Array : Uint32Array);
	}

	add(text: number, frequency: number): void {
		this.#texts.push(text);
		this.#frequencies.push(Math.min(frequency, MAX_FREQUENCY));
	}

	/** The postings added since the last call belong to `term`; a term without any is left out. */
	endTerm(term: string): void {
		if (this.#texts.length === this.#termBegin) return;
		this.#termStarts.push(this.#characters.length);
		this.#postingStarts.push(this.#termBegin);
		for (let i = 0; i < term.length; i++) this.#characters.push(term.charCodeAt(i));
		this.#termBegin = this.#texts.length;
	}

	finish(lengths: Uint32Array): Postings {
		this.#termStarts.push(this.#characters.length);
		this.#postingStarts.push(this.#termBegin);
		return {
			characters: this.#characters.finish(),
			termStarts: this.#termStarts.finish(),
			postingStarts: this.#postingStarts.finish(),
			texts: this.#texts.finish(),
			frequencies: this.#frequencies.finish(),
			lengths,
		};
	}
}

/** A typed array that grows. */
class Growing<T extends Uint16Array | Uint32Array> {
	readonly #type: new (
		length: number,
	) => T;
	#values: T;
	length = 0;

	constructor(type: new (length: number) => T) {
		this.#type = type;
		this.#values = new type(1024);
	}

	push(value: number): void {
		if (this.length === this.#values.length) {
			const larger = new this.#type(2 * this.length);
			larger.set(this.#values);
			this.#values = larger;
		}
		this.#values[this.length++] = value;
	}

	finish(): T {
		return this.#values.slice(0, this.length) as T;
	}
}
