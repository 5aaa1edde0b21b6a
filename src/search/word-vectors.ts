/** Give it words, get how alike they are in meaning: every word's vector is computed once and kept. */

import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Embedder } from "../ports.ts";

/** Vectors are kept in one byte per dimension: unit vectors lose less than .01 of a cosine by it. */
const SCALE = 127;
/** Numbers stand near each other in meaning whatever they say: they match only to the letter. */
const NUMBER = /\p{N}/u;

/** Question words whose sums are formed in one pass over a row, three in each of three numbers; few questions have more. */
const AT_ONCE = 9;
/**
 * A number holds the sums of three words, each so many times as large as the one before. Rows are `SCALE` long, so that a
 * sum is at most about 127 * 127, less than half of `APART`, so that rounding finds each again; all three together stay
 * far below the 2 ** 53 up to which whole numbers are exact.
 */
const APART = 2 ** 16;

/**
 * Cosines of one question's words with the words of its candidates, which share most of theirs: those of a word with all
 * of the question are computed when it is first met. The room is used again for every question; what was met is not
 * cleared: `stamps` tells which words were met in this one.
 */
export class CosineTable {
	private readonly vectors: WordVectors;
	/** Words of the question, rounded up to a multiple of `AT_ONCE`: the length of a row of `cosines`. */
	private width = 0;
	/** For every `AT_ONCE` words and every dimension three numbers, each of three words. */
	private packed = new Float64Array(0);
	private stamp = 0;
	/** By row: the question in which the word was met last, and its place among the words met in that one. */
	private stamps = new Uint32Array(0);
	private places = new Uint32Array(0);
	private met = 0;
	/** For every word met, in the order of their places, one cosine for each word of the question. */
	private cosines = new Float32Array(0);

	constructor(vectors: WordVectors) {
		this.vectors = vectors;
	}

	/** Begins a question whose words have these rows; -1 for those that have none. */
	begin(rows: readonly number[]): void {
		this.pack(rows);
		this.stamp++;
		this.met = 0;
		if (this.vectors.size <= this.stamps.length) return;
		this.stamps = new Uint32Array(Math.ceil(this.vectors.size * 1.25));
		this.places = new Uint32Array(this.stamps.length);
	}

	/** Cosine of the question's word number `word`, which has a row, with another row. */
	cosine(word: number, other: number): number {
		if (this.stamps[other] !== this.stamp) this.meet(other);
		return this.cosines[this.places[other]! * this.width + word]!;
	}

	private pack(rows: readonly number[]): void {
		const { bytes, stride } = this.vectors;
		this.width = Math.ceil(rows.length / AT_ONCE) * AT_ONCE;
		const length = (this.width / 3) * stride;
		if (this.packed.length < length) this.packed = new Float64Array(length);
		else this.packed.fill(0, 0, length);
		for (const [word, row] of rows.entries()) {
			if (row < 0) continue;
			const factor = APART ** (word % 3);
			let at = Math.floor(word / AT_ONCE) * stride * 3 + Math.floor((word % AT_ONCE) / 3);
			for (let d = 0; d < stride; d++, at += 3) this.packed[at]! += bytes[row * stride + d]! * factor;
		}
	}

	private meet(other: number): void {
		const start = this.met * this.width;
		if (start + this.width > this.cosines.length) {
			const grown = new Float32Array(2 * (start + this.width));
			grown.set(this.cosines);
			this.cosines = grown;
		}
		const { bytes, stride } = this.vectors;
		const { packed } = this;
		// The hottest loop of a question.
		let p = 0;
		for (let block = start; block < start + this.width; block += AT_ONCE) {
			let sum0 = 0;
			let sum1 = 0;
			let sum2 = 0;
			for (let i = other * stride, end = i + stride; i < end; i++, p += 3) {
				const x = bytes[i]!;
				sum0 += x * packed[p]!;
				sum1 += x * packed[p + 1]!;
				sum2 += x * packed[p + 2]!;
			}
			this.unpack(sum0, block);
			this.unpack(sum1, block + 3);
			this.unpack(sum2, block + 6);
		}
		this.stamps[other] = this.stamp;
		this.places[other] = this.met++;
	}

	private unpack(sums: number, at: number): void {
		const upper = Math.round(sums / (APART * APART));
		const lower = sums - upper * APART * APART;
		const middle = Math.round(lower / APART);
		this.cosines[at] = (lower - middle * APART) / (SCALE * SCALE);
		this.cosines[at + 1] = middle / (SCALE * SCALE);
		this.cosines[at + 2] = upper / (SCALE * SCALE);
	}
}

