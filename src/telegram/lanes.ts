/** Give it work under a name, get it done in order with other work of that name, beside the work of all other names. */

import PQueue from "p-queue";

/** The lane in which a chat's messages are answered. */
export function chatLane(chatId: number): string {
	return `chat ${chatId}`;
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
