import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { englishChinese, rootsOf } from "../../src/search/dictionary.ts";

const rows = readFileSync(new URL("../../src/search/english-chinese.tsv", import.meta.url), "utf8")
	.trimEnd()
	.split("\n");

it("every row has a headword of at most five words and Chinese words, none twice", () => {
	const row =
		/^[a-z0-9&.'’-]+(?: [a-z0-9&.'’-]+){0,4}\t(?:[\p{Script=Han}A-Za-z0-9%·]+(?: [\p{Script=Han}A-Za-z0-9%·]+)*)?$/u;
	expect(rows.filter((line) => !row.test(line))).toEqual([]);
	const headwords = rows.map((line) => line.split("\t", 1)[0]!);
	expect(new Set(headwords).size).toBe(headwords.length);
	expect(headwords).toEqual([...headwords].sort());
});

it.each([
	["took part in", "参加"],
	["companies", "企业"],
	["colour", "颜色"],
	["organised", "组织"],
	["first three quarters", "前三季度"],
])("%s is %s among others", async (said, chinese) => {
	const dictionary = await englishChinese();
	expect(dictionary.translations(said, await rootsOf(said))).toContain(chinese);
});

it("a word that carries nothing has no translation, and one that is not in the dictionary is told from it", async () => {
	const dictionary = await englishChinese();
	expect(dictionary.translations("itself", new Map())).toEqual([]);
	expect(dictionary.translations("qwxyz", new Map())).toBeNull();
});
