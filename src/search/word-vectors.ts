/** Give it words, get how alike they are in meaning: every word's vector is computed once and kept. */

import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Embedder } from "../ports.ts";

/** Vectors are kept in one byte per dimension: unit vectors lose less than .01 of a cosine by it. */
const SCALE = 127;
/** Numbers stand near each other in meaning whatever they say: they match only to the letter. */
const NUMBER = /\p{N}/u;

/**
 * Cosines of one question's words with the words of its candidates, which share most of theirs: those of a word with all
 * of the question are computed when it is first met. The room is used again for every question, so nothing is cleared:
 * `stamps` tells which words were met in this one.
 */
export class CosineTable {
	private readonly vectors: WordVectors;
	private asked: readonly number[] = [];
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
		this.asked = rows;
		this.stamp++;
		this.met = 0;
		if (this.vectors.size <= this.stamps.length) return;
		this.stamps = new Uint32Array(Math.ceil(this.vectors.size * 1.25));
		this.places = new Uint32Array(this.stamps.length);
	}

	/** Cosine of the question's word number `word`, which has a row, with another row. */
	cosine(word: number, other: number): number {
		if (this.stamps[other] !== this.stamp) this.meet(other);
		return this.cosines[this.places[other]! * this.asked.length + word]!;
	}

	private meet(other: number): void {
		const { asked, vectors } = this;
		const start = this.met * asked.length;
		if (start + asked.length > this.cosines.length) {
			const grown = new Float32Array(2 * (start + asked.length));
			grown.set(this.cosines);
			this.cosines = grown;
		}
		for (const [word, row] of asked.entries()) if (row >= 0) this.cosines[start + word] = vectors.cosine(row, other);
		this.stamps[other] = this.stamp;
		this.places[other] = this.met++;
	}
}

/** Words with the directions of their vectors in one byte per dimension, one row after the other. */
export interface LearntWords {
	readonly words: readonly string[];
	readonly vectors: Int8Array;
}

/** Length of a row: the embedder's leading dimensions, filled up to a multiple of four with zeros. */
function rowLength({ leadingDimensions }: Embedder): number {
	return Math.ceil(leadingDimensions / 4) * 4;
}

/** Computes the vectors of the words that `isKnown` does not accept. */
export async function learnWords(
	words: Iterable<string>,
	isKnown: (word: string) => boolean,
	embedder: Embedder,
): Promise<LearntWords> {
	const fresh = [...new Set(words)].filter((word) => !isKnown(word) && !NUMBER.test(word));
	const length = rowLength(embedder);
	const rows = new Int8Array(fresh.length * length);
	const embedded = fresh.length === 0 ? [] : await embedder.embedPassages(fresh);
	for (const [row, whole] of embedded.entries()) {
		const vector = whole.subarray(0, embedder.leadingDimensions);
		const scale = SCALE / (Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0)) || 1);
		for (let d = 0; d < vector.length; d++) rows[row * length + d] = Math.round(vector[d]! * scale);
	}
	return { words: fresh, vectors: rows };
}

/** A cache, not a store: what is lost is computed again. */
export class WordVectors {
	private readonly embedder: Embedder;
	private readonly stride: number;
	private rows = new Map<string, number>();
	private vectors: Int8Array;

	constructor(embedder: Embedder) {
		this.embedder = embedder;
		this.stride = rowLength(embedder);
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

	/** Cosine of two rows, -1 … 1. */
	cosine(a: number, b: number): number {
		const { vectors, stride } = this;
		// Four sums in whole numbers: a third less time than one sum of products (the hottest loop of a question).
		let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
		let j = b * stride;
		for (let i = a * stride, end = i + stride; i < end; i += 4, j += 4) {
			sum0 = (sum0 + Math.imul(vectors[i]!, vectors[j]!)) | 0;
			sum1 = (sum1 + Math.imul(vectors[i + 1]!, vectors[j + 1]!)) | 0;
			sum2 = (sum2 + Math.imul(vectors[i + 2]!, vectors[j + 2]!)) | 0;
			sum3 = (sum3 + Math.imul(vectors[i + 3]!, vectors[j + 3]!)) | 0;
		}
		return (sum0 + sum1 + sum2 + sum3) / (SCALE * SCALE);
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
