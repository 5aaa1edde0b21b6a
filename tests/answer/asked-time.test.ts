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
	expect(isOfOtherTime(question, report)).toBe(expected);
});
