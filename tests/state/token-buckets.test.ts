import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TokenBuckets } from "../../src/state/token-buckets.ts";

/** The toll for so many at once and a minute. */
const toll =
	(size: number, perMinute: number) =>
	(...buckets: string[]) => ({ buckets, size, perMinute });

describe("token buckets", () => {
	it("give in any stretch of time at most a bucket and what flowed into it, and all of that", () => {
		const step = fc.record({ milliseconds: fc.nat(20_000), name: fc.constantFrom("a", "b") });
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 5 }),
				fc.integer({ min: 1, max: 60 }),
				fc.array(step),
				(size, rate, steps) => {
					let now = 1_000_000;
					const buckets = new TokenBuckets(() => new Date(now));
					const model = new Map([
						["a", { tokens: size, at: now }],
						["b", { tokens: size, at: now }],
					]);
					for (const { milliseconds, name } of steps) {
						now += milliseconds;
						const bucket = model.get(name)!;
						bucket.tokens = Math.min(size, bucket.tokens + ((now - bucket.at) * rate) / 60_000);
						bucket.at = now;
						// Where rounding decides, either is right.
						if (Math.abs(bucket.tokens - 1) < 1e-6) return;
						expect(buckets.take(toll(size, rate)(name)) === null).toBe(bucket.tokens >= 1);
						if (bucket.tokens >= 1) bucket.tokens--;
					}
				},
			),
		);
	});

	it("take nothing where one of several is empty", () => {
		const of = toll(1, 1);
		const now = new Date();
		const buckets = new TokenBuckets(() => now);
		expect(buckets.take(of("group"))).toBeNull();
		expect(buckets.take(of("person", "group"))).toEqual({ isFirst: true, secondsUntilFull: 60 });
		expect(buckets.take(of("person"))).toBeNull();
	});

	it("say once that they are empty, until they have been full again", () => {
		const of = toll(2, 60);
		let now = 0;
		const buckets = new TokenBuckets(() => new Date(now));
		const refusals = () => [1, 2, 3, 4].map(() => buckets.take(of("a"))?.isFirst);
		expect(refusals()).toEqual([undefined, undefined, true, false]);
		now += 1000;
		expect(refusals()).toEqual([undefined, false, false, false]);
		now += 2000;
		expect(refusals()).toEqual([undefined, undefined, true, false]);
	});

	it("survive a clock that is put back", () => {
		const of = toll(1, 60);
		let now = 1_000_000;
		const buckets = new TokenBuckets(() => new Date(now));
		buckets.take(of("a"));
		now -= 500_000;
		expect(buckets.take(of("a"))).not.toBeNull();
		now += 1000;
		expect(buckets.take(of("a"))).toBeNull();
	});

	it("do not grow with the number of people", () => {
		const of = toll(1, 1);
		const now = new Date();
		const buckets = new TokenBuckets(() => now);
		for (let n = 0; n < 25_000; n++) buckets.take(of(String(n)));
		expect(buckets.count).toBe(10_000);
		expect(buckets.take(of("24999"))).not.toBeNull();
	});
});
