/** Give it a folder, get the chat's memory in files of it, for one instance; rate limits are forgotten with the program. */

import { join } from "node:path";
import { BaowenError } from "../errors.ts";
import type { Acceptance, Arrival, KeptMap, StateStore, WorkQueue } from "../ports.ts";
import { KeptFile } from "./kept-file.ts";
import { TokenBuckets } from "./token-buckets.ts";

/** Keys of what is done that are remembered; Telegram repeats itself within a day, and seldom. */
const DONE = 2000;

/** The folder is made with the first map; `now` is the clock of the rate limits. */
export function openFileState(folder: string, now: () => Date): StateStore {
	const opened: KeptFile<unknown>[] = [];
	const open = async <V>(name: string, limit?: number): Promise<KeptFile<V>> => {
		try {
			const file = await KeptFile.open<V>(join(folder, `${name}.jsonl`), limit);
			opened.push(file as KeptFile<unknown>);
			return file;
		} catch (cause) {
			throw new BaowenError(`The state folder ${folder} cannot be used (${(cause as Error).message}).`, { cause });
		}
	};
	return {
		isShared: false,
		trouble: null,
		map: async <V>(name: string, limit: number) => asMap(await open<V>(name, limit)),
		queue: async <T>(laneOf: (item: T) => string) =>
			new FileQueue<T>(await open("accepted"), await open("done", DONE), laneOf, new TokenBuckets(now)),
		async close() {
			for (const file of opened) await file.close();
		},
	};
}

function asMap<V>(file: KeptFile<V>): KeptMap<V> {
	return {
		get: async (key) => file.get(key),
		set: (key, value) => file.set(key, value),
		async delete(key) {
			const wasThere = file.has(key);
			await file.delete(key);
			return wasThere;
		},
		entries: async () => file.entries(),
		async erase(keys) {
			await Promise.all(keys.map((key) => file.delete(key)));
			await file.compact();
		},
	};
}

class FileQueue<T> implements WorkQueue<T> {
	readonly #accepted: KeptFile<T>;
	readonly #done: KeptFile<true>;
	readonly #buckets: TokenBuckets;
	readonly #laneOf: (item: T) => string;
	/** Keys of what is to be worked on, oldest first, by lane. */
	readonly #lanes = new Map<string, Set<string>>();

	constructor(accepted: KeptFile<T>, done: KeptFile<true>, laneOf: (item: T) => string, buckets: TokenBuckets) {
		this.#accepted = accepted;
		this.#done = done;
		this.#laneOf = laneOf;
		this.#buckets = buckets;
	}

	/** Decided at once, without waiting for the disk: what comes in first is first. */
	async accept({ key, lane, item, toll }: Arrival<T>): Promise<Acceptance> {
		if (this.#accepted.has(key) || this.#done.has(key)) return { outcome: "known" };
		const refusal = this.#buckets.take(toll);
		if (refusal !== null) {
			await this.#done.set(key, true);
			return { outcome: "refused", refusal };
		}
		if (item === null) return { outcome: "mine", kept: this.#done.set(key, true) };
		this.#place(key, lane);
		return { outcome: "mine", kept: this.#accepted.set(key, item) };
	}

	async follow(arrived: (item: T) => void): Promise<void> {
		for (const [key, item] of this.#accepted.entries()) {
			if (this.#done.has(key)) {
				await this.#accepted.delete(key);
				continue;
			}
			this.#place(key, this.#laneOf(item));
			arrived(item);
		}
	}

	async next(lane: string): Promise<{ key: string; item: T } | undefined> {
		for (const key of this.#lanes.get(lane) ?? []) {
			const item = this.#accepted.get(key);
			if (item !== undefined) return { key, item };
		}
		return undefined;
	}

	/** First that it is done, then that it no longer waits: a crash in between does nothing twice. */
	async done(key: string): Promise<void> {
		this.#displace(key);
		if (!this.#done.has(key)) await this.#done.set(key, true);
		await this.#accepted.delete(key);
	}

	async putOff(key: string): Promise<void> {
		this.#displace(key);
	}

	async isElsewhere(): Promise<boolean> {
		return false;
	}

	async waiting(): Promise<[string, T][]> {
		return this.#accepted.entries();
	}

	async erase(keys: readonly string[]): Promise<void> {
		await Promise.all(keys.map((key) => this.done(key)));
		await this.#accepted.compact();
	}

	#place(key: string, lane: string): void {
		const keys = this.#lanes.get(lane) ?? new Set();
		this.#lanes.set(lane, keys.add(key));
	}

	#displace(key: string): void {
		const item = this.#accepted.get(key);
		if (item === undefined) return;
		const lane = this.#laneOf(item);
		const keys = this.#lanes.get(lane);
		keys?.delete(key);
		if (keys?.size === 0) this.#lanes.delete(lane);
	}
}
