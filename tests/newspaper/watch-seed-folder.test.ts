import { appendFile, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { readSeedFolder } from "../../src/newspaper/seed-folder.ts";
import { watchSeedFolder } from "../../src/newspaper/watch-seed-folder.ts";

/** `pause` takes the place of the quarter of a second in which nothing may change. */
async function watched(files: Readonly<Record<string, string | Uint8Array>>, pause: (folder: string) => Promise<void>) {
	const folder = await mkdtemp(join(tmpdir(), "baowen-watch-"));
	for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
	const seen: string[][] = [];
	const failures: unknown[] = [];
	let wake = () => {};
	const stop = watchSeedFolder(folder, {
		changed: async () => {
			seen.push((await readSeedFolder(folder)).pages.map(({ file, lines }) => `${file} ${lines.join("")}`));
			wake();
		},
		failed: (error) => failures.push(error),
		pause: () => pause(folder),
	});
	onTestFinished(async () => {
		await stop();
		await rm(folder, { recursive: true });
	});
	const change = () =>
		new Promise<void>((resolve) => {
			wake = resolve;
		});
	return { path: (name: string) => join(folder, name), seen, failures, change };
}

it("tells of new, changed and removed pages, and of nothing else", async () => {
	const { path, seen, failures, change } = await watched({ "a.txt": "甲" }, async () => nextTurn());
	await change();
	for (const work of [
		async () => {
			await writeFile(path(".aside"), "丁");
			await rename(path(".aside"), path("a.txt"));
		},
		() => writeFile(path("picture.png"), "丙").then(() => rename(path("a.txt"), path("b.txt"))),
		() => rm(path("b.txt")),
	]) {
		const told = change();
		await work();
		await told;
	}
	expect(seen).toEqual([["a.txt 甲"], ["a.txt 丁"], ["b.txt 丁"], []]);
	expect(failures).toEqual([]);
});

it("waits for a file that still grows, and for one that ends inside a character", async () => {
	const bytes = Buffer.from("港城举行演练。".repeat(50));
	const nothing = async () => {};
	const grow = (from: number, to: number) => (folder: string) =>
		appendFile(join(folder, "a.txt"), bytes.subarray(from, to));
	// Between 900 and the end it has stopped growing, but what lies there is not UTF-8 yet.
	const pauses = [grow(500, 700), grow(700, 901), nothing, nothing, nothing, grow(901, bytes.length)];
	const { seen, change } = await watched({ "a.txt": bytes.subarray(0, 500) }, (folder) => {
		const next = pauses.shift();
		return next === undefined ? nextTurn() : next(folder);
	});
	await change();
	expect(seen).toEqual([[`a.txt ${bytes}`]]);
	expect(pauses).toEqual([]);
});

it("gives up waiting for a file that stays what it is", async () => {
	const files = { "bad.txt": Buffer.from([0, 1, 2]), "good.txt": "甲" };
	const { seen, change } = await watched(files, async () => nextTurn());
	await change();
	expect(seen).toEqual([["good.txt 甲"]]);
});
