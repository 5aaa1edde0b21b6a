/** Where a sentence ends, and where it only seems to. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sentencesOf } from "../../src/text/sentences.ts";

function sentences(text: string): string[] {
	return sentencesOf(text).map(({ start, end }) => text.slice(start, end));
}

describe("sentences", () => {
	it.each([
		["end with 。！？!?", "开工了。真好！是吗？Yes!好?", ["开工了。", "真好！", "是吗？", "Yes!", "好?"]],
		[
			"take closing quotes and brackets along",
			"她说:“真好。”大家都笑了。(完。)",
			["她说:“真好。”", "大家都笑了。", "(完。)"],
		],
		["do not end inside a quotation", "老人说:“我种花。收入高了。日子好。”", ["老人说:“我种花。收入高了。日子好。”"]],
		[
			"go on behind a quotation with its speaker",
			"“日子好了。收入高了。”村支书王明高兴地说。近日开工。",
			["“日子好了。收入高了。”村支书王明高兴地说。", "近日开工。"],
		],
		[
			"do not end at a semicolon, a colon or a comma",
			"一是开工;二是建成:三是运营,都好。",
			["一是开工;二是建成:三是运营,都好。"],
		],
		["do not end at a decimal point", "增长24.83%,达6.43亿元。", ["增长24.83%,达6.43亿元。"]],
		[
			"end at an English full stop before a capital",
			"It opened. The port is new. J. Smith came.",
			["It opened.", "The port is new.", "J. Smith came."],
		],
		[
			"end with an ellipsis unless it goes on",
			"浇水、施肥……一派热闹。苹果、梨……等水果。",
			["浇水、施肥……", "一派热闹。", "苹果、梨……等水果。"],
		],
		["end at a line break", "码头建设 进展顺利\n新码头明年建成。", ["码头建设 进展顺利", "新码头明年建成。"]],
		["leave white space out", "  开工了。 \u3000建成了。\n\n ", ["开工了。", "建成了。"]],
		["divide a quotation that is never closed", "老人说:“真好。日子好。", ["老人说:“真好。", "日子好。"]],
	])("%s", (_, text, expected) => expect(sentences(text)).toEqual(expected));

	it("divide a quotation of more than 160 characters at its own sentences", () => {
		const part = `${"甲".repeat(60)}。`;
		expect(sentences(`“${part.repeat(3)}”`)).toEqual([`“${part}`, part, `${part}”`]);
	});

	it("cover all text but white space, in order, for any text", () => {
		const anyText = fc.oneof(
			fc.string({ unit: "binary" }),
			fc
				.array(fc.constantFrom("甲", "。", "“", "”", "说", "\n", " ", ".", "A", "!", '"', "…", "』"))
				.map((parts) => parts.join("")),
		);
		fc.assert(
			fc.property(anyText, (text) => {
				let end = 0;
				for (const span of sentencesOf(text)) {
					expect(span.start).toBeGreaterThanOrEqual(end);
					expect(text.slice(end, span.start)).toMatch(/^\s*$/u);
					const sentence = text.slice(span.start, span.end);
					expect(sentence).toMatch(/^\S/u);
					expect(sentence).toMatch(/\S$/u);
					end = span.end;
				}
				expect(text.slice(end)).toMatch(/^\s*$/u);
			}),
		);
	});
});
