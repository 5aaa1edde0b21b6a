/** Terms with their postings in, the bytes of one row of postings out; and from those bytes the postings of a term. */

import { FIELDS, type Field } from "../../ports.ts";

/*
 * A row for every term and segment would be a row for nearly every posting, since most terms are rare. So terms share
 * rows by their hash: a question reads one row per term and segment, of a few terms each.
 * The bytes of a row, term after term: the number of UTF-16 units, the units (2 bytes each, so that any string can be
 * a term), the number of postings, the number of their bytes, the postings. A posting: twice the distance to the
 * place before, plus 1 where a frequency above 1 follows; the frequency; the length of the text. All but the units are
 * numbers of 7 bits a byte, the lowest first, the highest bit set on all bytes but the last.
 */
/** Of these bytes and of the buckets' numbers: to be raised with either. */
export const FORMAT = 1;
const LEAST_SLOTS = 64;
const MOST_SLOTS = 2 ** 15;
/** Bucket numbers are below this. */
export const BUCKETS = FIELDS.length * MOST_SLOTS;

/** Into how many rows a field of a segment of so many passages is divided, a power of two: rows of about a kilobyte. */
export function slotsFor(passages: number): number {
	const fitting = 2 ** Math.ceil(Math.log2(Math.max(1, passages / 2)));
	return Math.min(MOST_SLOTS, Math.max(LEAST_SLOTS, fitting));
}

/** FNV-1a of its UTF-16 bytes, folded, since the lowest bits are to be used. */
export function hashOf(term: string): number {
	let hash = 0x811c9dc5;
	for (let i = 0; i < term.length; i++) {
		const unit = term.charCodeAt(i);
		hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
		hash = Math.imul(hash ^ (unit >> 8), 0x01000193);
	}
	return hash ^ (hash >>> 16);
}

/** Number of the row that holds the term with this hash, in segments of so many slots. */
export function bucketOf(field: Field, hash: number, slots: number): number {
	return FIELDS.indexOf(field) * MOST_SLOTS + (hash & (slots - 1));
}

export function fieldOf(bucket: number): Field {
	return FIELDS[Math.floor(bucket / MOST_SLOTS)]!;
}

/** Three numbers a posting: place in the segment (ascending), frequency, length of the text in terms. */
export type Triples = number[];

/** Where the postings of one term lie. */
export interface Postings {
	readonly bytes: Uint8Array;
	readonly start: number;
	readonly end: number;
	readonly count: number;
}

class Writer {
	#bytes = new Uint8Array(256);
	#length = 0;

	get bytes(): Uint8Array {
		return this.#bytes.subarray(0, this.#length);
	}

	clear(): void {
		this.#length = 0;
	}

	byte(value: number): void {
		if (this.#length === this.#bytes.length) this.#grow(this.#length + 1);
		this.#bytes[this.#length++] = value;
	}

	number(value: number): void {
		let rest = value;
		for (; rest > 0x7f; rest >>>= 7) this.byte((rest & 0x7f) | 0x80);
		this.byte(rest);
	}

	append(bytes: Uint8Array): void {
		if (this.#length + bytes.length > this.#bytes.length) this.#grow(this.#length + bytes.length);
		this.#bytes.set(bytes, this.#length);
		this.#length += bytes.length;
	}

	#grow(least: number): void {
		const larger = new Uint8Array(Math.max(least, 2 * this.#bytes.length));
		larger.set(this.bytes);
		this.#bytes = larger;
	}
}

class Reader {
	readonly bytes: Uint8Array;
	at: number;

	constructor(bytes: Uint8Array, at = 0) {
		this.bytes = bytes;
		this.at = at;
	}

	number(): number {
		let byte = this.bytes[this.at++]!;
		if (byte < 0x80) return byte;
		let value = byte & 0x7f;
		for (let shift = 7; ; shift += 7) {
			byte = this.bytes[this.at++]!;
			value |= (byte & 0x7f) << shift;
			if (byte < 0x80) return value;
		}
	}

	/** The postings that begin here; moves behind them. */
	postings(): Postings {
		const count = this.number();
		const length = this.number();
		const start = this.at;
		this.at += length;
		return { bytes: this.bytes, start, end: this.at, count };
	}
}

export function encodeBucket(terms: ReadonlyMap<string, Triples>): Uint8Array {
	const all = new Writer();
	const postings = new Writer();
	for (const [term, triples] of terms) {
		postings.clear();
		let before = 0;
		for (let i = 0; i < triples.length; i += 3) {
			const [place, frequency, length] = [triples[i]!, triples[i + 1]!, triples[i + 2]!];
			postings.number(2 * (place - before) + (frequency > 1 ? 1 : 0));
			if (frequency > 1) postings.number(frequency);
			postings.number(length);
			before = place;
		}
		all.number(term.length);
		for (let i = 0; i < term.length; i++) {
			all.byte(term.charCodeAt(i) & 0xff);
			all.byte(term.charCodeAt(i) >> 8);
		}
		all.number(triples.length / 3);
		all.number(postings.bytes.length);
		all.append(postings.bytes);
	}
	return all.bytes.slice();
}

/** Null when the bucket does not have the term. */
export function findPostings(bytes: Uint8Array, term: string): Postings | null {
	const reader = new Reader(bytes);
	while (reader.at < bytes.length) {
		const units = reader.number();
		const start = reader.at;
		reader.at += 2 * units;
		const postings = reader.postings();
		if (units === term.length && isTermAt(bytes, start, term)) return postings;
	}
	return null;
}

function isTermAt(bytes: Uint8Array, start: number, term: string): boolean {
	for (let i = 0; i < term.length; i++) {
		if ((bytes[start + 2 * i]! | (bytes[start + 2 * i + 1]! << 8)) !== term.charCodeAt(i)) return false;
	}
	return true;
}

/** Every term of a bucket. */
export function* termsIn(bytes: Uint8Array): Generator<readonly [term: string, postings: Postings]> {
	const reader = new Reader(bytes);
	while (reader.at < bytes.length) {
		let term = "";
		for (let left = reader.number(); left > 0; left--) {
			term += String.fromCharCode(bytes[reader.at]! | (bytes[reader.at + 1]! << 8));
			reader.at += 2;
		}
		yield [term, reader.postings()];
	}
}

/** Calls `use` with every posting, places ascending. */
export function eachPosting(
	{ bytes, start, end }: Postings,
	use: (place: number, frequency: number, length: number) => void,
): void {
	const reader = new Reader(bytes, start);
	let place = 0;
	while (reader.at < end) {
		const step = reader.number();
		place += step >>> 1;
		const frequency = (step & 1) === 0 ? 1 : reader.number();
		use(place, frequency, reader.number());
	}
}
