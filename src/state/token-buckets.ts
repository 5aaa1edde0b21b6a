/** Give it names of people or groups, get whether they may do one thing more now: so many at once, so many a minute. */

import type { Refusal, Toll } from "../ports.ts";

/** Emptier buckets than this many are not remembered: the oldest is then full again, as it would be anyway soon. */
const MOST_BUCKETS = 10_000;

export interface Bucket {
	readonly tokens: number;
	/** Milliseconds since 1970. */
	readonly at: number;
	/** Whether its owner has been told, since it was last full, that it is empty. */
	readonly told: boolean;
}

/** `changed` is to be remembered; `refusal` is null when a token was taken of each bucket. */
export interface Taken {
	readonly changed: readonly (readonly [name: string, bucket: Bucket])[];
	readonly refusal: Refusal | null;
}

/** `now` in milliseconds since 1970. A bucket that `remembered` does not know is full. */
export function takeTokens(toll: Toll, remembered: (name: string) => Bucket | undefined, now: number): Taken {
	const perMillisecond = toll.perMinute / 60_000;
	const buckets = toll.buckets.map((name) => [name, filled(remembered(name), toll, now)] as const);
	const empty = buckets.find(([, { tokens }]) => tokens < 1);
	if (empty === undefined) {
		return {
			changed: buckets.map(([name, bucket]) => [name, { ...bucket, tokens: bucket.tokens - 1 }]),
			refusal: null,
		};
	}
	const [name, bucket] = empty;
	const secondsUntilFull = Math.ceil((toll.size - bucket.tokens) / perMillisecond / 1000);
	return { changed: [[name, { ...bucket, told: true }]], refusal: { isFirst: !bucket.told, secondsUntilFull } };
}

/** When the bucket is full again, in milliseconds since 1970: from then on it need not be remembered. */
export function fullAt({ tokens, at }: Bucket, { size, perMinute }: Toll): number {
	return Math.ceil(at + ((size - tokens) * 60_000) / perMinute);
}

function filled(bucket: Bucket | undefined, { size, perMinute }: Toll, at: number): Bucket {
	if (bucket === undefined) return { tokens: size, at, told: false };
	const tokens = bucket.tokens + (Math.max(0, at - bucket.at) * perMinute) / 60_000;
	return tokens >= size ? { tokens: size, at, told: false } : { tokens, at, told: bucket.told };
}

/** Buckets in memory. */
export class TokenBuckets {
	readonly #now: () => Date;
	/** The one used last stands last. */
	readonly #buckets = new Map<string, Bucket>();

	constructor(now: () => Date) {
		this.#now = now;
	}

	/** Takes a token out of each bucket, or out of none where one is empty. Null when taken. */
	take(toll: Toll): Refusal | null {
		const { changed, refusal } = takeTokens(toll, (name) => this.#buckets.get(name), this.#now().getTime());
		for (const [name, bucket] of changed) this.#put(name, bucket);
		return refusal;
	}

	/** How many buckets are remembered. */
	get count(): number {
		return this.#buckets.size;
	}

	#put(name: string, bucket: Bucket): void {
		this.#buckets.delete(name);
		this.#buckets.set(name, bucket);
		if (this.#buckets.size > MOST_BUCKETS) this.#buckets.delete(this.#buckets.keys().next().value as string);
	}
}
