/** An index on disk that must not be used is noticed before it is, and every way of being killed leaves the last commit. */

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { byField } from "../../src/engine/by-field.ts";
import { openEmbeddedIndex } from "../../src/engine/embedded/embedded-index.ts";
import type { IndexQuery } from "../../src/ports.ts";
import { everything } from "../contracts/passage-index.ts";
import { DIMENSIONS, indexedPage, unit } from "../support/indexed-page.ts";

const IDENTITY = { modelId: "model-a", dimensions: DIMENSIONS, recipe: "recipe-1" };
const QUERY: IndexQuery = {
	terms: byField(() => ["报"]),
	vector: unit([1, 0, 0, 0, 0, 0, 0, 1]),
};

function pageOf(file: string, hash: string) {
	const content = { terms: byField((field) => ["报", file, field]), numbers: [1, 2, 3, 4, 0, 0, 0, 0] };
	return indexedPage(file, hash, [[content, content], [content]]);
}

let temporary: string;
let folder: string;
beforeEach(async () => {
	temporary = await mkdtemp(path.join(tmpdir(), "baowen-damage-"));
	folder = temporary;
});
afterEach(() => rm(temporary, { recursive: true }));

async function build(...files: readonly string[]): Promise<unknown> {
	const { index } = await openEmbeddedIndex(folder, IDENTITY);
	for (const file of files) await index.replacePage(pageOf(file, "1"));
	await index.commit();
	const state = await everything(index, [QUERY]);
	await index.close();
	return state;
}

/** Opens, and takes the index for what it says it is. */
async function opened(identity = IDENTITY): Promise<{ notice: string | null; pages: number; state: unknown }> {
	const { index, notice } = await openEmbeddedIndex(folder, identity);
	const state = await everything(index, [QUERY]);
	const { pages } = await index.summary();
	await index.close();
	return { notice, pages: pages.length, state };
}

async function namesOf(pattern: RegExp): Promise<string[]> {
	return (await readdir(folder)).filter((name) => pattern.test(name)).sort();
}

/** Given up with the reason, and good again after the pages were put in. */
async function expectRebuilt(reason: RegExp, before: unknown): Promise<void> {
	const { notice, pages } = await opened();
	expect(notice).toMatch(reason);
	expect(pages).toBe(0);
	expect(await build("a.txt", "b.txt")).toEqual(before);
	expect(await opened()).toEqual({ notice: null, pages: 2, state: before });
}

