import { mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { KeptFile } from "../../src/state/kept-file.ts";

let directory: string;
let file: string;
beforeEach(async () => {
	directory = await mkdtemp(join(tmpdir(), "kept-"));
	file = join(directory, "map.jsonl");
});
const opened: KeptFile<unknown>[] = [];
afterEach(async () => {
	for (const map of opened.splice(0)) await map.close();
	await rm(directory, { recursive: true });
});
async function open<V>(limit?: number): Promise<KeptFile<V>> {
	const map = await KeptFile.open<V>(file, limit);
	opened.push(map as KeptFile<unknown>);
	return map;
}

describe("a kept map", () => {
	it("is the plain Map it was, after any changes and a restart", async () => {
		const change = fc.record({ key: fc.constantFrom("a", "b", "c\n", "😀"), value: fc.option(fc.jsonValue()) });
		await fc.assert(
			fc.asyncProperty(fc.array(change), async (changes) => {
				await rm(file, { force: true });
				const kept = await open();
				const plain = new Map<string, unknown>();
				const written = changes.map(({ key, value }) => {
					plain.delete(key);
					if (value !== null) plain.set(key, value);
					return value === null ? kept.delete(key) : kept.set(key, value);
				});
				await Promise.all(written);
				expect(kept.entries()).toEqual([...plain]);
				// Without close: as after a crash.
				expect((await open()).entries()).toEqual(JSON.parse(JSON.stringify([...plain])));
				await kept.close();
				expect((await open()).entries()).toEqual(JSON.parse(JSON.stringify([...plain])));
			}),
			{ numRuns: 30 },
		);
	});

	it("loses nothing but the torn line when the program died while writing", async () => {
		const before = await open<number>();
		await before.set("a", 1);
		await before.set("b", 2);
		const { length } = await readFile(file);
		await truncate(file, length - 3);
		const after = await open<number>();
		expect(after.entries()).toEqual([["a", 1]]);
		await after.set("c", 3);
		expect((await open<number>()).entries()).toEqual([
			["a", 1],
			["c", 3],
		]);
	});

	it("passes over lines that are none of its own", async () => {
		await writeFile(file, '["a",1]\n{"x":1}\n7\n\n[3,4]\n["b",2]\n');
		expect((await open<number>()).entries()).toEqual([
			["a", 1],
			["b", 2],
		]);
	});

	it("drops the oldest beyond its limit and keeps its file short", async () => {
		const kept = await open<number>(3);
		for (let n = 0; n < 2500; n++) void kept.set(String(n % 5), n);
		await kept.set("last", 1);
		expect(kept.entries().map(([key]) => key)).toEqual(["3", "4", "last"]);
		for (let round = 0; round < 4; round++) {
			await Promise.all(Array.from({ length: 400 }, (_, n) => kept.set("last", n)));
		}
		expect((await readFile(file, "utf8")).split("\n").length).toBeLessThan(1500);
	});

	it("has nothing of what was removed on the disk after it is compacted", async () => {
		const kept = await open<string>();
		await kept.set("secret", "x");
		await kept.delete("secret");
		await kept.compact();
		expect(await readFile(file, "utf8")).toBe("");
		await kept.set("b", "y");
		expect((await open()).entries()).toEqual([["b", "y"]]);
	});
});
