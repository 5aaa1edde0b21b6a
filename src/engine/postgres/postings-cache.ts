/** Rows of postings in, those asked for lately out: within a bounded number of bytes. */

import { BUCKETS } from "./bucket.ts";

/** Holds the frequent words of a few hundred thousand passages. */
const LIMIT = 64 << 20;
/** What an entry costs besides its bytes, roughly. */
const ENTRY = 128;

/** By segment × BUCKETS + bucket. Rows never change, so an entry is right as long as its segment is there. */
export class PostingsCache {
	/** The longest unused first. */
	readonly #rows = new Map<number, Uint8Array>();
	#size = 0;

	get(key: number): Uint8Array | undefined {
		const bytes = this.#rows.get(key);
		if (bytes === undefined) return undefined;
		this.#rows.delete(key);
		this.#rows.set(key, bytes);
		return bytes;
	}

	put(key: number, bytes: Uint8Array): void {
		this.#remove(key);
		this.#rows.set(key, bytes);
		this.#size += ENTRY + bytes.length;
		for (const [oldest] of this.#rows) {
			if (this.#size <= LIMIT) break;
			this.#remove(oldest);
		}
	}

	keepOnly(segments: ReadonlySet<number>): void {
		for (const key of this.#rows.keys()) if (!segments.has(Math.floor(key / BUCKETS))) this.#remove(key);
	}

	#remove(key: number): void {
		const bytes = this.#rows.get(key);
		if (bytes === undefined) return;
		this.#rows.delete(key);
		this.#size -= ENTRY + bytes.length;
	}
}
