/** Numbers with scores in, the best few out. */

/** Keeps the `depth` best of all numbers offered; of equal scores the smaller number is the better one. */
export class Best {
	readonly #depth: number;
	/** A binary heap with the worst kept number on top: entry i is better than or equal to entry (i - 1) >> 1. */
	readonly #numbers: number[] = [];
	readonly #scores: number[] = [];

	constructor(depth: number) {
		this.#depth = depth;
	}

	offer(number: number, score: number): void {
		if (this.#numbers.length < this.#depth) this.#rise(number, score);
		else if (this.#depth > 0 && this.#isWorse(0, number, score)) this.#sink(number, score);
	}

	/** A number offered after smaller ones is kept only if its score is above this. */
	get floor(): number {
		return this.#numbers.length < this.#depth
			? Number.NEGATIVE_INFINITY
			: (this.#scores[0] ?? Number.POSITIVE_INFINITY);
	}

	/** The numbers kept, without order. */
	numbers(): readonly number[] {
		return this.#numbers;
	}

	/** Is the entry at `place` worse than this number with this score? */
	#isWorse(place: number, number: number, score: number): boolean {
		const kept = this.#scores[place]!;
		return kept < score || (kept === score && this.#numbers[place]! > number);
	}

	#put(place: number, number: number, score: number): void {
		this.#numbers[place] = number;
		this.#scores[place] = score;
	}

	#rise(number: number, score: number): void {
		let place = this.#numbers.length;
		while (place > 0) {
			const above = (place - 1) >> 1;
			if (this.#isWorse(above, number, score)) break;
			this.#put(place, this.#numbers[above]!, this.#scores[above]!);
			place = above;
		}
		this.#put(place, number, score);
	}

	#sink(number: number, score: number): void {
		const size = this.#numbers.length;
		let place = 0;
		for (let below = 1; below < size; below = 2 * place + 1) {
			if (below + 1 < size && this.#isWorse(below + 1, this.#numbers[below]!, this.#scores[below]!)) below++;
			if (!this.#isWorse(below, number, score)) break;
			this.#put(place, this.#numbers[below]!, this.#scores[below]!);
			place = below;
		}
		this.#put(place, number, score);
	}
}
