/** Values in, the same values out by their number: kept as JSON, in memory until they lie in a file. */

import { readSync } from "node:fs";

/** Bytes read or written at once. */
const PIECE = 1 << 20;

export interface RecordsPart {
	readonly bytes: Uint8Array;
	/** Of each record, in bytes. */
	readonly lengths: readonly number[];
}

export class Records {
	/** Record r is the bytes `starts[r]` … `starts[r + 1] - 1`. */
	readonly starts: Uint32Array;
	#bytes: Buffer | null;
	#descriptor = -1;

	constructor(starts: Uint32Array, bytes: Buffer | null) {
		this.starts = starts;
		this.#bytes = bytes;
	}

	static of(values: readonly unknown[]): Records {
		const all = values.map((value) => Buffer.from(JSON.stringify(value)));
		return Records.joined(all.map((bytes) => ({ bytes, lengths: [bytes.length] })));
	}

	static joined(parts: readonly RecordsPart[]): Records {
		const lengths = parts.flatMap((part) => part.lengths);
		const starts = new Uint32Array(lengths.length + 1);
		for (const [i, length] of lengths.entries()) starts[i + 1] = starts[i]! + length;
		const bytes = Buffer.allocUnsafeSlow(starts[lengths.length]!);
		let at = 0;
		for (const part of parts) {
			bytes.set(part.bytes, at);
			at += part.bytes.length;
		}
		return new Records(starts, bytes);
	}

	get(number: number): unknown {
		return JSON.parse(this.#read(this.starts[number]!, this.starts[number + 1]!).toString());
	}

	/** Records `from` … `to - 1`. */
	part(from: number, to: number): RecordsPart {
		const lengths: number[] = [];
		for (let number = from; number < to; number++) lengths.push(this.starts[number + 1]! - this.starts[number]!);
		return { bytes: this.#read(this.starts[from]!, this.starts[to]!), lengths };
	}

	/** The bytes of all records, in pieces. */
	*pieces(): Generator<Uint8Array> {
		const end = this.starts[this.starts.length - 1]!;
		for (let start = 0; start < end; start += PIECE) yield this.#read(start, Math.min(start + PIECE, end));
	}

	#read(start: number, end: number): Buffer {
		if (this.#bytes !== null) return this.#bytes.subarray(start, end);
		// From the page cache of the system a few microseconds: less than a turn of the event loop.
		const bytes = Buffer.allocUnsafe(end - start);
		for (let done = 0; done < bytes.length; ) {
			const read = readSync(this.#descriptor, bytes, done, bytes.length - done, start + done);
			if (read === 0) throw new Error("A file of the index was cut short while in use");
			done += read;
		}
		return bytes;
	}

	/** From now on the bytes are read from this open file, which holds nothing else, and the memory is free. */
	moveTo(descriptor: number): void {
		this.#descriptor = descriptor;
		this.#bytes = null;
	}
}
