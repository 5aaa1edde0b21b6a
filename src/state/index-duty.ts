/** Give it the database that several instances share, get which of them keeps the index up to date: one at any time. */

import { setTimeout as timer } from "node:timers/promises";
import type { IndexDuty } from "../ports.ts";
import { type Database, isAway, type Session } from "../postgres/database.ts";

/** First numbers of advisory locks: "baoy" and "baoz" in ASCII, so that they meet no others of the same database. */
const DUTY = 0x62_61_6f_79;
const ALONE = 0x62_61_6f_7a;
/** Milliseconds between two tries for the duty, and for being alone. */
const LOOK = 1000;
const TURN = 100;

/** A lock of a session: when this program dies the server ends that, and another instance has the duty a second later. */
export class SharedDuty implements IndexDuty {
	readonly #database: Database;
	readonly #closing = new AbortController();
	#session: Session | null = null;
	#isMine = false;
	#taken: () => void = () => {};
	#lost: () => void = () => {};
	#trying: Promise<void> = Promise.resolve();

	private constructor(database: Database) {
		this.#database = database;
	}

	/** Takes the database over: closes it in the end. @throws DatabaseError */
	static async open(database: Database): Promise<SharedDuty> {
		const duty = new SharedDuty(database);
		await duty.#try();
		duty.#trying = duty.#keepTrying();
		return duty;
	}

	get isMine(): boolean {
		return this.#isMine;
	}

	async alone<T>(name: string, work: () => Promise<T>): Promise<T> {
		const session = await this.#database.session(
			() => {},
			() => {},
		);
		try {
			const lock = "SELECT pg_try_advisory_lock($1, hashtext($2)) AS held";
			while (!(await session.query<{ held: boolean }>(lock, [ALONE, name]))[0]!.held) {
				await timer(TURN, undefined, { signal: this.#closing.signal });
			}
			return await work();
		} finally {
			session.close();
		}
	}

	follow(taken: () => void, lost: () => void): void {
		this.#taken = taken;
		this.#lost = lost;
		if (this.#isMine) taken();
	}

	async close(): Promise<void> {
		this.#closing.abort();
		await this.#trying;
		this.#session?.close();
		await this.#database.close();
	}

	async #keepTrying(): Promise<void> {
		const { signal } = this.#closing;
		for (;;) {
			await timer(LOOK, undefined, { signal }).catch(() => {});
			if (signal.aborted) return;
			try {
				await this.#try();
			} catch (error) {
				// What asks for the index says that the database is away.
				if (!isAway(error)) throw error;
			}
		}
	}

	/** Also asks whether the session still lives. */
	async #try(): Promise<void> {
		this.#session ??= await this.#database.session(
			() => {
				this.#session = null;
				if (!this.#isMine) return;
				this.#isMine = false;
				this.#lost();
			},
			() => {},
		);
		if (this.#isMine) return void (await this.#session.query("SELECT 1"));
		const [row] = await this.#session.query<{ held: boolean }>("SELECT pg_try_advisory_lock($1, 0) AS held", [DUTY]);
		if (!row!.held) return;
		this.#isMine = true;
		this.#taken();
	}
}
