/** What admins do to the folder of pages: all or nothing, undone by restore, whole after a crash. */

import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FolderKeeper } from "../../src/intake/folder-keeper.ts";
import { PageFolder } from "../../src/intake/page-folder.ts";
import { makePdf, makeZip } from "../support/made-files.ts";

const page = (word: string) => Buffer.from(`${word}举行演练\n本报讯 昨天,${word}举行了演练。\n`);
const HEADLINE = "甲举行演练";

let folder: string;
let refreshed: (boolean | undefined)[];
let keeper: FolderKeeper;
const open = () =>
	new FolderKeeper(folder, async (options) => {
		refreshed.push(options?.everything);
	});
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "baowen-keeper-"));
	refreshed = [];
	keeper = open();
});
afterEach(() => rm(folder, { recursive: true }));

const visible = async () => (await readdir(folder)).filter((name) => !name.startsWith("."));
const read = (name: string) => readFile(join(folder, name), "utf8");

describe("a page", () => {
	it("is stored as it was sent, with its headlines told", async () => {
		expect(await keeper.add("甲.txt", page("甲"))).toEqual({
			added: [{ file: "甲.txt", headlines: [HEADLINE] }],
			known: [],
			conflicts: [],
			withoutText: [],
		});
		expect(await read("甲.txt")).toBe(page("甲").toString());
		expect(await readdir(folder)).toEqual(["甲.txt"]);
		expect(refreshed).toEqual([undefined]);
	});

	it("that is there already is not stored again, whatever its name", async () => {
		await keeper.add("a.txt", page("甲"));
		expect((await keeper.add("a.txt", page("甲"))).known).toEqual([{ file: "a.txt", knownAs: "a.txt" }]);
		expect((await keeper.add("b.txt", page("甲"))).known).toEqual([{ file: "b.txt", knownAs: "a.txt" }]);
		expect(await visible()).toEqual(["a.txt"]);
	});

	it("replaces another of its name only on demand, and restore brings that one back, and then the new one", async () => {
		await keeper.add("a.txt", page("甲"));
		const sent = await keeper.add("a.txt", page("乙"));
		expect(sent).toMatchObject({ added: [], conflicts: ["a.txt"] });
		expect(await read("a.txt")).toContain("甲");
		expect((await keeper.add("a.txt", page("乙"), { replace: true })).added).toHaveLength(1);
		expect(await read("a.txt")).toContain("乙");
		expect(await open().restore("a")).toEqual({ file: "a.txt", headlines: [HEADLINE] });
		expect(await read("a.txt")).toContain("甲");
		await open().restore("a");
		expect(await read("a.txt")).toContain("乙");
	});

	it("that was removed comes back under its name or the beginning of it, also after a restart", async () => {
		await keeper.add("003_abc.txt", page("甲"));
		await keeper.add("004_abc.txt", page("乙"));
		const file = await keeper.named("003");
		await keeper.remove(file);
		expect(await visible()).toEqual(["004_abc.txt"]);
		expect(await open().restore("003")).toEqual({ file, headlines: [HEADLINE] });
		expect(await read(file)).toBe(page("甲").toString());
		await expect(keeper.restore("003")).rejects.toThrow(/没有移走过叫“003”的版面/);
	});

	it("is named exactly: no page or two pages of that beginning are none", async () => {
		for (const name of ["1.txt", "11.txt", "12.txt"]) await keeper.add(name, page(name));
		expect(await keeper.named("1")).toBe("1.txt");
		expect(await keeper.named("12")).toBe("12.txt");
		await keeper.remove("1.txt");
		await expect(keeper.named("1")).rejects.toThrow(/2 个版面/);
		await expect(keeper.remove("3")).rejects.toThrow(/没有叫“3”的版面/);
		await expect(keeper.named("")).rejects.toThrow(/没有/);
	});
});

