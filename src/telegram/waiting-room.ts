/** Tells people who wait longer than five seconds for their answer how many questions are before theirs. */

/** Milliseconds. */
const PATIENCE = 5000;

interface Waiting {
	readonly chatId: number;
	readonly served: AbortController;
	told: boolean;
}

export class WaitingRoom {
	readonly #pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
	/** By update number, in the order in which they came. */
	readonly #waiting = new Map<number, Waiting>();

	constructor(pause: (milliseconds: number, signal: AbortSignal) => Promise<void>) {
		this.#pause = pause;
	}

	/** How many questions wait or are being answered. */
	get size(): number {
		return this.#waiting.size;
	}

	/** `tell` is called with the number of questions before this one, at most for one question of a chat at a time. */
	async enter(updateId: number, chatId: number, tell: (before: number) => Promise<void>): Promise<void> {
		const waiting: Waiting = { chatId, served: new AbortController(), told: false };
		this.#waiting.set(updateId, waiting);
		try {
			await this.#pause(PATIENCE, waiting.served.signal);
		} catch {
			return;
		}
		const others = [...this.#waiting.values()];
		const before = others.indexOf(waiting);
		if (before < 1 || others.some((other) => other.chatId === chatId && other.told)) return;
		waiting.told = true;
		await tell(before);
	}

	/** The question is being looked up: nothing more is told. */
	begin(updateId: number): void {
		this.#waiting.get(updateId)?.served.abort();
	}

	/** The question is answered, or will not be. */
	leave(updateId: number): void {
		this.begin(updateId);
		this.#waiting.delete(updateId);
	}
}
