import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer, Quote } from "../../src/domain.ts";
import { type AnswerView, renderAnswer } from "../../src/telegram/render-answer.ts";
import { en } from "../../src/telegram/texts/en.ts";
import { zh } from "../../src/telegram/texts/zh.ts";
import { quote } from "../support/bot-under-test.ts";
import { parseTelegramHtml } from "../support/telegram-html.ts";

const view: AnswerView = { texts: zh, inGroup: false, reportLink: () => null };

function answer(quotes: Quote[], changes: Partial<Answer> = {}): Answer {
	return { question: "问", answered: quotes.length > 0, quotes, nearest: [], ...changes };
}

/** Texts as hostile as newspapers, OCR and people can make them. */
const nastyText = fc
	.array(
		fc.oneof(
			fc.string({ unit: "binary" }),
			fc.constantFrom("<b>", "</blockquote>", "&amp;", "&", "😀", "\ud83d", "\u202e", "\n", "报道"),
		),
		{
			minLength: 1,
			maxLength: 40,
		},
	)
	.map((parts) => `字${parts.join("")}`);
const name = fc.option(nastyText);
const nastyQuote = fc
	.record({
		text: fc.oneof(
			nastyText,
			nastyText.map((text) => text.padEnd(10_000, "长&<")),
		),
		spans: fc.array(fc.tuple(fc.nat(60), fc.nat(20))),
		caption: fc.constantFrom(null, 0),
		source: fc.record({
			headline: name,
			section: name,
			byline: name,
			paper: name,
			page: name,
			date: name,
			file: nastyText,
		}),
	})
	.map(({ text, spans, caption, source }) => {
		let end = 0;
		const highlights = spans.flatMap(([gap, length]) => {
			const start = end + gap;
			end = start + length;
			return end <= text.length ? [{ start, end }] : [];
		});
		return quote(text, { highlights, caption, source });
	});

describe("an answer", () => {
	it("is a message that Telegram accepts, whatever reports and questions contain", () => {
		fc.assert(
			fc.property(
				fc.array(nastyQuote, { maxLength: 3 }),
				fc.boolean(),
				fc.option(nastyText, { nil: undefined }),
				name,
				(quotes, inGroup, askedAs, headline) => {
					const nearest = [{ articleId: "0123456789abcdef", headline, file: "p.txt" }];
					const full = answer(quotes, { nearest, ...(askedAs === undefined ? {} : { askedAs, lookedUpAs: askedAs }) });
					const parsed = parseTelegramHtml(
						renderAnswer(full, { ...view, inGroup, reportLink: () => "https://t.me/b?start=1&x=<>" }),
					);
					const quoted = parsed.entities.filter(({ type }) => type.endsWith("blockquote"));
					for (const [n, { offset, length }] of quoted.entries()) {
						expect(quotes[n]?.text.replace(/\p{Surrogate}/gu, "\ufffd")).toContain(
							parsed.text.slice(offset, offset + length),
						);
					}
					expect(quoted.length).toBeGreaterThanOrEqual(Math.min(1, quotes.length));
				},
			),
		);
	});

	it("says what was looked up instead of what was typed, above the quotes, in the reader's language", () => {
		const found = answer([quote("贺振东到场。")], { lookedUpAs: "贺振东<" });
		expect(renderAnswer(found, view)).toMatch(/^<i>按「贺振东&lt;」查到<\/i>\n\n<blockquote>/);
		expect(renderAnswer(found, { ...view, texts: en })).toMatch(/^<i>Looked up as: 贺振东&lt;<\/i>/);
	});

	it("keeps whole characters in bold, even when a span cuts a surrogate pair", () => {
		const html = renderAnswer(answer([quote("一😀二😀三", { highlights: [{ start: 2, end: 5 }] })]), view);
		expect(html).toContain("<blockquote>一<b>😀二😀</b>三</blockquote>");
	});

	it("drops the last quotes where not all fit, and never cuts markup", () => {
		const long = (letter: string) => quote(`${letter}。`.repeat(450), { highlights: [{ start: 0, end: 900 }] });
		const quotes = ["甲", "乙", "丙", "丁", "戊"].map(long);
		const { text, entities } = parseTelegramHtml(renderAnswer(answer(quotes), view));
		expect(entities.filter(({ type }) => type === "expandable_blockquote")).toHaveLength(4);
		expect(text).not.toContain("戊");
	});

	it("quotes of an endless sentence the part with the answer, and says so", () => {
		const text = `${"前".repeat(5000)}答案在此${"后".repeat(5000)}`;
		const html = renderAnswer(answer([quote(text, { highlights: [{ start: 5000, end: 5004 }] })]), view);
		expect(html).toContain("<b>答案在此</b>");
		expect(html).toContain("只引其中一段");
	});

	it("folds long quotes, numbers several, marks captions, and leaves out what is not known", () => {
		const quotes = [
			quote("长。".repeat(101), { source: { section: null, byline: null, headline: null } }),
			quote("图中为演练现场。", {
				caption: 0,
				source: { paper: "锦州日报", date: "2022-07-02", page: "1", lines: [9, 9] },
			}),
		];
		expect(renderAnswer(answer(quotes), view)).toBe(
			`<blockquote expandable>${"长。".repeat(101)}</blockquote>\n① （无标题）\npage.txt 第 3–5 行\n\n` +
				"<blockquote>图中为演练现场。</blockquote>\n🖼 图片说明\n② 小凌河水域开展演练\n锦州脚步 · 记者崔治 · 锦州日报 2022-07-02 第1版\npage.txt 第 9 行",
		);
	});

	it("does not let direction marks or line breaks in a headline disguise the source", () => {
		const html = renderAnswer(answer([quote("句。", { source: { headline: "真\u202e假\n第 1 行\u0007" } })]), view);
		expect(html).toContain("📰 真假 第 1 行\n锦州脚步");
	});
});