describe("a zip", () => {
	it("gives its pages under their base names, also those that Windows wrote in GBK", async () => {
		const zip = makeZip([
			{ name: "pages/", bytes: Buffer.alloc(0) },
			{ name: "pages/a.txt", bytes: page("甲") },
			{ name: Buffer.from("b0e6c3e62e747874", "hex"), bytes: page("乙") },
			{ name: "__MACOSX/pages/._a.txt", bytes: Buffer.from([0]) },
			{ name: "pages/.DS_Store", bytes: Buffer.from([0]) },
		]);
		const { added } = await keeper.add("pages.zip", zip);
		expect(added.map(({ file }) => file)).toEqual(["a.txt", "版面.txt"]);
		expect(await visible()).toEqual(["a.txt", "版面.txt"]);
	});

	it("with one page that needs a decision stores none", async () => {
		await keeper.add("a.txt", page("甲"));
		const zip = makeZip([
			{ name: "a.txt", bytes: page("乙") },
			{ name: "b.txt", bytes: page("丙") },
			{ name: "c.txt", bytes: page("甲") },
		]);
		expect(await keeper.add("z.zip", zip)).toMatchObject({ added: [], conflicts: ["a.txt"] });
		expect(await visible()).toEqual(["a.txt"]);
		const { added, known } = await keeper.add("z.zip", zip, { replace: true });
		expect(added.map(({ file }) => file)).toEqual(["a.txt", "b.txt"]);
		expect(known).toEqual([{ file: "c.txt", knownAs: "a.txt" }]);
	});
});

describe("a PDF", () => {
	// 本报讯昨天举行演练。 in GBK, line by line.
	const lines = ["b1beb1a8d1b6", "d7f2ccec", "bed9d0d0d1ddc1b7a1a3"];

	it("of one page becomes one file, with the text of fonts that it does not hold", async () => {
		await keeper.add("报纸.pdf", makePdf([{ lines }]));
		expect(await read("报纸.txt")).toBe("本报讯\n昨天\n举行演练。");
	});

	it("of several becomes a file a page; pages without text are named", async () => {
		const blank = { lines: [] };
		const pages = Array.from({ length: 10 }, (_, n) => (n === 4 ? blank : { lines: [...lines, `a3b${n}`] }));
		const { added, withoutText } = await keeper.add("报.pdf", makePdf(pages));
		expect(added.map(({ file }) => file)).toEqual(
			["01", "02", "03", "04", "06", "07", "08", "09", "10"].map((number) => `报-${number}.txt`),
		);
		expect(withoutText).toEqual([5]);
	});
});

it("/reindex makes everything anew", async () => {
	await keeper.reindex();
	expect(refreshed).toEqual([true]);
});

it("changes made at the same time are made one after the other", async () => {
	const sent = await Promise.all(["甲", "乙", "丙"].map((word) => keeper.add("a.txt", page(word))));
	expect(sent.map(({ added, conflicts }) => [added.length, conflicts.length])).toEqual([
		[1, 0],
		[0, 1],
		[0, 1],
	]);
});

describe("after a crash", () => {
	it("what was accepted is moved to its place, and what it replaces is put away", async () => {
		await keeper.add("a.txt", page("甲"));
		await mkdir(join(folder, ".arrived-0123456789abcdef"));
		for (const name of ["a.txt", "b.txt"]) await writeFile(join(folder, ".arrived-0123456789abcdef", name), page("乙"));
		await new PageFolder(folder).finish();
		expect(await visible()).toEqual(["a.txt", "b.txt"]);
		expect(await read("a.txt")).toContain("乙");
		expect(await readdir(folder)).toEqual([".removed", "a.txt", "b.txt"]);
		await open().restore("a");
		expect(await read("a.txt")).toContain("甲");
	});

	it("what was not accepted is cleared away when nobody can be at work on it any more", async () => {
		for (const id of ["0", "1"]) {
			await mkdir(join(folder, `.arriving-${id.repeat(16)}`));
			await writeFile(join(folder, `.arriving-${id.repeat(16)}`, "a.txt"), page("甲"));
		}
		await utimes(join(folder, `.arriving-${"0".repeat(16)}`), 0, 0);
		await new PageFolder(folder).finish();
		expect(await readdir(folder)).toEqual([`.arriving-${"1".repeat(16)}`]);
	});
});
