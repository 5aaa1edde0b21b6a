import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayInShanghai, timeExpressions } from "../../src/text/time-expressions.ts";

/** A Wednesday. */
const TODAY = "2022-08-10";
const rangesIn = (text: string, reference: string | null = TODAY) =>
	timeExpressions(text, reference).map(({ words, range }) => [words, range && `${range.from} ${range.to}`]);

describe("an expression of time", () => {
	it.each([
		["2022年", "2022-01-01 2022-12-31"],
		["二〇二二年", "2022-01-01 2022-12-31"],
		["2022年上半年", "2022-01-01 2022-06-30"],
		["今年6月", "2022-06-01 2022-06-30"],
		["今年6月底", "2022-06-21 2022-06-30"],
		["8月9日", "2022-08-09 2022-08-09"],
		["八月九号", "2022-08-09 2022-08-09"],
		["2020年2月29日", "2020-02-29 2020-02-29"],
		["去年", "2021-01-01 2021-12-31"],
		["前年", "2020-01-01 2020-12-31"],
		["去年底", "2021-10-01 2021-12-31"],
		["前4个月", "2022-01-01 2022-04-30"],
		["前四个月", "2022-01-01 2022-04-30"],
		["2020年1月至6月", "2020-01-01 2020-06-30"],
		["1月至6月份", "2022-01-01 2022-06-30"],
		["2019年1月1日至2020年12月31日", "2019-01-01 2020-12-31"],
		["第三季度", "2022-07-01 2022-09-30"],
		["前三季度", "2022-01-01 2022-09-30"],
		["近三年", "2019-08-10 2022-08-10"],
		["昨天", "2022-08-09 2022-08-09"],
		["本周", "2022-08-08 2022-08-14"],
		["上周五", "2022-08-05 2022-08-05"],
		["上周日", "2022-08-07 2022-08-07"],
		["上个月", "2022-07-01 2022-07-31"],
		["本月初", "2022-08-01 2022-08-10"],
		["十二月", "2022-12-01 2022-12-31"],
	])("%s", (words, days) => {
		expect(rangesIn(`记者${words}获悉`)).toEqual([[words, days]]);
	});

	it.each(["8年青春", "3个月", "1310家", "14年无一例", "2月30日", "13月", "上周边", "一个半年"])(
		"no days are made of %s",
		(text) => {
			expect(rangesIn(text).filter(([, range]) => range !== null)).toEqual([]);
		},
	);

	it("without a reference day is known only where its year is said", () => {
		expect(rangesIn("去年、8月9日、2020年5月", null)).toEqual([
			["去年", null],
			["8月9日", null],
			["2020年5月", "2020-05-01 2020-05-31"],
		]);
	});

	it("tells where its year comes from", () => {
		expect(
			timeExpressions("2020年5月、去年5月、5月", TODAY).map(({ year, withoutYear }) => [year, withoutYear]),
		).toEqual([
			["said", "5月"],
			["counted", "5月"],
			["assumed", "5月"],
		]);
	});

	it("is a slice of the text, in order, with days in order, whatever the text", () => {
		const pieces = fc.constantFrom(
			"2022年",
			"去年",
			"今年",
			"上",
			"半年",
			"6月",
			"9日",
			"至",
			"前",
			"三",
			"季度",
			"本周",
			"初",
			"近",
			"天",
			"第",
			"99",
			"的",
		);
		fc.assert(
			fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
				const text = parts.join("");
				let end = 0;
				for (const found of timeExpressions(text, TODAY)) {
					expect(found.start).toBeGreaterThanOrEqual(end);
					expect(text.slice(found.start, found.end)).toBe(found.words);
					if (found.range !== null) expect(found.range.from <= found.range.to).toBe(true);
					end = found.end;
				}
			}),
		);
	});
});

describe("the day in Shanghai", () => {
	it("is tomorrow's in the evening of UTC", () => {
		expect(dayInShanghai(new Date("2026-11-20T15:59:59Z"))).toBe("2026-11-20");
		expect(dayInShanghai(new Date("2026-11-20T16:00:00Z"))).toBe("2026-11-21");
	});
});
