/** Files that nobody should send: each is refused by name in one sentence, quickly, and leaves nothing behind. */

import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PageRefusedError } from "../../src/errors.ts";
import { FolderKeeper } from "../../src/intake/folder-keeper.ts";
import { makePdf, makeZip, type ZipEntry } from "../support/made-files.ts";

const PAGE = Buffer.from("港城举行演练\n本报讯 昨天，港城举行了演练。\n");
const good: ZipEntry = { name: "good.txt", bytes: PAGE };
const named = (name: ZipEntry["name"]): ZipEntry => ({ name, bytes: PAGE });
const zipOf = (...entries: ZipEntry[]) => makeZip([good, ...entries]);
/** 200 MB of zeros in 200 kB. */
const bomb = () => makeZip([{ name: "zeros.txt", bytes: Buffer.alloc(200 * 1024 * 1024) }]);
/** Says that it is small. */
const lyingBomb = () => zipOf({ name: "zeros.txt", bytes: Buffer.alloc(20 * 1024 * 1024), claimedSize: 1000 });

/** Name, bytes, what the sentence says besides the name. */
const HOSTILE: readonly (readonly [what: string, name: string, bytes: () => Uint8Array, says: RegExp])[] = [
	["a binary file", "photo.txt", () => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]), /不是文本/],
	["an empty file", "empty.txt", () => Buffer.alloc(0), /空/],
	["another kind of file", "page.docx", () => PAGE, /\.txt/],
	["a file without an ending", "page", () => PAGE, /\.txt/],
	["text in another encoding", "cyrillic.txt", () => Buffer.from("d3c1cfd2c1".repeat(200), "hex"), /编码/],
	["UTF-8 cut off inside a character", "cut.txt", () => Buffer.from("演练。".repeat(300)).subarray(0, -1), /编码/],
	["a page of two megabytes", "long.txt", () => Buffer.alloc(2 * 1024 * 1024, PAGE), /1 MB/],
	["a name that leads out of the folder", "../escape.txt", () => PAGE, /路径/],
	["a name for Windows", "C:\\escape.txt", () => PAGE, /路径/],
	["a hidden name", ".hidden.txt", () => PAGE, /点/],
	["a name that is a device", "con.txt", () => PAGE, /改名/],
	["a name that runs backwards", "gpj.\u202etxt.txt", () => PAGE, /看不见/],
	["a name of three hundred letters", `${"长".repeat(100)}.txt`, () => PAGE, /太长/],
	["a zip that is none", "none.zip", () => PAGE, /zip/],
	["a zip that is cut off", "half.zip", () => zipOf().subarray(0, -30), /损坏/],
	["a zip with a wrong checksum", "sum.zip", () => zipOf({ ...named("b.txt"), wrongChecksum: true }), /损坏/],
	["an empty zip", "nothing.zip", () => makeZip([]), /没有文件/],
	["200 MB of zeros in a small zip", "bomb.zip", bomb, /太大/],
	["a bomb that says it is small", "liar.zip", lyingBomb, /损坏/],
	["a zip of many large pages", "many.zip", () => zipOf(...large(30)), /20 MB/],
	[
		"a zip of too many files",
		"crowd.zip",
		() => makeZip(Array.from({ length: 501 }, (_, n) => named(`${n}.txt`))),
		/500/,
	],
	["a path out of the folder in a zip", "up.zip", () => zipOf(named("../escape.txt")), /\.\.\/escape\.txt/],
	["one from further in", "deep.zip", () => zipOf(named("a/../../escape.txt")), /escape\.txt/],
	["an absolute path in a zip", "root.zip", () => zipOf(named("/tmp/escape.txt")), /\/tmp\/escape\.txt/],
	["a backslash in a zip", "back.zip", () => zipOf(named("..\\escape.txt")), /escape\.txt/],
	["a drive letter in a zip", "drive.zip", () => zipOf(named("c:escape.txt")), /escape\.txt/],
	["a device name in a zip", "device.zip", () => zipOf(named("NUL.txt")), /NUL\.txt/],
	["a name in no encoding", "name.zip", () => zipOf(named(Buffer.from([0x61, 0xff, 0x2e]))), /编码/],
	["the same name twice in a zip", "twice.zip", () => zipOf(named("x/GOOD.txt")), /GOOD\.txt/],
	["a zip in a zip", "nested.zip", () => zipOf({ name: "inner.zip", bytes: makeZip([good]) }), /inner\.zip/],
	["an encrypted zip", "secret.zip", () => zipOf({ ...named("b.txt"), encrypted: true }), /b\.txt/],
	["a strange compression", "strange.zip", () => zipOf({ ...named("b.txt"), method: 12 }), /b\.txt/],
	["a picture in a zip of pages", "mixed.zip", () => zipOf({ name: "b.txt", bytes: Buffer.from([0, 1, 2]) }), /b\.txt/],
	["a list of editions in a zip", "list.zip", () => zipOf(named("pages.csv")), /pages\.csv/],
	["a PDF that is none", "none.pdf", () => PAGE, /PDF/],
	["a PDF that is cut off", "half.pdf", () => makePdf([{ lines: ["b1a8"] }]).subarray(0, 200), /PDF/],
	["a PDF without text", "scan.pdf", () => makePdf([{ lines: [] }]), /文字/],
	["a PDF of too many pages", "thick.pdf", () => makePdf(Array(101).fill({ lines: ["b1a8"] })), /100/],
];

function large(count: number): ZipEntry[] {
	const bytes = Buffer.alloc(1024 * 1024, PAGE);
	return Array.from({ length: count }, (_, n) => ({ name: `${n}.txt`, bytes }));
}

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "baowen-hostile-"));
	await writeFile(join(folder, "kept.txt"), PAGE);
});
afterAll(() => rm(folder, { recursive: true }));

describe("is refused by name, with nothing left behind:", () => {
	it.each(HOSTILE)("%s", async (_, name, bytes, says) => {
		let refreshed = false;
		const keeper = new FolderKeeper(folder, async () => {
			refreshed = true;
		});
		const error = await keeper.add(name, bytes()).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(PageRefusedError);
		const { message, inEnglish, reason } = error as PageRefusedError;
		expect(message.startsWith(name), message).toBe(true);
		expect(message).toMatch(/^[^\n。]+请[^\n。]+。$/);
		expect(message).toMatch(says);
		expect(inEnglish.startsWith(name), inEnglish).toBe(true);
		expect(reason.en).toMatch(/^[^\n\p{Script=Han}]+; [^\n\p{Script=Han}]+\.$/u);
		expect(await readdir(folder)).toEqual(["kept.txt"]);
		expect(await readFile(join(folder, "kept.txt"))).toEqual(PAGE);
		expect(refreshed).toBe(false);
	});

	it("200 MB of zeros, without unpacking them", async () => {
		const zip = bomb();
		const keeper = new FolderKeeper(folder, async () => {});
		const before = process.memoryUsage().arrayBuffers;
		const pending = keeper.add("bomb.zip", zip).catch(() => {});
		await pending;
		expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * 1024 * 1024);
	});
});
