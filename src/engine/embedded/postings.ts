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
	/** Per term: text and frequency in turn. */
	const found = new Map<string, number[]>();
	for (const [text, terms] of texts.entries()) {
		for (const term of terms) {
			const list = found.get(term);
			if (list === undefined) found.set(term, [text, 1]);
			else if (list[list.length - 2] === text) list[list.length - 1]! += 1;
			else list.push(text, 1);
		}
		if (slices.isOver) await slices.next();
	}
	const postings = new PostingsWriter(texts.length);
	for (const term of [...found.keys()].sort()) {
		const list = found.get(term)!;
		for (let i = 0; i < list.length; i += 2) postings.add(list[i]!, list[i + 1]!);
		postings.endTerm(term);
		if (slices.isOver) await slices.next();
	}
	return postings.finish(Uint32Array.from(texts, (terms) => terms.length));
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
