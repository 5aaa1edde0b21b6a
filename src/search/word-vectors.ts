/** Give it words, get how alike they are in meaning: every word's vector is computed once and kept. */

import { createHash } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import type { Embedder } from "../ports.ts";

/** Vectors are kept in one byte per dimension: unit vectors lose less than .01 of a cosine by it. */
const SCALE = 127;
/** Numbers stand near each other in meaning whatever they say: they match only to the letter. */
const NUMBER = /\p{N}/u;

/**
 * Cosines of one question's words with the words of its candidates, each computed once: candidates share most words.
 * The room is used again for every question, so nothing is cleared: `stamps` tells which values belong to this one.
 */
export class CosineTable {
	private readonly vectors: WordVectors;
	private values = new Float32Array(0);
	private stamps = new Uint32Array(0);
	private stamp = 0;
	private width = 0;

	constructor(vectors: WordVectors) {
		this.vectors = vectors;
	}

	/** Begins a question of so many words. */
	begin(words: number): void {
		this.width = this.vectors.size;
		if (words * this.width > this.values.length) {
			this.values = new Float32Array(2 * words * this.width);
			this.stamps = new Uint32Array(this.values.length);
		}
		this.stamp++;
	}

	/** Cosine of the question's word number `word`, whose row is `row`, with another row. */
	cosine(word: number, row: number, other: number): number {
		const place = word * this.width + other;
		if (this.stamps[place] !== this.stamp) {
			this.stamps[place] = this.stamp;
			this.values[place] = this.vectors.cosine(row, other);
		}
		return this.values[place]!;
	}
}

/** A cache, not a store: what is lost is computed again. */
export class WordVectors {
	private readonly embedder: Embedder;
	private rows = new Map<string, number>();
	private vectors: Int8Array;

	constructor(embedder: Embedder) {
		this.embedder = embedder;
		this.vectors = new Int8Array(1024 * embedder.dimensions);
	}

	/** Computes the vectors of the words not known yet. */
	async learn(words: Iterable<string>): Promise<void> {
		const fresh = [...new Set(words)].filter((word) => !this.rows.has(word) && !NUMBER.test(word));
		if (fresh.length === 0) return;
		const vectors = await this.embedder.embedPassages(fresh);
		const { dimensions } = this.embedder;
		const needed = (this.rows.size + fresh.length) * dimensions;
		if (needed > this.vectors.length) {
			const grown = new Int8Array(Math.max(needed, this.vectors.length * 2));
			grown.set(this.vectors);
			this.vectors = grown;
		}
		fresh.forEach((word, i) => {
			const row = this.rows.size;
			const vector = vectors[i]!;
			for (let d = 0; d < dimensions; d++) this.vectors[row * dimensions + d] = Math.round(vector[d]! * SCALE);
			this.rows.set(word, row);
		});
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
		const { dimensions } = this.embedder;
		const { vectors } = this;
		let sum = 0;
		for (let i = a * dimensions, j = b * dimensions, end = i + dimensions; i < end; i++, j++)
			sum += vectors[i]! * vectors[j]!;
		return sum / (SCALE * SCALE);
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
			Buffer.from(this.vectors.buffer, 0, this.rows.size * this.embedder.dimensions),
		]);
		await writeFile(`${file}.new`, Buffer.concat([Buffer.from(`${this.header(body)}\n`), body]));
		await rename(`${file}.new`, file);
	}

	/** Model and checksum: a file of another model or a damaged one has another header. */
	private header(body: Uint8Array): string {
		return `${this.embedder.id} ${createHash("sha256").update(body).digest("hex")}`;
	}
}
