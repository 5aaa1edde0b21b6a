/** Give it updates as they come, get each worked on once: in order per chat, several chats at once, over restarts. */

import { createHash } from "node:crypto";
import type { Logger } from "pino";
import type { Update } from "telegraf/types";
import type { KeptMap } from "./kept-map.ts";
import { chatLane, type Lanes } from "./lanes.ts";
import { type FailureKind, TelegramFailure } from "./telegram-calls.ts";

/** Failures that say nothing against the answer itself. */
const UNDECIDED: ReadonlySet<FailureKind> = new Set(["stopped", "unreachable", "busy"]);

export interface InboxOptions {
	/** Updates that wait for their turn, by `keyOf`. */
	readonly accepted: KeptMap<Update>;
	/** Keys of updates that must not be worked on again. */
	readonly done: KeptMap<true>;
	readonly lanes: Lanes;
	/** Asked once for each update: whether it is worked on. */
	readonly admits: (update: Update) => boolean;
	/** Does the work and sends the answer. */
	readonly work: (update: Update) => Promise<void>;
	/** Called when an update begins to wait, and when there is nothing more to do for it. */
	readonly entered: (update: Update) => void;
	readonly left: (update: Update) => void;
	readonly logger: Logger;
	/** When aborted, no further work is begun and what is left stays for the next start. */
	readonly stopped: AbortSignal;
}

export class Inbox {
	readonly #options: InboxOptions;

	constructor(options: InboxOptions) {
		this.#options = options;
	}

	/** Takes up what was accepted before the last stop. */
	async resume(): Promise<void> {
		const { accepted, done } = this.#options;
		for (const [id, update] of accepted.entries()) {
			if (done.has(id)) await accepted.delete(id);
			else this.#enqueue(update);
		}
	}

	/** Resolves as soon as the update is kept; the work on it waits for its turn. Repetitions are passed over. */
	async receive(update: Update): Promise<void> {
		const { accepted, done, admits } = this.#options;
		const id = keyOf(update);
		if (accepted.has(id) || done.has(id)) return;
		if (!admits(update)) return void this.#noteDone(id);
		const kept = isWorthKeeping(update) ? accepted.set(id, update) : this.#noteDone(id);
		this.#enqueue(update, kept);
		await kept;
	}

	/** A disk that does not take the update in is no reason not to answer it. */
	#enqueue(update: Update, kept: Promise<void> = Promise.resolve()): void {
		const { lanes, entered, left } = this.#options;
		entered(update);
		const settled = kept.catch(() => {});
		void lanes.run(laneOf(update), () => settled.then(() => this.#work(update))).finally(() => left(update));
	}

	async #work(update: Update): Promise<void> {
		const { accepted, stopped, logger, work } = this.#options;
		if (stopped.aborted) return;
		const id = keyOf(update);
		// Its sender has had everything forgotten meanwhile.
		if (isWorthKeeping(update) && !accepted.has(id)) return await this.#noteDone(id);
		try {
			await work(update);
		} catch (error) {
			const kind = error instanceof TelegramFailure ? error.kind : null;
			if (stopped.aborted || (kind !== null && UNDECIDED.has(kind))) {
				logger.warn({ update: update.update_id, reason: String(error) }, "not answered; kept for the next start");
				return;
			}
			if (kind === null) logger.error({ update: update.update_id, err: error }, "an update could not be worked on");
			else if (kind !== "gone") logger.warn({ update: update.update_id, reason: String(error) }, "not accepted");
		}
		await this.#noteDone(id);
	}

	/** First that it is done, then that it no longer waits: a crash in between answers nothing twice. */
	async #noteDone(id: string): Promise<void> {
		const { accepted, done, logger } = this.#options;
		try {
			if (!done.has(id)) await done.set(id, true);
			await accepted.delete(id);
		} catch (error) {
			logger.error({ err: error }, "what was answered could not be noted down");
		}
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

/** What is worked on one after the other: a chat's messages, somebody's inline queries. Buttons wait for nobody. */
function laneOf(update: Update): string {
	if ("message" in update) {
		const { message } = update;
		return chatLane("migrate_to_chat_id" in message ? message.migrate_to_chat_id : message.chat.id);
	}
	if ("edited_message" in update) return chatLane(update.edited_message.chat.id);
	if ("my_chat_member" in update) return chatLane(update.my_chat_member.chat.id);
	if ("inline_query" in update) return `inline ${update.inline_query.from.id}`;
	return `update ${update.update_id}`;
}