/** Words with the directions of their vectors in one byte per dimension, one row after the other. */
export interface LearntWords {
	readonly words: readonly string[];
	readonly vectors: Int8Array;
}

/** Computes the vectors of the words that `isKnown` does not accept. */
export async function learnWords(
	words: Iterable<string>,
	isKnown: (word: string) => boolean,
	embedder: Embedder,
): Promise<LearntWords> {
	const fresh = [...new Set(words)].filter((word) => !isKnown(word) && !NUMBER.test(word));
	const length = embedder.wordDimensions;
	const rows = new Int8Array(fresh.length * length);
	const embedded = fresh.length === 0 ? [] : await embedder.embedWords(fresh);
	for (const [row, vector] of embedded.entries())
		for (let d = 0; d < length; d++) rows[row * length + d] = Math.round(vector[d]! * SCALE);
	return { words: fresh, vectors: rows };
}

/** A cache, not a store: what is lost is computed again. */
export class WordVectors {
	private readonly embedder: Embedder;
	/** Length of a row: that of a word's vector. */
	readonly stride: number;
	private rows = new Map<string, number>();
	private vectors: Int8Array;

	constructor(embedder: Embedder) {
		this.embedder = embedder;
		this.stride = embedder.wordDimensions;
		this.vectors = new Int8Array(1024 * this.stride);
	}

	/** Computes the vectors of the words not known yet. */
	async learn(words: Iterable<string>): Promise<void> {
		this.adopt(await learnWords(words, this.has, this.embedder));
	}

	/** Keeps what was learnt elsewhere; words that are known already are left as they are. */
	adopt({ words, vectors }: LearntWords): void {
		const { stride } = this;
		const needed = (this.rows.size + words.length) * stride;
		if (needed > this.vectors.length) {
			const grown = new Int8Array(Math.max(needed, this.vectors.length * 2));
			grown.set(this.vectors);
			this.vectors = grown;
		}
		for (const [i, word] of words.entries()) {
			if (this.rows.has(word)) continue;
			const row = this.rows.size;
			this.vectors.set(vectors.subarray(i * stride, (i + 1) * stride), row * stride);
			this.rows.set(word, row);
		}
	}

	readonly has = (word: string): boolean => this.rows.has(word);

	/** The words known so far. */
	words(): string[] {
		return [...this.rows.keys()];
	}

	/** The word's row, -1 when it has none (numbers, words never learnt). */
	row(word: string): number {
		return this.rows.get(word) ?? -1;
	}

	/** Number of rows. */
	get size(): number {
		return this.rows.size;
	}

	/** All rows one after the other; another array when words have been learnt since. */
	get bytes(): Int8Array {
		return this.vectors;
	}

	/** Reads what `save` wrote for the same model; anything else is ignored. */
	async load(file: string): Promise<void> {
		let bytes: Buffer;
		try {
			bytes = await readFile(file);
		} catch {
			return;
		}
		const headerEnd = bytes.indexOf("\n");
		const expected = bytes.subarray(0, headerEnd).toString();
		const body = bytes.subarray(headerEnd + 1);
		if (headerEnd < 0 || expected !== this.header(body)) return;
		const wordsEnd = body.indexOf("\n");
		const words = JSON.parse(body.subarray(0, wordsEnd).toString()) as string[];
		const vectors = body.subarray(wordsEnd + 1);
		this.rows = new Map(words.map((word, row) => [word, row]));
		this.vectors = new Int8Array(vectors.buffer.slice(vectors.byteOffset, vectors.byteOffset + vectors.byteLength));
	}

	async save(file: string): Promise<void> {
		const body = Buffer.concat([
			Buffer.from(`${JSON.stringify([...this.rows.keys()])}\n`),
			Buffer.from(this.vectors.buffer, 0, this.rows.size * this.stride),
		]);
		// With the index in a database, nothing else has made the folder.
		await mkdir(dirname(file), { recursive: true });
		await writeFile(`${file}.new`, Buffer.concat([Buffer.from(`${this.header(body)}\n`), body]));
		await rename(`${file}.new`, file);
	}

	/** Model, width and checksum: a file of another model or a damaged one has another header. */
	private header(body: Uint8Array): string {
		return `${this.embedder.id} ${this.stride} ${createHash("sha256").update(body).digest("hex")}`;
	}
}
