import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runProgram, temporaryFolder } from "../support/run-program.ts";

const SEEDS = join(import.meta.dirname, "..", "..", "seeds");
const folder = temporaryFolder();
const settings = { INDEX_DIR: join(folder, "index"), STATE_DIR: join(folder, "state") };
const lines = (text: string) => text.split("\n").filter((line) => line !== "");

beforeAll(async () => {
	const first = await runProgram("cli.ts", ["ask", "在吗"], { settings });
	expect(first.stderr).toContain("建立索引 5/5");
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("ask", () => {
	it("answers each line of standard input with one line of JSON, in order, whatever it holds", async () => {
		const questions = [
			"绕城公路规划全长多少公里?",
			"。。。",
			"",
			"比特币今天多少钱?",
			"<b>&\u0000",
			"忙牛屯村装了多少盏路灯?",
		];
		const { code, stdout, stderr } = await runProgram("cli.ts", ["ask", "--json"], {
			settings,
			input: questions.join("\n"),
		});
		expect(code).toBe(0);
		expect(stderr).toBe("");
		const answers = lines(stdout).map((line) => JSON.parse(line));
		expect(answers.map((answer) => answer.question)).toEqual(questions.filter((question) => question !== ""));
		expect(answers.map((answer) => answer.answered)).toEqual([true, false, false, false, true]);
		for (const answer of answers) {
			expect(Object.keys(answer)).toEqual(["question", "answered", "quotes", "nearest"]);
			if (!answer.answered) expect(answer.quotes).toEqual([]);
		}
	});

	it("quotes what is printed on the lines it names", async () => {
		const { stdout } = await runProgram("cli.ts", ["ask", "--json", "康宁医院派了哪三位专家去企业?"], { settings });
		const { quotes } = JSON.parse(stdout);
		expect(Object.keys(quotes[0])).toEqual(["text", "headline", "section", "byline", "file", "lines"]);
		for (const { text, file, lines: range } of quotes) {
			const page = readFileSync(join(SEEDS, file), "utf8").split("\n");
			const printed = page.slice(range[0] - 1, range[1]).join("");
			if (range[0] === range[1]) expect(printed).toContain(text);
			else expect(printed).toContain(text.slice(0, 8));
		}
	});

	it("explains how an answer was found, and says what it looked up instead of what was typed", async () => {
		const { stdout } = await runProgram("cli.ts", ["ask", "--explain", "饶城公路规划全长多少公里?"], { settings });
		expect(stdout).toMatch(/按「绕城公路」查到:.*55\.8公里/s);
		expect(stdout).toMatch(/把握 .*unmatched/);
	});
});

describe("articles", () => {
	it("prints one JSON line an article, of the pages named", async () => {
		const page = join(SEEDS, readdirSync(SEEDS).sort()[0]!);
		const { code, stdout, stderr } = await runProgram("cli.ts", ["articles", "--json", page], { settings });
		expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
		const articles = lines(stdout).map((line) => JSON.parse(line));
		expect(articles.length).toBeGreaterThan(5);
		for (const article of articles)
			expect(Object.keys(article)).toEqual(["file", "headline", "section", "byline", "lines", "text", "captions"]);
	});

	it("names a bad file, goes on with the others and exits with 1", async () => {
		const seeds = join(folder, "mixed");
		mkdirSync(seeds);
		copyFileSync(join(SEEDS, readdirSync(SEEDS).sort()[0]!), join(seeds, "good.txt"));
		writeFileSync(join(seeds, "bad.txt"), Buffer.from([0, 1, 2, 3]));
		const { code, stdout, stderr } = await runProgram("cli.ts", ["articles", seeds], { settings });
		expect(code).toBe(1);
		expect(stderr).toMatch(/^bad\.txt: .*\n$/);
		expect(lines(stdout).length).toBeGreaterThan(5);
	});
});

describe("what is no file", () => {
	it("is refused by name: a device without an end, a folder named like a page", async () => {
		const seeds = join(folder, "strange");
		mkdirSync(join(seeds, "folder.txt"), { recursive: true });
		for (const [place, name] of [
			["/dev/zero", "zero"],
			[seeds, "folder.txt"],
		] as const) {
			const { code, stderr } = await runProgram("cli.ts", ["articles", place], { settings });
			expect(code).toBe(1);
			expect(stderr).toMatch(new RegExp(`^${name}: 不是普通文件[^\n]*\n$`));
		}
	});
});

describe("search", () => {
	it("ranks a corpus for each query", async () => {
		const corpus = join(folder, "corpus.jsonl");
		const queries = join(folder, "queries.jsonl");
		const texts = ["郑州是河南省省会城市", "乒乓球起源于英国", "太行山以东的地方称为山东"];
		writeFileSync(corpus, texts.map((text, i) => JSON.stringify({ id: `t${i}`, text })).join("\n"));
		writeFileSync(queries, `${JSON.stringify({ id: "q", text: "乒乓球是哪国发明的" })}\n`);
		const { code, stdout } = await runProgram("cli.ts", ["search", "--corpus", corpus, "--queries", queries], {
			settings,
		});
		expect(code).toBe(0);
		const [result] = lines(stdout).map((line) => JSON.parse(line));
		expect(result.id).toBe("q");
		expect(result.hits[0]).toBe("t1");
	});
});

describe("--help", () => {
	it("names every command and its options", async () => {
		const { code, stdout, stderr } = await runProgram("cli.ts", ["ask", "--help"], { settings });
		expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
		for (const word of ["ask", "--json", "--explain", "articles", "search", "--corpus", "--limit"])
			expect(stdout).toContain(word);
	});
});

describe("bad usage", () => {
	it.each([
		[["fly"], {}, /没有命令“fly”/],
		[["ask", "--speed"], {}, /参数有误/],
		[["articles", "no/such/file"], {}, /找不到 no\/such\/file/],
		[["search", "--corpus", "x"], {}, /用法/],
		[["search", "--corpus", "x", "--queries", "y", "--limit", "0"], {}, /--limit/],
		[["search", "--corpus", "package.json", "--queries", "y"], {}, /package\.json 第 1 行/],
		[["ask", "在吗"], { TELEGRAM_API_ROOT: "nowhere" }, /TELEGRAM_API_ROOT/],
		[["ask", "在吗"], { EMBEDDING_MODEL: "../model" }, /EMBEDDING_MODEL/],
	])("%j exits with 2 and one sentence", async (args, faulty, sentence) => {
		const { code, stdout, stderr } = await runProgram("cli.ts", args, { settings: { ...settings, ...faulty } });
		expect(stdout).toBe("");
		expect(stderr).toMatch(sentence);
		expect(lines(stderr.replace(/^建立索引.*\n/gm, ""))).toHaveLength(1);
		expect(code).toBe(2);
	});

	it.each(["nowhere", "a-file"])("says in one sentence what to do about a folder that is none: %s", async (name) => {
		writeFileSync(join(folder, "a-file"), "");
		const { code, stderr } = await runProgram("cli.ts", ["ask", "在吗"], {
			settings: { ...settings, SEEDS_DIR: join(folder, name) },
		});
		expect(code).toBe(1);
		expect(lines(stderr)).toEqual([expect.stringMatching(/找不到存放版面的文件夹.*SEEDS_DIR/)]);
	});
});

describe("the conversation in the terminal", () => {
	it("says that there is no token, answers each line, also what only goes on from the one before, and ends at end of input", async () => {
		const { code, stdout, stderr } = await runProgram("main.ts", [], {
			settings,
			input: "你好\n绕城公路规划全长多少公里?\n谢谢\n路面多宽?\n比特币今天多少钱?\n",
		});
		expect(code).toBe(0);
		expect(lines(stderr)).toEqual([expect.stringMatching(/^没有设置 BOT_TOKEN/)]);
		expect(stdout).toMatch(
			/直接问我[\s\S]*规划全长55\.8公里[\s\S]*不客气[\s\S]*接着:绕城公路.*路面多宽\?\n[\s\S]*22米[\s\S]*比特币[\s\S]*报道里没有说/,
		);
	});
});
