/** What must hold for the articles of any page, and what comes of text of unknown make-up. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Article, Page, PrintedText } from "../../src/domain.ts";
import { articlesOf } from "../../src/newspaper/articles.ts";
import { passagesOf } from "../../src/newspaper/passages.ts";
import { readPage } from "../../src/newspaper/read-page.ts";

function pageOf(text: string): Page {
	return { file: "page.txt", lines: text.split("\n"), hash: "", paper: null, date: null, page: null };
}

function articlesIn(text: string): Article[] {
	return articlesOf(pageOf(text));
}

/** Lines as a page has them, and anything else. */
const newspaperLine = fc.constantFrom(
	"",
	"",
	"",
	"港城要闻 YAOWEN",
	"系列报道之②",
	"渔港建设如火如荼",
	"——三年行动见成效",
	"核心提示",
	"本报记者 王小明",
	"本报记者 王小明 摄",
	"本报讯 记者王小明报道 8月9日,新渔港开工。",
	"渔民在码头卸下鲜鱼。",
	"近年来,全市把渔业作为重要产",
	"业,不断加大投入。",
	"“这里变化真大!”老人说。",
);
const anyLine = fc.oneof(newspaperLine, fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }));
const anyPage = fc.array(anyLine, { maxLength: 40 }).map((lines) => pageOf(lines.join("\n")));

function expectMappedBack(printed: PrintedText, page: Page): void {
	let covered = 0;
	let end = 0;
	for (const piece of printed.pieces) {
		expect(piece.start).toBeGreaterThanOrEqual(end);
		expect(piece.end).toBeGreaterThan(piece.start);
		expect(printed.text.slice(end, piece.start)).toMatch(/^\n*$/u);
		end = piece.end;
		covered += piece.end - piece.start;
		const line = page.lines[piece.line - 1]!;
		expect(printed.text.slice(piece.start, piece.end)).toBe(
			line.slice(piece.column, piece.column + piece.end - piece.start),
		);
	}
	expect(printed.text.length - covered).toBe(printed.text.match(/\n/gu)?.length ?? 0);
	expect(end).toBe(printed.text.length);
}

describe("for any page", () => {
	it("every character of text and captions comes from the line it is said to come from", () => {
		fc.assert(
			fc.property(anyPage, (page) => {
				for (const article of articlesOf(page)) {
					expectMappedBack(article, page);
					for (const caption of article.captions) expectMappedBack(caption, page);
				}
			}),
			{
				numRuns: 150,
				examples: [[pageOf("本报记者 王小明\n本报讯 记者王小明报道 8月9日,新渔港开工。\n核心提示")]],
			},
		);
	});

	it("a line belongs to one article at most, and only a line printed twice may belong to none", () => {
		fc.assert(
			fc.property(anyPage, (page) => {
				const lines = articlesOf(page).flatMap((article) => article.lines);
				expect(new Set(lines).size).toBe(lines.length);
				page.lines.forEach((line, i) => {
					const text = line.trim();
					const isRepeated = page.lines.some((other, j) => j !== i && other.trim().startsWith(text));
					// Invisible characters alone make no line.
					if (/[\p{L}\p{N}]/u.test(text) && !isRepeated) expect(lines).toContain(i + 1);
				});
			}),
			{ numRuns: 150 },
		);
	});

	it("the same page gives the same articles, each with an id of its own", () => {
		fc.assert(
			fc.property(anyPage, (page) => {
				const articles = articlesOf(page);
				expect(articlesOf(page)).toEqual(articles);
				const ids = articles.map(({ id }) => id);
				expect(new Set(ids).size).toBe(ids.length);
				for (const id of ids) expect(id).toMatch(/^[0-9a-f]{16}$/u);
			}),
			{ numRuns: 100 },
		);
	});
});

describe("text of unknown make-up", () => {
	it("an article without headline keeps all its text", () => {
		const text = "今年以来,全市新增就业两万人。\n\n就业形势稳中向好,市民都很高兴。";
		const [article, ...others] = articlesIn(text);
		expect(others).toEqual([]);
		expect(article).toMatchObject({
			headline: null,
			section: null,
			byline: null,
			text: text.replace("\n\n", "\n"),
			lines: [1, 3],
		});
	});

	it("a file of headline and text, without blank lines, is one article", () => {
		const [article, ...others] = articlesIn("渔港新码头开工\n本报讯 8月9日,新码头开工。\n明年建成。");
		expect(others).toEqual([]);
		expect(article).toMatchObject({ headline: "渔港新码头开工", text: "本报讯 8月9日,新码头开工。\n明年建成。" });
	});

	it("lines of English prose are not glued together", () => {
		const [article] = articlesIn("It was the best of times, it was the\nworst of times, it was the age of wisdom.");
		expect(article!.text).not.toContain("theworst");
	});

	it("a line of 5 MB is read, joined and divided", () => {
		const sentence = "全市新增就业两万人,就业形势稳中向好。";
		const text = sentence.repeat(Math.ceil((5 * 1024 * 1024) / Buffer.byteLength(sentence)));
		const [article, ...others] = articlesOf(readPage("long.txt", Buffer.from(text)));
		expect(others).toEqual([]);
		expect(article!.text).toBe(text);
		expect(passagesOf(article!).every((passage) => passage.text.length <= 160)).toBe(true);
	});

	it("6,000 short lines are read", () => {
		const lines = Array.from({ length: 6_000 }, (_, i) => `第${i}项工作进展顺利`);
		const inArticles = articlesIn(lines.join("\n")).flatMap((article) => article.lines);
		expect(inArticles).toHaveLength(lines.length);
	});

	it("marks that turn or hide letters stay out of headline and text", () => {
		const hidden = "\u202e渔港\u200b新码头开工\u202c\n\n本\u200b报讯 记者王小明报道 \u2066新码头\u2069开\u0007工。";
		expect(articlesIn(hidden)).toMatchObject([
			{ headline: "渔港新码头开工", text: "本报讯 记者王小明报道 新码头开工。" },
		]);
	});
});

describe("ids", () => {
	it("change with the file's name and tell equal articles apart", () => {
		const text = "渔港新码头开工\n\n本报讯 8月9日,新码头开工。";
		const [first, second] = articlesIn(`${text}\n\n\n\n${text}`);
		expect(first!.text).toBe(second!.text);
		expect(first!.id).not.toBe(second!.id);
		expect(articlesIn(text)[0]!.id).toBe(first!.id);
		expect(articlesOf({ ...pageOf(text), file: "other.txt" })[0]!.id).not.toBe(first!.id);
	});
});
