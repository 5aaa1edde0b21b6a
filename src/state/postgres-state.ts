/** Give it a database, get the chat's memory in it, shared by every instance that is given the same one. */

import { join } from "node:path";
import type { KeptMap, StateStore } from "../ports.ts";
import type { Database } from "../postgres/database.ts";
import { migrate } from "../postgres/migrations.ts";
import { type Patiently, patience } from "./patience.ts";
import { PostgresQueue } from "./postgres-queue.ts";
import { Presence } from "./presence.ts";

export interface PostgresStateOptions {
	/** Clock of the rate limits. */
	readonly now: () => Date;
	/** When aborted, an absent database is waited for no longer. */
	readonly stopped: AbortSignal;
	/** Hears in one sentence when the database goes away, and when it is there again. */
	readonly say: (line: string) => void;
}

/** How many entries more than wanted a map may have at most, before the oldest are removed. */
const SPARE = 50;

/**
 * Takes the database over: closes it in the end. While it is away everything but `accept` waits for it to come back.
 * @throws DatabaseError
 */
export async function openPostgresState(database: Database, options: PostgresStateOptions): Promise<StateStore> {
	const { now, stopped, say } = options;
	let trouble: string | null = null;
	const note = (sentence: string | null) => {
		if (sentence !== null && trouble === null) say(sentence);
		if (sentence === null && trouble !== null) say(`数据库 ${database.name} 又连上了。`);
		trouble = sentence;
	};
	await migrate(database, join(import.meta.dirname, "migrations"), "baowen_state.migrations");
	const presence = await Presence.open(database, note);
	const patiently = patience(stopped, note);
	return {
		isShared: true,
		get trouble() {
			return trouble;
		},
		map: async <V>(name: string, limit: number) => new PostgresMap<V>(database, patiently, name, limit),
		queue: async <T>() => new PostgresQueue<T>(database, patiently, presence, now),
		async close() {
			await presence.close();
			await database.close();
		},
	};
}

class PostgresMap<V> implements KeptMap<V> {
	readonly #database: Database;
	readonly #patiently: Patiently;
	readonly #name: string;
	readonly #limit: number;
	#set = 0;

	constructor(database: Database, patiently: Patiently, name: string, limit: number) {
		this.#database = database;
		this.#patiently = patiently;
		this.#name = name;
		this.#limit = limit;
	}

	async get(key: string): Promise<V | undefined> {
		const rows = await this.#query<{ value: V }>(
			"SELECT value FROM baowen_state.kept WHERE map = $1 AND key = $2",
			key,
		);
		return rows[0]?.value;
	}

	async set(key: string, value: V): Promise<void> {
		await this.#query(
			`INSERT INTO baowen_state.kept (map, key, value) VALUES ($1, $2, $3)
			ON CONFLICT (map, key) DO UPDATE SET value = excluded.value, number = DEFAULT`,
			key,
			JSON.stringify(value),
		);
		if (++this.#set % Math.min(SPARE, this.#limit) === 0) await this.#removeOldest();
	}

	async delete(key: string): Promise<boolean> {
		const rows = await this.#query("DELETE FROM baowen_state.kept WHERE map = $1 AND key = $2 RETURNING key", key);
		return rows.length > 0;
	}

	async entries(): Promise<[string, V][]> {
		const rows = await this.#query<{ key: string; value: V }>(
			"SELECT key, value FROM baowen_state.kept WHERE map = $1 ORDER BY number DESC LIMIT $2",
			this.#limit,
		);
		return rows.reverse().map(({ key, value }) => [key, value]);
	}

	async erase(keys: readonly string[]): Promise<void> {
		await this.#query("DELETE FROM baowen_state.kept WHERE map = $1 AND key = ANY($2)", keys);
	}

	async #removeOldest(): Promise<void> {
		await this.#query(
			`DELETE FROM baowen_state.kept WHERE map = $1 AND number <=
			(SELECT number FROM baowen_state.kept WHERE map = $1 ORDER BY number DESC OFFSET $2 LIMIT 1)`,
			this.#limit,
		);
	}

	#query<Row extends object>(text: string, ...values: readonly unknown[]): Promise<Row[]> {
		return this.#patiently(() => this.#database.query<Row>(text, [this.#name, ...values]));
	}
}
