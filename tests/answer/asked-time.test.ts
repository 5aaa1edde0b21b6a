import { expect, it } from "vitest";
import { isOfOtherTime } from "../../src/answer/asked-time.ts";

it.each([
	["前10个月出口多少?", "今年前5个月出口增长", true],
	["4月26日有多少病例?", "截至1月26日,累计报告病例", true],
	["上半年产了多少吨?", "今年1月至4月产量", true],
	["上半年产了多少吨?", "今年1月至6月产量", false],
	["上半年产了多少吨?", "今年1—6月产量", false],
	["前九个月出口多少?", "前三季度出口增长", false],
	["去年12月谁来了?", "2021年12月,专家来访", false],
	["8月20日下了多少雨?", "8月21日,大雨持续了一天", false],
	["年初产了多少吨?", "今年前两个月产量", false],
	["昨天谁来了?", "7月1日,专家来访", false],
	["谁来了?", "7月1日,专家来访", false],
	["7月1日谁来了?", "专家来访", false],
])("%s – %s: of another time is %s", (question, report, expected) => {
	expect(isOfOtherTime(question, report, null)).toBe(expected);
});

it("the day of the report is a time of it", () => {
	const [question, report] = ["5月6日大桥怎么了?", "大桥3月开工,昨日通车"];
	expect(isOfOtherTime(question, report, "2024-05-06")).toBe(false);
	expect(isOfOtherTime(question, report, "2024-07-06")).toBe(true);
	expect(isOfOtherTime(question, "昨日通车", "2024-07-06")).toBe(false);
});
