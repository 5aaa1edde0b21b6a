/** Passages: whole sentences, all of them, small enough to quote. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Article } from "../../src/domain.ts";
import { passagesOf } from "../../src/newspaper/passages.ts";
import { sentencesOf } from "../../src/text/sentences.ts";

function articleOf(text: string, captions: readonly string[] = []): Article {
	return {
		id: "0123456789abcdef",
		file: "page.txt",
		paper: null,
		date: null,
		page: null,
		headline: "渔港新码头开工",
		section: null,
		byline: null,
		lines: [],
		text,
		pieces: [],
		captions: captions.map((caption) => ({ text: caption, pieces: [] })),
	};
}

const anyText = fc
	.array(
		fc.constantFrom(
			"渔港开工。",
			"老人说:“真好!”",
			"新码头",
			"\n",
			",",
			"……",
			"1.9万",
			" ",
			"。",
			"甲".repeat(90),
			"”",
			"“",
		),
		{
			maxLength: 60,
		},
	)
	.map((parts) => parts.join(""));

describe("passages of any article", () => {
	it("are slices in order that leave out nothing but white space", () => {
		fc.assert(
			fc.property(anyText, (text) => {
				let end = 0;
				for (const { span, text: passage, caption } of passagesOf(articleOf(text))) {
					expect(caption).toBeNull();
					expect(text.slice(span.start, span.end)).toBe(passage);
					expect(text.slice(end, span.start).trim()).toBe("");
					expect(passage.trim()).toBe(passage);
					expect(passage.length).toBeGreaterThan(0);
					expect(span.start).toBeGreaterThanOrEqual(end);
					end = span.end;
				}
				expect(text.slice(end).trim()).toBe("");
			}),
		);
	});

	it("never cut a sentence of up to 400 characters", () => {
		fc.assert(
			fc.property(anyText, (text) => {
				const ends = new Set(passagesOf(articleOf(text)).map(({ span }) => span.end));
				const cutOpen = [...ends].filter((end) =>
					sentencesOf(text).some(({ start, end: whole }) => whole - start <= 400 && start < end && end < whole),
				);
				expect(cutOpen).toEqual([]);
			}),
		);
	});
});

describe("passages", () => {
	it("put short neighbours together up to 160 characters, within a paragraph", () => {
		const short = `${"甲".repeat(49)}。`;
		const texts = passagesOf(articleOf(`${short.repeat(4)}\n${short}`)).map(({ text }) => text.length);
		expect(texts).toEqual([150, 50, 50]);
	});

	it("cut a sentence beyond 400 characters behind its last comma, else at the limit and never inside a character", () => {
		const clause = `${"甲".repeat(149)},`;
		expect(passagesOf(articleOf(`${clause.repeat(3)}乙。`)).map(({ text }) => text.length)).toEqual([300, 152]);
		expect(passagesOf(articleOf(`甲${"𠮷".repeat(250)}。`)).map(({ text }) => text.length)).toEqual([399, 103]);
	});

	it("leave a sub-heading with the paragraph below it", () => {
		const texts = passagesOf(articleOf("渔港开工了。\n码头建设 进展顺利\n新码头明年建成。")).map(({ text }) => text);
		expect(texts).toEqual(["渔港开工了。", "码头建设 进展顺利\n新码头明年建成。"]);
	});

	it("give each caption passages of its own, numbered on", () => {
		const passages = passagesOf(articleOf("渔港开工了。", ["渔民卸鱼。", "新码头。"]));
		expect(passages.map(({ id, caption, text }) => [id, caption, text])).toEqual([
			["0123456789abcdef.0", null, "渔港开工了。"],
			["0123456789abcdef.1", 0, "渔民卸鱼。"],
			["0123456789abcdef.2", 1, "新码头。"],
		]);
		expect(passages.every(({ headline }) => headline === "渔港新码头开工")).toBe(true);
	});
});
