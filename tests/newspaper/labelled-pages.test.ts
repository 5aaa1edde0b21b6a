/** The five seed pages against labels made by reading them: which article each printed line belongs to. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Article, Page } from "../../src/domain.ts";
import { articlesOf } from "../../src/newspaper/articles.ts";
import { readPage } from "../../src/newspaper/read-page.ts";

const SEEDS = new URL("../../seeds/", import.meta.url);
const LABELS = new URL("./lines.jsonl", import.meta.url);

interface Label {
	readonly file: string;
	readonly line: number;
	readonly headline: string | null;
	readonly role: string;
}

const labels = readFileSync(LABELS, "utf8")
	.trim()
	.split("\n")
	.map((line) => JSON.parse(line) as Label);
const files = [...new Set(labels.map(({ file }) => file))];
const pages = new Map<string, { page: Page; articles: Article[] }>();
for (const file of files) {
	const page = readPage(file, readFileSync(new URL(file, SEEDS)));
	pages.set(file, { page, articles: articlesOf(page) });
}

/** Finds an article of a page by the line it begins with. */
function beginningAt(file: string, line: number): Article {
	const whole = files.find((name) => name.startsWith(file))!;
	return pages.get(whole)!.articles.find((article) => article.lines[0] === line)!;
}

describe("the five seed pages", () => {
	it.each(files)("%s: every line stands in the labelled article", (file) => {
		const { page, articles } = pages.get(file)!;
		const headlines = new Map<number, string | null>();
		for (const { lines, headline } of articles) for (const line of lines) headlines.set(line, headline);
		const expected = labels.filter((label) => label.file === file);
		expect(expected.length).toBe(page.lines.filter((line) => line.trim() !== "").length);
		const wrong = expected.filter(({ line, headline }) => (headlines.get(line) ?? null) !== headline);
		expect(wrong).toEqual([]);
	});

	it("give 41 articles", () => {
		expect([...pages.values()].flatMap(({ articles }) => articles)).toHaveLength(41);
	});

	it("print as text what is labelled as body or sub-heading, and as captions what stands under pictures", () => {
		for (const [file, { page, articles }] of pages) {
			const roles = new Map(labels.filter((label) => label.file === file).map(({ line, role }) => [line, role]));
			for (const article of articles) {
				const rolesInText = article.pieces.map(({ line }) => roles.get(line));
				expect(rolesInText.filter((role) => role !== "body" && role !== "subhead")).toEqual([]);
				const inCaptions = article.captions.flatMap(({ pieces }) => pieces.map(({ line }) => line));
				expect(inCaptions.map((line) => roles.get(line)).filter((role) => role !== "caption")).toEqual([]);
				const printed = new Set(article.pieces.map(({ line }) => line));
				const missing = article.lines.filter((line) => roles.get(line) === "body" && !printed.has(line));
				// Line 37 of the second page is printed again, in its place, as line 41.
				expect(missing.map((line) => page.lines[line - 1])).toEqual(missing.map(() => page.lines[40]));
			}
		}
	});
});

describe("what the make-up hides", () => {
	it("joins a word that a column cut in two, over the caption between its halves", () => {
		expect(beginningAt("000", 3).text).toContain("形成了“星级堡垒”评定标准体系。");
		expect(beginningAt("000", 3).captions.map(({ text }) => text)).toEqual([
			"锦州市凌河区紫荆街道北美社区召开党群联席会议商讨社区建设。 本报记者 崔治 摄",
		]);
	});

	it("joins over a misread byline and keeps a text whose end is lost apart from the headline below", () => {
		expect(beginningAt("002", 3).text).toMatch(/农产品加工、汽车及零部件、.*已初$/u);
		expect(beginningAt("002", 26).headline).toBe("七里河村花香牛壮生态美");
	});

	it("takes the label in front of an article for its section and does not guess for the others", () => {
		expect(beginningAt("000", 27).section).toBe("锦州脚步 JIAOBU");
		expect(beginningAt("000", 39).section).toBeNull();
		expect(beginningAt("003", 127).section).toBe("■今日关注 GUANZHU");
	});

	it("takes the name of a series for the section, not for a line of the headline", () => {
		const article = beginningAt("004", 120);
		expect(article.section).toBe("脱贫攻坚看义县 系列报道之①");
		expect(article.headline).toBe("坚持党建引领 增强“造血”功能 义县实施产业扶贫项目283个");
	});

	it("joins the lines of a headline by one space", () => {
		expect(beginningAt("001", 3).headline).toBe("画出“硬杠杠”激活党建“神经末梢” ——锦州推进基层党支部标准化规范化建设");
	});

	it("finds the byline above, below or in the text, as printed", () => {
		expect(beginningAt("003", 3).byline).toBe("本报记者 张继锋 高华庚");
		expect(beginningAt("000", 119).byline).toBe("张精一 本报记者 崔治");
		expect(beginningAt("004", 3).byline).toBe("记者张继锋 高华庚");
	});

	it("leaves 核心提示 out of the text of the lead and keeps sub-headings in it", () => {
		const article = beginningAt("003", 3);
		expect(article.text).toMatch(/^锦州市委坚持/u);
		expect(article.text).toContain("\n知识测试 确保学得扎实学得深入\n");
	});

	it("knows a stray copy of another article's line", () => {
		const inArticles = pages.get(files.find((file) => file.startsWith("001"))!)!.articles.flatMap(({ lines }) => lines);
		expect(inArticles).not.toContain(83);
		expect(inArticles).toContain(149);
	});

	it("puts a line printed twice in one article into its text once, where the next line continues it", () => {
		const { lines, text } = beginningAt("001", 3);
		expect(lines).toEqual(expect.arrayContaining([37, 41]));
		expect(text.match(/在锦州市教育局党办工作的/gu)).toHaveLength(1);
		expect(text).toContain("在锦州市教育局党办工作的乔飞说,");
	});
});
