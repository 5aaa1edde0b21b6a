/** `pages.csv`: what it says, and one clear sentence for each fault. */

import { describe, expect, it } from "vitest";
import { readEditions } from "../../src/newspaper/editions.ts";

describe("pages.csv", () => {
	it("adds paper, date and page; an empty field says nothing", () => {
		const editions = readEditions("file,paper,date,page\na.txt,港城日报,2022-08-10,3\nb.txt,,,\n", "pages.csv");
		expect([...editions]).toEqual([
			["a.txt", { paper: "港城日报", date: "2022-08-10", page: "3" }],
			["b.txt", { paper: null, date: null, page: null }],
		]);
	});

	it("may come from a spreadsheet: byte-order mark, Windows line ends, quotes, other order, columns left out", () => {
		const editions = readEditions('\ufeffdate,file\r\n2022-08-10,"a,b.txt"\r\n\r\n', "pages.csv");
		expect([...editions]).toEqual([["a,b.txt", { paper: null, date: "2022-08-10", page: null }]]);
	});

	it("says nothing when it is empty", () => {
		expect(readEditions("", "pages.csv").size).toBe(0);
		expect(readEditions("file,paper,date,page\n", "pages.csv").size).toBe(0);
	});

	it.each([
		["an unknown column", "file,title\n", /第 1 行.*“title”/u],
		["a column twice", "file,date,date\n", /第 1 行.*重复/u],
		["no file column", "paper,date\n", /第 1 行.*file/u],
		["another form of date", "file,date\na.txt,2022/8/10\n", /第 2 行.*“2022\/8\/10”/u],
		["a day that does not exist", "file,date\na.txt,2022-02-30\n", /第 2 行.*“2022-02-30”/u],
		["a file twice", "file,page\na.txt,1\n\nb.txt,2\na.txt,3\n", /第 5 行.*“a\.txt”/u],
		["no file name", "file,page\n,1\n", /第 2 行.*文件名/u],
		["a path", "file,page\nseeds/a.txt,1\n", /第 2 行.*路径/u],
		["a field too many", "file,page\na.txt,1,2\n", /第 2 行.*3 列/u],
		["an open quote", 'file,page\n"a.txt,1\n', /引号/u],
	])("names %s", (_, csv, message) => {
		expect(() => readEditions(csv, "pages.csv")).toThrow(message);
		expect(() => readEditions(csv, "pages.csv")).toThrow(/^pages\.csv [^\n]*。$/u);
	});
});
