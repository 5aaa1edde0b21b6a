/** Give it updates as they come, get each worked on once: in order per chat, several chats at once, over restarts. */

import { join } from "node:path";
import PQueue from "p-queue";
import type { Logger } from "pino";
import type { Update } from "telegraf/types";
import { KeptMap } from "./kept-map.ts";
import { TelegramFailure } from "./telegram-calls.ts";

/** Updates whose repetition is recognised, also after a restart. */
const REMEMBERED_UPDATES = 2000;

export interface InboxOptions {
	readonly stateDirectory: string;
	/** Whether anything in the bot listens to the update. */
	readonly concerns: (update: Update) => boolean;
	/** Does the work and sends the answer. */
	readonly work: (update: Update) => Promise<void>;
	readonly logger: Logger;
	/** When aborted, no further work is begun and what is left stays for the next start. */
	readonly stopped: AbortSignal;
}

export class Inbox {
	readonly #options: InboxOptions;
	readonly #accepted: KeptMap<Update>;
	readonly #done: KeptMap<true>;
	readonly #lanes = new Map<string, PQueue>();

	private constructor(options: InboxOptions, accepted: KeptMap<Update>, done: KeptMap<true>) {
		this.#options = options;
		this.#accepted = accepted;
		this.#done = done;
	}

	static async open(options: InboxOptions): Promise<Inbox> {
		const accepted = await KeptMap.open<Update>(join(options.stateDirectory, "accepted.jsonl"));
		const done = await KeptMap.open<true>(join(options.stateDirectory, "done.jsonl"), REMEMBERED_UPDATES);
		return new Inbox(options, accepted, done);
	}

	/** Takes up what was accepted before the last stop. */
	async resume(): Promise<void> {
		for (const [id, update] of this.#accepted.entries()) {
			if (this.#done.has(id)) await this.#accepted.delete(id);
			else this.#enqueue(update);
		}
	}

	/** Resolves as soon as the update is kept; the work on it waits for its turn. */
	async receive(update: Update): Promise<void> {
		const id = String(update.update_id);
		if (this.#accepted.has(id) || this.#done.has(id) || !this.#options.concerns(update)) return;
		if (isWorthKeeping(update)) await this.#accepted.set(id, update);
		else await this.#done.set(id, true);
		this.#enqueue(update);
	}

	/** How many updates of that chat wait or are worked on. */
	waitingIn(chatId: number): number {
		const lane = this.#lanes.get(String(chatId));
		return lane === undefined ? 0 : lane.size + lane.pending;
	}

	/** Resolves when nothing is left to do. */
	async idle(): Promise<void> {
		while (this.#lanes.size > 0) await Promise.all([...this.#lanes.values()].map((lane) => lane.onIdle()));
	}

	async close(): Promise<void> {
		await Promise.all([this.#accepted.close(), this.#done.close()]);
	}

	#enqueue(update: Update): void {
		const name = laneOf(update);
		let lane = this.#lanes.get(name);
		if (lane === undefined) {
			const fresh = new PQueue({ concurrency: 1 });
			fresh.on("idle", () => {
				if (fresh.size + fresh.pending === 0) this.#lanes.delete(name);
			});
			this.#lanes.set(name, fresh);
			lane = fresh;
		}
		void lane.add(() => this.#work(update));
	}

	async #work(update: Update): Promise<void> {
		const { stopped, logger, work } = this.#options;
		if (stopped.aborted) return;
		try {
			await work(update);
		} catch (error) {
			const kind = error instanceof TelegramFailure ? error.kind : null;
			if (stopped.aborted || kind === "stopped" || kind === "unreachable") {
				logger.warn({ update: update.update_id, reason: String(error) }, "not answered; kept for the next start");
				return;
			}
			if (kind === null) logger.error({ update: update.update_id, err: error }, "an update could not be worked on");
			else if (kind !== "gone") logger.warn({ update: update.update_id, reason: String(error) }, "not accepted");
		}
		const id = String(update.update_id);
		try {
			if (!this.#done.has(id)) await this.#done.set(id, true);
			await this.#accepted.delete(id);
		} catch (error) {
			logger.error({ err: error }, "what was answered could not be noted down");
		}
	}
}

/** Buttons and inline queries must be answered within seconds or not at all. */
function isWorthKeeping(update: Update): boolean {
	return !("callback_query" in update || "inline_query" in update);
}

/** What is worked on one after the other: a chat's messages, its buttons, somebody's inline queries. */
function laneOf(update: Update): string {
	if ("message" in update) return String(update.message.chat.id);
	if ("edited_message" in update) return String(update.edited_message.chat.id);
	if ("my_chat_member" in update) return String(update.my_chat_member.chat.id);
	if ("callback_query" in update) return `button ${update.callback_query.message?.chat.id}`;
	if ("inline_query" in update) return `inline ${update.inline_query.from.id}`;
	return "others";
}
