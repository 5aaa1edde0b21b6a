/** Give it work on a database, get it done: while the database is away, it is tried again and again. */

import { setTimeout as timer } from "node:timers/promises";
import { isAway } from "../postgres/database.ts";

/** The work must be such that doing it twice is doing it once: a broken connection does not tell whether it was done. */
export type Patiently = <T>(work: () => Promise<T>) => Promise<T>;

/** Milliseconds between two tries. */
const PAUSE = 250;

/** Until `stopped` is aborted; then the work fails. `note` hears in one sentence that the database is away. */
export function patience(stopped: AbortSignal, note: (sentence: string) => void): Patiently {
	return async (work) => {
		for (;;) {
			try {
				return await work();
			} catch (error) {
				if (!isAway(error) || stopped.aborted) throw error;
				note(error.message);
				await timer(PAUSE, undefined, { signal: stopped }).catch(() => {});
			}
		}
	};
}
