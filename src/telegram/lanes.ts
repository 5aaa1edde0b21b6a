/** Give it work under a name, get it done in order with other work of that name, beside the work of all other names. */

import PQueue from "p-queue";
import type { Update } from "telegraf/types";

/** The lane in which a chat's messages are answered. */
export function chatLane(chatId: number): string {
	return `chat ${chatId}`;
}

/** What is worked on one after the other: a chat's messages, somebody's inline queries. Buttons wait for nobody. */
export function laneOf(update: Update): string {
	if ("message" in update) {
		const { message } = update;
		return chatLane("migrate_to_chat_id" in message ? message.migrate_to_chat_id : message.chat.id);
	}
	if ("edited_message" in update) return chatLane(update.edited_message.chat.id);
	if ("my_chat_member" in update) return chatLane(update.my_chat_member.chat.id);
	if ("inline_query" in update) return `inline ${update.inline_query.from.id}`;
	return `update ${update.update_id}`;
}

export class Lanes {
	readonly #lanes = new Map<string, PQueue>();
	readonly #running = new Set<Promise<unknown>>();

	run<T>(name: string, work: () => Promise<T>): Promise<T> {
		let lane = this.#lanes.get(name);
		if (lane === undefined) {
			const fresh = new PQueue({ concurrency: 1 });
			fresh.on("idle", () => {
				if (fresh.size + fresh.pending === 0) this.#lanes.delete(name);
			});
			this.#lanes.set(name, fresh);
			lane = fresh;
		}
		const done = lane.add(work);
		const settled = done.catch(() => {}).finally(() => this.#running.delete(settled));
		this.#running.add(settled);
		return done;
	}

	/** Resolves when nothing is left to do. */
	async idle(): Promise<void> {
		while (this.#running.size > 0) await Promise.all(this.#running);
	}
}