describe("an index on disk", () => {
	test("opens without a notice where nothing was before", async () => {
		folder = path.join(folder, "not", "there");
		expect(await opened()).toMatchObject({ notice: null, pages: 0 });
		await build("a.txt");
		expect(await opened()).toMatchObject({ notice: null, pages: 1 });
	});

	test("holds the vectors in a file of hnswlib's from the first commit on", async () => {
		await build("a.txt");
		const graphs = await namesOf(/\.hnsw$/);
		expect(graphs).toHaveLength(1);
		// Three vectors of eight 32-bit numbers at least.
		expect((await stat(path.join(folder, graphs[0]!))).size).toBeGreaterThan(3 * 8 * 4);
	});

	test("is given up when a single bit of any file has changed", async () => {
		const before = await build("a.txt", "b.txt");
		for (const kind of [/^manifest\.json$/, /^segment/, /^records/, /^graph/]) {
			for (const share of [0, 0.1, 0.5, 0.9, 0.999]) {
				const [name] = await namesOf(kind);
				const file = path.join(folder, name!);
				const bytes = await readFile(file);
				bytes[Math.floor(bytes.length * share)]! ^= 1;
				await writeFile(file, bytes);
				await expectRebuilt(/manifest\.json|已损坏|格式/, before);
			}
		}
	});

	test("is given up when a file is cut short, empty or gone", async () => {
		const before = await build("a.txt", "b.txt");
		for (const kind of [/^manifest\.json$/, /^segment/, /^records/, /^graph/]) {
			for (const share of [0, 0.5, 0.99, null]) {
				const [name] = await namesOf(kind);
				const file = path.join(folder, name!);
				if (share === null) await rm(file);
				else await truncate(file, Math.floor((await stat(file)).size * share));
				await expectRebuilt(/已损坏|不见了|没有建完/, before);
			}
		}
	});

	test("is given up when another model, other dimensions or another recipe made it", async () => {
		await build("a.txt");
		const other = await opened({ ...IDENTITY, modelId: "model-b" });
		expect(other).toMatchObject({ pages: 0, notice: expect.stringMatching(/model-a.*model-b/) });
		expect((await opened({ ...IDENTITY, dimensions: 4 })).notice).toMatch(/8 维.*4 维/);
		expect((await opened({ ...IDENTITY, recipe: "recipe-2" })).notice).toMatch(/recipe-1.*recipe-2/);
		expect(await opened()).toMatchObject({ notice: null, pages: 1 });
	});

	test("is given up when its graph is of other dimensions", async () => {
		await build("a.txt");
		const { index, notice } = await openEmbeddedIndex(folder, IDENTITY, 4);
		await index.close();
		expect(notice).toMatch(/近邻图是 8 维,现在是 4 维/);
	});

	test("is given up when the manifest is another program's or another version's", async () => {
		const before = await build("a.txt", "b.txt");
		const manifest = path.join(folder, "manifest.json");
		await writeFile(manifest, '{"name":"A web page","icons":[]}');
		await expectRebuilt(/不是本程序写的/, before);
		await writeFile(manifest, "null");
		await expectRebuilt(/不是本程序写的/, before);
		const { version, ...rest } = JSON.parse(await readFile(manifest, "utf8"));
		await writeFile(manifest, JSON.stringify({ ...rest, version: version + 1 }));
		await expectRebuilt(/格式是第 3 版/, before);
	});

	test("says in one sentence that the folder cannot be used, and keeps the last commit when it cannot be written", async () => {
		const file = path.join(folder, "a-file");
		await writeFile(file, "");
		await expect(openEmbeddedIndex(file, IDENTITY)).rejects.toThrow(`读不了索引文件夹 ${file}`);
		const moved = path.join(folder, "moved");
		const { index } = await openEmbeddedIndex(moved, IDENTITY);
		await index.replacePage(pageOf("a.txt", "1"));
		await index.commit();
		const before = await everything(index, [QUERY]);
		await rm(moved, { recursive: true });
		await writeFile(moved, "");
		await index.replacePage(pageOf("b.txt", "1"));
		await expect(index.commit()).rejects.toThrow(`索引写不进 ${moved}`);
		expect(await everything(index, [QUERY])).toEqual(before);
		// Once the folder can be written again, the next commit holds everything.
		await rm(moved);
		await index.commit();
		await index.close();
		folder = moved;
		expect(await opened()).toMatchObject({ notice: null, pages: 2 });
	});

	test("removes its own files when they are superseded or long left behind, and nothing else", async () => {
		await build("a.txt");
		const strange = path.join(folder, "notes.txt");
		const left = path.join(folder, "segment-0123456789abcdef.bin");
		const young = path.join(folder, "graph-0123456789abcdef.hnsw");
		for (const file of [strange, left, young]) await writeFile(file, "left behind");
		for (const file of [strange, left]) await utimes(file, 0, 0);
		await mkdir(path.join(folder, "words"));
		await build("a.txt", "b.txt");
		expect(await namesOf(/notes|words/)).toHaveLength(2);
		const { manifest } = JSON.parse(await readFile(path.join(folder, "manifest.json"), "utf8"));
		const files = manifest.segments.flatMap(({ arrays, records }: Record<string, unknown>) => [arrays, records]);
		const named = [...files, manifest.graph].map(({ name }) => name);
		expect(await namesOf(/^(segment|records|graph|manifest-)/)).toEqual([...named, path.basename(young)].sort());
	});

	test("survives two processes' commits: the last one wins as a whole", async () => {
		await build("a.txt");
		const [one, other] = [await openEmbeddedIndex(folder, IDENTITY), await openEmbeddedIndex(folder, IDENTITY)];
		// Replacing the only page makes the file superseded that the other process also knows.
		for (const [n, { index }] of [one, other, one, other, other, one].entries()) {
			await index.replacePage(pageOf(`${n}.txt`, "1"));
			await index.replacePage(pageOf("a.txt", `${n}`));
			await index.commit();
			const state = await everything(index, [QUERY]);
			expect(await opened()).toMatchObject({ notice: null, state });
		}
		await Promise.all([one, other].map(({ index }) => index.commit()));
		expect((await opened()).notice).toBeNull();
		await one.index.close();
		await other.index.close();
	});

	test("holds the last commit after the process was killed at any moment", async () => {
		// The child commits pages 0.txt, 1.txt, … for ever and says when it begins a commit and when it has made it.
		const script = path.join(import.meta.dirname, "commit-for-ever.ts");
		let pages = 0;
		for (let round = 0; round < 4; round++) {
			const child = fork(script, [folder, String(pages)], { execArgv: ["--import", "tsx"] });
			const committed = await killedAfter(child, round % 3, round);
			const { notice, pages: found } = await opened();
			expect(notice).toBeNull();
			// The commit under way was made, or it was not.
			expect([committed, committed + 1]).toContain(found);
			pages = found;
		}
		expect(pages).toBeGreaterThanOrEqual(3);
	});
});

/** Kills the child some turns of this process's event loop after it began its commit number `commits`; pages committed. */
async function killedAfter(child: ChildProcess, commits: number, turns: number): Promise<number> {
	let committed = -1;
	let begun = 0;
	// All that the child said has arrived when its channel is closed.
	const exit = Promise.all([once(child, "exit"), once(child, "disconnect")]);
	child.on("message", (message: { begun?: true; committed?: number }) => {
		if (message.committed !== undefined) committed = message.committed;
		if (message.begun && begun++ === commits) killSoon(turns * 80);
	});
	const killSoon = (left: number) => {
		if (left > 0) setImmediate(killSoon, left - 1);
		else child.kill("SIGKILL");
	};
	await exit;
	return committed;
}
