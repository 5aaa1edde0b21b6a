/** Long work in, the same work out in short slices between which questions are answered. */

/** Milliseconds of work before others get a turn: well under the 20 ms that a question may wait. */
const SLICE = 5;

export class Slices {
	#started = performance.now();

	/** True when the slice is used up: then `await next()`. Kept apart because awaiting at every step is dear. */
	get isOver(): boolean {
		return performance.now() - this.#started >= SLICE;
	}

	/** Lets everything that waits in the event loop run first. */
	async next(): Promise<void> {
		await new Promise((resolve) => setImmediate(resolve));
		this.#started = performance.now();
	}
}
