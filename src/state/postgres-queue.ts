/** What waits to be worked on, in a database, divided among the instances that share it. */

import { createHash } from "node:crypto";
import type { Acceptance, Arrival, WorkQueue } from "../ports.ts";
import type { Database, Queries } from "../postgres/database.ts";
import type { Patiently } from "./patience.ts";
import { HANDING_OVER, type Presence } from "./presence.ts";
import { type Bucket, fullAt, takeTokens } from "./token-buckets.ts";

/** What there is of that key, of that lane, and of those buckets. `owners` is empty when nothing of the lane waits. */
const LOOK = `SELECT
	EXISTS (SELECT FROM baowen_state.updates WHERE key = $1) AS known,
	ARRAY(SELECT owner FROM baowen_state.updates WHERE lane = $2 AND item IS NOT NULL LIMIT 1) AS owners,
	(SELECT coalesce(json_object_agg(name, json_build_object('tokens', tokens, 'at', at, 'told', told)), '{}')
		FROM baowen_state.buckets WHERE name = ANY($3)) AS buckets`;
const TAKE_IN = `WITH paid AS (
		INSERT INTO baowen_state.buckets
		SELECT * FROM unnest($5::text[], $6::double precision[], $7::double precision[], $8::boolean[], $9::double precision[])
		ON CONFLICT (name) DO UPDATE SET
			tokens = excluded.tokens, at = excluded.at, told = excluded.told, full_at = excluded.full_at
	)
	INSERT INTO baowen_state.updates (key, lane, item, owner) VALUES ($1, $2, $3, $4)`;
const DONE = `UPDATE baowen_state.updates SET item = NULL, lane = NULL, owner = NULL WHERE key = ANY($1)`;

export class PostgresQueue<T> implements WorkQueue<T> {
	readonly #database: Database;
	readonly #patiently: Patiently;
	readonly #presence: Presence;
	readonly #now: () => Date;
	/** Keys of this instance's items that need not be told of any more. */
	readonly #known = new Set<string>();

	constructor(database: Database, patiently: Patiently, presence: Presence, now: () => Date) {
		this.#database = database;
		this.#patiently = patiently;
		this.#presence = presence;
		this.#now = now;
	}

	/** Does not wait for the database to come back: Telegram brings again what is not accepted, perhaps to another instance. */
	async accept(arrival: Arrival<T>): Promise<Acceptance> {
		const { lane, toll } = arrival;
		const beginning = `SELECT pg_advisory_xact_lock_shared(${HANDING_OVER}, 0); ${lockingOf([lane, ...toll.buckets])}`;
		const acceptance = await this.#database.transaction((queries) => this.#accept(queries, arrival), { beginning });
		if (acceptance.outcome === "mine" && arrival.item !== null) this.#known.add(arrival.key);
		return acceptance;
	}

	async #accept(queries: Queries, { key, lane, item, toll: asked }: Arrival<T>): Promise<Acceptance> {
		const toll = { ...asked, buckets: asked.buckets.map(unnamed) };
		const [found] = await queries.query<{ known: boolean; owners: (number | null)[]; buckets: Record<string, Bucket> }>(
			LOOK,
			[key, lane, toll.buckets],
		);
		const { known, owners, buckets } = found!;
		if (known) return { outcome: "known" };
		const { changed, refusal } = takeTokens(toll, (name) => buckets[name], this.#now().getTime());
		const isKept = item !== null && refusal === null;
		const owner = owners.length === 0 ? this.#presence.id : owners[0]!;
		await queries.query(TAKE_IN, [
			key,
			...(isKept ? [lane, JSON.stringify(item), owner] : [null, null, null]),
			changed.map(([name]) => name),
			changed.map(([, { tokens }]) => tokens),
			changed.map(([, { at }]) => at),
			changed.map(([, { told }]) => told),
			changed.map(([, bucket]) => fullAt(bucket, toll)),
		]);
		if (refusal !== null) return { outcome: "refused", refusal };
		if (isKept && owner !== this.#presence.id) {
			// Of an owner that has ended the others take over, without being told.
			if (owner !== null) await queries.query("SELECT pg_notify('baowen_state_' || $1::int, '')", [owner]);
			return { outcome: "theirs" };
		}
		return { outcome: "mine", kept: Promise.resolve() };
	}

	async follow(arrived: (item: T) => void): Promise<void> {
		await this.#presence.watch(async (isNew) => {
			if (isNew) this.#known.clear();
			const own = await this.#database.query<{ key: string }>(
				`SELECT key FROM baowen_state.updates WHERE owner = $1 AND item IS NOT NULL AND NOT put_off`,
				[this.#presence.id],
			);
			const news = own.map(({ key }) => key).filter((key) => !this.#known.has(key));
			if (news.length === 0) return;
			const rows = await this.#database.query<{ key: string; item: T }>(
				"SELECT key, item FROM baowen_state.updates WHERE key = ANY($1) AND item IS NOT NULL ORDER BY number",
				[news],
			);
			for (const { key, item } of rows) {
				this.#known.add(key);
				arrived(item);
			}
		});
	}

	async next(lane: string): Promise<{ key: string; item: T } | undefined> {
		const [row] = await this.#patiently(() =>
			this.#database.query<{ key: string; item: T }>(
				`SELECT key, item FROM baowen_state.updates
				WHERE lane = $1 AND owner = $2 AND item IS NOT NULL AND NOT put_off ORDER BY number LIMIT 1`,
				[lane, this.#presence.id],
			),
		);
		return row;
	}

	done(key: string): Promise<void> {
		return this.erase([key]);
	}

	async putOff(key: string): Promise<void> {
		await this.#patiently(() =>
			this.#database.query("UPDATE baowen_state.updates SET put_off = true WHERE key = $1 AND owner = $2", [
				key,
				this.#presence.id,
			]),
		);
	}

	async isElsewhere(lane: string): Promise<boolean> {
		const [row] = await this.#patiently(() =>
			this.#database.query<{ busy: boolean }>(
				`SELECT EXISTS (SELECT FROM baowen_state.updates
				WHERE lane = $1 AND item IS NOT NULL AND NOT put_off AND owner <> $2) AS busy`,
				[lane, this.#presence.id],
			),
		);
		return row!.busy;
	}

	async waiting(): Promise<[string, T][]> {
		const rows = await this.#patiently(() =>
			this.#database.query<{ key: string; item: T }>(
				"SELECT key, item FROM baowen_state.updates WHERE item IS NOT NULL ORDER BY number",
			),
		);
		return rows.map(({ key, item }) => [key, item]);
	}

	async erase(keys: readonly string[]): Promise<void> {
		await this.#patiently(() => this.#database.query(DONE, [keys]));
		for (const key of keys) this.#known.delete(key);
	}
}

/** They may outlast what a person has had forgotten by minutes, and must not say whose they are. */
function unnamed(bucket: string): string {
	return createHash("sha256").update(bucket).digest("base64url");
}

/** Held to the end of the transaction; in the order of their numbers, so that two instances never wait for each other. */
function lockingOf(names: readonly string[]): string {
	const numbers = names.map((name) => createHash("sha256").update(`baowen ${name}`).digest().readBigInt64BE());
	const sorted = [...new Set(numbers)].sort((one, other) => (one < other ? -1 : 1));
	return sorted.map((number) => `SELECT pg_advisory_xact_lock(${number})`).join("; ");
}
