/** Give it updates as they come, get each worked on once: in order per chat, several chats at once, over restarts. */

import { createHash } from "node:crypto";
import type { Logger } from "pino";
import type { Update } from "telegraf/types";
import type { Toll, WorkQueue } from "../ports.ts";
import type { Visit } from "./door.ts";
import { Lanes, laneOf } from "./lanes.ts";
import { type FailureKind, TelegramFailure } from "./telegram-calls.ts";

/** Failures that say nothing against the answer itself. */
const UNDECIDED: ReadonlySet<FailureKind> = new Set(["stopped", "unreachable", "busy"]);

export interface InboxOptions {
	readonly updates: WorkQueue<Update>;
	readonly lanes: Lanes;
	/** Whether and at what cost an update is let in; null for one that cannot be read. */
	readonly visit: (update: Update) => Promise<Visit | null>;
	/** Does the work and sends the answer. */
	readonly work: (update: Update) => Promise<void>;
	/** Called when an update begins to wait, and, perhaps more than once, when there is nothing more to do for it. */
	readonly entered: (update: Update) => void;
	readonly left: (update: Update) => void;
	readonly logger: Logger;
	/** When aborted, no further work is begun and what is left stays for another instance or the next start. */
	readonly stopped: AbortSignal;
}

/** For what is not let in at all. */
const FREE: Toll = { buckets: [], size: 1, perMinute: 1 };

export class Inbox {
	readonly #options: InboxOptions;
	/** A chat's updates are taken in one after the other, so that those that come together keep their order. */
	readonly #arrivals = new Lanes();

	constructor(options: InboxOptions) {
		this.#options = options;
	}

	/** Takes up what was accepted before the last stop, and from now on what other instances hand over. */
	async follow(): Promise<void> {
		await this.#options.updates.follow((update) => this.#enqueue(update, () => this.#workOnAll(laneOf(update))));
	}

	/**
	 * Resolves as soon as the update is kept; the work on it waits for its turn. Repetitions are passed over.
	 * @throws when it could not be kept: it must be brought again
	 */
	receive(update: Update): Promise<void> {
		return this.#arrivals.run(laneOf(update), () => this.#receive(update));
	}

	async #receive(update: Update): Promise<void> {
		const { updates, visit: lookAt } = this.#options;
		const visit = await lookAt(update);
		const item = visit?.isWelcome && isWorthKeeping(update) ? update : null;
		const lane = laneOf(update);
		const acceptance = await updates.accept({ key: keyOf(update), lane, item, toll: visit?.toll ?? FREE });
		if (acceptance.outcome === "refused" && visit?.isWelcome) visit.turnAway(acceptance.refusal);
		if (acceptance.outcome !== "mine") return;
		const { kept } = acceptance;
		// A disk that does not take the update in is no reason not to answer it.
		const settled = kept.catch(() => {});
		if (visit?.isWelcome)
			this.#enqueue(update, async () => {
				await settled;
				await (item === null ? this.#work(update) : this.#workOnAll(lane));
			});
		else visit?.turnAway(null);
		await kept;
	}

	#enqueue(update: Update, work: () => Promise<unknown>): void {
		const { lanes, entered, left, logger } = this.#options;
		entered(update);
		lanes
			.run(laneOf(update), work)
			.catch((error) => logger.error({ err: error }, "what was accepted could not be worked on"))
			.finally(() => left(update));
	}

	/**
	 * Not the update whose turn it seems to be: another one may be older, and its sender may have had it forgotten. And
	 * not only one: what another instance has handed over can be done here before this one hears of it, in the turn of one
	 * that then has none.
	 */
	async #workOnAll(lane: string): Promise<void> {
		const { updates, stopped, left, logger } = this.#options;
		while (!stopped.aborted) {
			const next = await updates.next(lane);
			if (next === undefined) return;
			const isDone = await this.#work(next.item);
			left(next.item);
			if (stopped.aborted && !isDone) return;
			try {
				await (isDone ? updates.done(next.key) : updates.putOff(next.key));
			} catch (error) {
				logger.error({ err: error }, "what was answered could not be noted down");
				return;
			}
		}
	}

	/** False when it was not decided: it is to be tried again by the next program. */
	async #work(update: Update): Promise<boolean> {
		const { work, stopped, logger } = this.#options;
		if (stopped.aborted) return false;
		try {
			await work(update);
		} catch (error) {
			const kind = error instanceof TelegramFailure ? error.kind : null;
			if (stopped.aborted || (kind !== null && UNDECIDED.has(kind))) {
				logger.warn({ update: update.update_id, reason: String(error) }, "not answered; kept for the next start");
				return false;
			}
			if (kind === null) logger.error({ update: update.update_id, err: error }, "an update could not be worked on");
			else if (kind !== "gone") logger.warn({ update: update.update_id, reason: String(error) }, "not accepted");
		}
		return true;
	}
}

/** The number alone is not enough: after a week without updates Telegram goes on with a random one. */
function keyOf(update: Update): string {
	return `${update.update_id} ${createHash("sha256").update(JSON.stringify(update)).digest("base64url").slice(0, 16)}`;
}

/** Buttons and inline queries must be answered within seconds or not at all. */
function isWorthKeeping(update: Update): boolean {
	return !("callback_query" in update || "inline_query" in update);
}
