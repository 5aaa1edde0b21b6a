/** Give it names of people or groups, get whether they may do one thing more now: so many at once, so many a minute. */

/** Emptier buckets than this many are not remembered: the oldest is then full again, as it would be anyway soon. */
const MOST_BUCKETS = 10_000;

interface Bucket {
	readonly tokens: number;
	/** Milliseconds since 1970. */
	readonly at: number;
	/** Whether its owner has been told, since it was last full, that it is empty. */
	readonly told: boolean;
}

export interface Refusal {
	/** False where the owner has been told already and the bucket has not been full since. */
	readonly isFirst: boolean;
	readonly secondsUntilFull: number;
}

export class TokenBuckets {
	readonly #size: number;
	readonly #perMillisecond: number;
	readonly #now: () => Date;
	/** Full ones are left out; the one used last stands last. */
	readonly #buckets = new Map<string, Bucket>();

	/** Buckets hold `size` tokens and get `perMinute` new ones. */
	constructor(size: number, perMinute: number, now: () => Date) {
		this.#size = size;
		this.#perMillisecond = perMinute / 60_000;
		this.#now = now;
	}

	/** Takes a token out of each bucket, or out of none where one is empty. Null when taken. */
	take(names: readonly string[]): Refusal | null {
		const buckets = names.map((name) => [name, this.#look(name)] as const);
		const empty = buckets.find(([, { tokens }]) => tokens < 1);
		if (empty === undefined) {
			for (const [name, bucket] of buckets) this.#put(name, { ...bucket, tokens: bucket.tokens - 1 });
			return null;
		}
		const [name, bucket] = empty;
		this.#put(name, { ...bucket, told: true });
		const secondsUntilFull = Math.ceil((this.#size - bucket.tokens) / this.#perMillisecond / 1000);
		return { isFirst: !bucket.told, secondsUntilFull };
	}

	/** How many buckets are remembered. */
	get count(): number {
		return this.#buckets.size;
	}

	#look(name: string): Bucket {
		const at = this.#now().getTime();
		const bucket = this.#buckets.get(name);
		const tokens =
			bucket === undefined ? this.#size : bucket.tokens + Math.max(0, at - bucket.at) * this.#perMillisecond;
		return bucket === undefined || tokens >= this.#size
			? { tokens: this.#size, at, told: false }
			: { tokens, at, told: bucket.told };
	}

	#put(name: string, bucket: Bucket): void {
		this.#buckets.delete(name);
		this.#buckets.set(name, bucket);
		if (this.#buckets.size > MOST_BUCKETS) this.#buckets.delete(this.#buckets.keys().next().value as string);
	}
}
