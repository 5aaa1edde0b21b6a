/**
 * One instance among those that share a database: the others see that it lives, and it takes over the work of those that
 * do not.
 */

import { randomInt } from "node:crypto";
import { setTimeout as timer } from "node:timers/promises";
import { type Database, DatabaseError, type Session } from "../postgres/database.ts";

/** First numbers of advisory locks: "baow" and "baox" in ASCII, so that they meet no others of the same database. */
const LIVING = 0x62_61_6f_77;
export const HANDING_OVER = 0x62_61_6f_78;

/** Milliseconds between two looks at the others. */
const LOOK = 1000;
/** Milliseconds between two tries to be seen again: sooner than the others give it up. */
const RETURN = LOOK / 4;
/** Looks after which what nobody needs any more is removed. */
const CLEANING = 60;

/** Owners of items that are not at work: null for those that have ended, else their session is over. */
const ABANDONED = `SELECT DISTINCT owner FROM baowen_state.updates
	WHERE item IS NOT NULL AND (owner IS NULL OR owner <> $1 AND owner::bigint NOT IN (
		SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND classid = $2 AND objsubid = 2 AND granted
		AND database = (SELECT oid FROM pg_database WHERE datname = current_database())))`;
const TAKE_OVER = `UPDATE baowen_state.updates SET owner = $1, put_off = false
	WHERE item IS NOT NULL AND (owner IS NULL OR owner = ANY($2))`;
/** Telegram repeats itself for a day. */
const CLEAN = `DELETE FROM baowen_state.updates WHERE item IS NULL AND at < now() - interval '2 days';
	DELETE FROM baowen_state.buckets WHERE full_at < extract(epoch FROM now() - interval '1 minute') * 1000`;

/** Lives as long as its session with the server: when this program dies, the server ends that, and the lock is free. */
export class Presence {
	/** Its number in `owner`. */
	readonly id = randomInt(1, 2 ** 31);
	readonly #database: Database;
	/** Hears of trouble with the database in one sentence, and null when there is none (any more). */
	readonly #note: (trouble: string | null) => void;
	readonly #closing = new AbortController();
	#session: Session | null = null;
	#isSeen = false;
	/** Whose lock was free at the last look. */
	#suspects: readonly (number | null)[] = [];
	#looks = 0;
	#changed: (isNew: boolean) => Promise<void> = async () => {};
	#wake: () => void = () => {};
	#watching: Promise<void> = Promise.resolve();

	private constructor(database: Database, note: (trouble: string | null) => void) {
		this.#database = database;
		this.#note = note;
	}

	/** @throws DatabaseError */
	static async open(database: Database, note: (trouble: string | null) => void): Promise<Presence> {
		const presence = new Presence(database, note);
		await presence.#connect();
		return presence;
	}

	/**
	 * `changed` is called at once and whenever items may have become this instance's by others; with `isNew` after a time
	 * in which the others may have taken it to be dead.
	 */
	async watch(changed: (isNew: boolean) => Promise<void>): Promise<void> {
		this.#changed = changed;
		await this.#look();
		this.#watching = this.#watch();
	}

	/** Whatever belongs to this instance is free for others at once. */
	async close(): Promise<void> {
		this.#closing.abort();
		this.#wake();
		await this.#watching;
		try {
			await this.#database.transaction(async (queries) => {
				await queries.query("SELECT pg_advisory_xact_lock($1, 0)", [HANDING_OVER]);
				await queries.query("UPDATE baowen_state.updates SET owner = NULL WHERE owner = $1", [this.id]);
			});
		} catch (error) {
			// The end of the session says the same, a little later.
			if (!(error instanceof DatabaseError)) throw error;
		}
		this.#session?.close();
	}

	async #connect(): Promise<Session> {
		const session = await this.#database.session(
			(error) => {
				this.#session = null;
				this.#note((error as Error).message);
				this.#wake();
			},
			() => this.#wake(),
		);
		this.#session = session;
		this.#isSeen = false;
		await session.script(`LISTEN baowen_state_${this.id}`);
		await this.#show(session);
		return session;
	}

	/** False while the server still holds a session of this instance's that broke. */
	async #show(session: Session): Promise<void> {
		const [row] = await session.query<{ held: boolean }>("SELECT pg_try_advisory_lock($1, $2) AS held", [
			LIVING,
			this.id,
		]);
		this.#isSeen = row!.held;
	}

	async #watch(): Promise<void> {
		const { signal } = this.#closing;
		while (!signal.aborted) {
			const woken = new AbortController();
			this.#wake = () => woken.abort();
			const isWell = this.#session !== null && this.#isSeen;
			await timer(isWell ? LOOK : RETURN, undefined, { signal: woken.signal }).catch(() => {});
			if (signal.aborted) return;
			try {
				await this.#look();
				this.#note(null);
			} catch (error) {
				this.#note((error as Error).message);
			}
		}
	}

	async #look(): Promise<void> {
		const isNew = this.#session === null;
		const session = this.#session ?? (await this.#connect());
		if (!this.#isSeen) await this.#show(session);
		const rows = await session.query<{ owner: number | null }>(ABANDONED, [this.id, LIVING]);
		const abandoned = rows.map(({ owner }) => owner);
		// After an absence of the database the others must have time to return, too.
		if (isNew) this.#suspects = [];
		const free = abandoned.filter((owner) => owner === null || this.#suspects.includes(owner));
		this.#suspects = abandoned;
		if (free.length > 0) await this.#takeOver(free);
		await this.#changed(isNew);
		if (this.#looks++ % CLEANING === 0) await this.#database.script(CLEAN);
	}

	async #takeOver(owners: readonly (number | null)[]): Promise<void> {
		await this.#database.transaction(async (queries) => {
			// Nothing is accepted meanwhile, so that no lane comes to belong to two instances.
			await queries.query("SELECT pg_advisory_xact_lock($1, 0)", [HANDING_OVER]);
			await queries.query(TAKE_OVER, [this.id, owners.filter((owner) => owner !== null)]);
		});
	}
}
