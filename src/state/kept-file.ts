/** Give it a file, get a Map of JSON values that is there again after a restart, whenever the program died. */

import { type FileHandle, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** Lines that may be out of date before the file is written anew; keeps the file small without writing it often. */
const SPARE_LINES = 1000;

/**
 * One line a change, `["key", value]` or `["key"]` for a removal, so that a crash can at most tear the last line.
 * What is set last is the youngest; beyond `limit` entries the oldest are dropped.
 */
export class KeptFile<V> {
	readonly #file: string;
	readonly #limit: number;
	readonly #entries = new Map<string, V>();
	#lines = 0;
	#waiting: string[] = [];
	#torn = false;
	#handle: FileHandle | null = null;
	#tail: Promise<void> = Promise.resolve();

	private constructor(file: string, limit: number) {
		this.#file = file;
		this.#limit = limit;
	}

	/** Reads the file, which need not exist. Lines that a crash tore are passed over. */
	static async open<V>(file: string, limit = Number.POSITIVE_INFINITY): Promise<KeptFile<V>> {
		const map = new KeptFile<V>(file, limit);
		await mkdir(dirname(file), { recursive: true });
		const stored = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
			if (error.code === "ENOENT") return "";
			throw error;
		});
		for (const line of stored.split("\n")) map.#replay(line);
		map.#torn = stored !== "" && !stored.endsWith("\n");
		return map;
	}

	get size(): number {
		return this.#entries.size;
	}

	get(key: string): V | undefined {
		return this.#entries.get(key);
	}

	has(key: string): boolean {
		return this.#entries.has(key);
	}

	/** Oldest first. */
	entries(): [string, V][] {
		return [...this.#entries];
	}

	/** Visible at once, durable when the promise resolves. */
	set(key: string, value: V): Promise<void> {
		this.#put(key, value);
		return this.#append(JSON.stringify([key, value]));
	}

	delete(key: string): Promise<void> {
		if (!this.#entries.delete(key)) return Promise.resolve();
		return this.#append(JSON.stringify([key]));
	}

	/** Writes the file anew with nothing but the present entries, so that what was removed is gone from the disk. */
	compact(): Promise<void> {
		return this.#after(() => this.#rewrite());
	}

	/** A file that was only read is left alone: it may be another program's. */
	async close(): Promise<void> {
		await this.#after(async () => {
			if (this.#handle === null) return;
			if (this.#lines > this.#entries.size) await this.#rewrite();
			await this.#handle?.close();
			this.#handle = null;
		});
	}

	#put(key: string, value: V): void {
		this.#entries.delete(key);
		this.#entries.set(key, value);
		if (this.#entries.size > this.#limit) {
			const [oldest] = this.#entries.keys();
			this.#entries.delete(oldest as string);
		}
	}

	#replay(line: string): void {
		if (line === "") return;
		this.#lines++;
		try {
			const change: unknown = JSON.parse(line);
			if (!Array.isArray(change) || typeof change[0] !== "string") return;
			if (change.length === 1) this.#entries.delete(change[0]);
			else this.#put(change[0], change[1] as V);
		} catch {
			// A torn line: its change was never reported as durable.
		}
	}

	#append(line: string): Promise<void> {
		this.#waiting.push(line);
		return this.#after(() => this.#drain());
	}

	#after(work: () => Promise<void>): Promise<void> {
		const done = this.#tail.then(work);
		this.#tail = done.catch(() => {});
		return done;
	}

	/** Changes that came in while the disk was busy are written together. */
	async #drain(): Promise<void> {
		const lines = this.#waiting;
		if (lines.length === 0) return;
		if (this.#lines > 2 * this.#entries.size + SPARE_LINES) return this.#rewrite();
		this.#waiting = [];
		try {
			this.#handle ??= await open(this.#file, "a");
			await this.#handle.appendFile(`${this.#torn ? "\n" : ""}${lines.join("\n")}\n`);
			await this.#handle.datasync();
			this.#torn = false;
			this.#lines += lines.length;
		} catch (error) {
			this.#torn = true;
			this.#waiting = [...lines, ...this.#waiting];
			throw error;
		}
	}

	async #rewrite(): Promise<void> {
		const aside = `${this.#file}.new`;
		const waiting = this.#waiting.length;
		const lines = this.entries().map((entry) => `${JSON.stringify(entry)}\n`);
		const handle = await open(aside, "w");
		try {
			await handle.writeFile(lines.join(""));
			await handle.datasync();
		} catch (error) {
			await handle.close();
			await rm(aside, { force: true });
			throw error;
		}
		await handle.close();
		await this.#handle?.close();
		this.#handle = null;
		await rename(aside, this.#file);
		this.#waiting.splice(0, waiting);
		this.#torn = false;
		this.#lines = lines.length;
	}
}
