/** What every place for the chat's memory promises; run by each of them. */

import fc from "fast-check";
import { expect, it, onTestFinished } from "vitest";
import type { StateStore, Toll, WorkQueue } from "../../src/ports.ts";

/** A place; every program opened at it remembers what those before it kept. */
export interface StatePlace {
	/** A program that uses the place; `now` is its clock. */
	open(now: () => Date): Promise<StateStore>;
	/** As when it is killed: what waits is not handed over by it. */
	kill(store: StateStore): Promise<void>;
}

interface Item {
	readonly text: string;
	readonly lane: string;
}

const FREE: Toll = { buckets: [], size: 1, perMinute: 1 };
const laneOf = ({ lane }: Item) => lane;
const item = (text: string, lane = "a"): Item => ({ text, lane });

export function chatStateContract(newPlace: () => Promise<StatePlace>): void {
	async function setUp() {
		const place = await newPlace();
		const opened = new Set<StateStore>();
		onTestFinished(async () => {
			for (const store of opened) await store.close();
		});
		let milliseconds = Date.UTC(2026, 10, 21);
		return {
			pass(time: number): void {
				milliseconds += time;
			},
			async open(): Promise<StateStore> {
				const store = await place.open(() => new Date(milliseconds));
				opened.add(store);
				return store;
			},
			async close(store: StateStore): Promise<void> {
				opened.delete(store);
				await store.close();
			},
			async kill(store: StateStore): Promise<void> {
				opened.delete(store);
				await place.kill(store);
			},
		};
	}
	const accept = async (queue: WorkQueue<Item>, key: string, given: Item | null, toll = FREE) => {
		const acceptance = await queue.accept({ key, lane: given?.lane ?? key, item: given, toll });
		if (acceptance.outcome === "mine") await acceptance.kept;
		return acceptance;
	};
	/** Keys of the lane's items in the order in which they come up when each is done. */
	async function workedOff(queue: WorkQueue<Item>, lane = "a"): Promise<string[]> {
		const keys: string[] = [];
		for (let next = await queue.next(lane); next !== undefined; next = await queue.next(lane)) {
			keys.push(next.key);
			await queue.done(next.key);
		}
		return keys;
	}

	it("is the plain Map it was, after any changes and a restart", async () => {
		const { open, close } = await setUp();
		let store = await open();
		let runs = 0;
		// As JSON gives it back: -0 becomes 0.
		const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)));
		const change = fc.record({ key: fc.constantFrom("a", "b", "1 2", "😀"), value: fc.option(json) });
		await fc.assert(
			fc.asyncProperty(fc.array(change), async (changes) => {
				const name = `map${runs++}`;
				const kept = await store.map<unknown>(name, 100);
				const plain = new Map<string, unknown>();
				for (const { key, value } of changes) {
					if (value === null) expect(await kept.delete(key)).toBe(plain.delete(key));
					else {
						plain.delete(key);
						plain.set(key, value);
						await kept.set(key, value);
					}
				}
				expect(await kept.entries()).toEqual([...plain]);
				for (const key of ["a", "b"]) expect(await kept.get(key)).toEqual(plain.get(key));
				await close(store);
				store = await open();
				expect(await (await store.map(name, 100)).entries()).toEqual([...plain]);
			}),
			{ numRuns: 15 },
		);
	});

	it("keeps whatever people can write", async () => {
		const { open, close } = await setUp();
		const store = await open();
		const texts = ["\u0000", "\ud800", "𠀀\u2028\\u0000", "'; DROP TABLE kept; --", "1".repeat(100_000)];
		const kept = await store.map<string[]>("cards", 10);
		await kept.set("1 2", texts);
		const queue = await store.queue<Item>(laneOf);
		await queue.follow(() => {});
		await accept(queue, "1", item(texts.join("")));
		expect((await queue.next("a"))?.item.text).toBe(texts.join(""));
		await close(store);
		expect(await (await (await open()).map("cards", 10)).get("1 2")).toEqual(texts);
	});

	it("keeps the youngest entries, and lets one of several delete", async () => {
		const { open } = await setUp();
		const kept = await (await open()).map<number>("talks", 3);
		for (let n = 0; n < 6; n++) await kept.set(String(n % 5), n);
		await kept.set("0", 6);
		expect(await kept.entries()).toEqual([
			["3", 3],
			["4", 4],
			["0", 6],
		]);
		expect(await kept.get("1")).toBeUndefined();
		const deleted = await Promise.all([1, 2, 3].map(() => kept.delete("4")));
		expect(deleted.filter((was) => was)).toHaveLength(1);
		await kept.erase(["0", "x"]);
		expect(await kept.entries()).toEqual([["3", 3]]);
	});

	it("accepts once, also after a restart, whether it is done, waits, or was never to be kept", async () => {
		const { open, close } = await setUp();
		const store = await open();
		const queue = await store.queue<Item>(laneOf);
		await queue.follow(() => {});
		const twice = await Promise.all([1, 2].map(() => accept(queue, "1", item("一"))));
		expect(twice.map(({ outcome }) => outcome).sort()).toEqual(["known", "mine"]);
		await accept(queue, "2", item("二"));
		await accept(queue, "3", null);
		await queue.done("1");
		await close(store);
		const later = await (await open()).queue<Item>(laneOf);
		for (const key of ["1", "2", "3"]) expect((await accept(later, key, item("again"))).outcome).toBe("known");
		expect((await accept(later, "4", item("四"))).outcome).not.toBe("known");
	});

	it("gives the items of a lane in the order in which they were accepted, and after a kill what was not done", async () => {
		const { open, kill } = await setUp();
		const store = await open();
		const queue = await store.queue<Item>(laneOf);
		await queue.follow(() => {});
		for (let n = 0; n < 6; n++) await accept(queue, String(n), item(String(n), n === 3 ? "b" : "a"));
		expect(await queue.next("a")).toEqual({ key: "0", item: item("0") });
		await queue.done("0");
		await queue.putOff("1");
		await queue.erase(["4"]);
		expect((await queue.next("a"))?.key).toBe("2");
		expect((await queue.waiting()).map(([key]) => key)).toEqual(["1", "2", "3", "5"]);
		await kill(store);
		const later = await (await open()).queue<Item>(laneOf);
		const arrived: string[] = [];
		const all = new Promise<void>((resolve) => {
			void later.follow(({ text }) => void (arrived.push(text) === 4 && resolve()));
		});
		await all;
		expect(arrived).toEqual(["1", "2", "3", "5"]);
		expect(await workedOff(later)).toEqual(["1", "2", "5"]);
		expect(await workedOff(later, "b")).toEqual(["3"]);
		expect(await later.waiting()).toEqual([]);
	});

	it("takes a toll of every bucket or of none, and once for repetitions", async () => {
		const { open, pass } = await setUp();
		const queue = await (await open()).queue<Item>(laneOf);
		let key = 0;
		const pay = (...buckets: string[]) => accept(queue, String(key++), item(""), { buckets, size: 2, perMinute: 60 });
		expect((await pay("anna", "group")).outcome).toBe("mine");
		for (let n = 0; n < 3; n++)
			expect((await accept(queue, "0", item(""), { buckets: ["anna"], size: 2, perMinute: 60 })).outcome).toBe("known");
		expect((await pay("anna")).outcome).toBe("mine");
		const refused = { outcome: "refused", refusal: { isFirst: true, secondsUntilFull: 2 } };
		expect(await pay("bert", "anna")).toEqual(refused);
		expect(await pay("anna")).toEqual({ ...refused, refusal: { ...refused.refusal, isFirst: false } });
		for (const owner of ["bert", "bert"]) expect((await pay(owner)).outcome).toBe("mine");
		pass(1000);
		expect((await pay("anna")).outcome).toBe("mine");
		expect((await pay("anna")).outcome).toBe("refused");
		pass(2000);
		expect((await pay("anna")).outcome).toBe("mine");
		// What was refused waits for nobody, and a stranger's bucket may fill in a day.
		expect((await queue.waiting()).map(([waiting]) => waiting)).toEqual(["0", "1", "4", "5", "6", "8"]);
		const daily = { buckets: ["stranger"], size: 1, perMinute: 1 / 1440 };
		const tell = async () => (await accept(queue, String(key++), null, daily)).outcome;
		expect([await tell(), await tell()]).toEqual(["mine", "refused"]);
		pass(86_400_000);
		expect(await tell()).toBe("mine");
	});
}
