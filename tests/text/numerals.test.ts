import { expect, it } from "vitest";
import { inDigits, numberOf, ordinalsIn } from "../../src/text/numerals.ts";

it.each([
	["五万", "5万"],
	["十二月", "12月"],
	["二十五日", "25日"],
	["三百万", "300万"],
	["一百零五户", "105户"],
	["两百人", "200人"],
])("%s is printed %s", (word, digits) => {
	expect(inDigits(word)).toBe(digits);
});

it.each(["三四个", "十几人", "十多天", "百年", "万户", "三", "三千人", "一起", "夏粮", "12月"])(
	"%s has no numeral to be printed in digits",
	(word) => {
		expect(inDigits(word)).toBeNull();
	},
);

it("reads every numeral up to 999 that it would print in digits", () => {
	const digits = "零一二三四五六七八九";
	// A lone 一 is mostly a part of another word: 一起, 一点.
	for (let n = 2; n < 1000; n++) {
		const [hundreds, tens, ones] = [Math.floor(n / 100), Math.floor(n / 10) % 10, n % 10];
		const ten = tens === 0 ? (hundreds > 0 && ones > 0 ? "零" : "") : `${n < 20 ? "" : digits[tens]}十`;
		const numeral = `${hundreds > 0 ? `${digits[hundreds]}百` : ""}${ten}${ones > 0 ? digits[ones] : ""}`;
		expect(numberOf(numeral), numeral).toBe(n);
		expect(inDigits(`${numeral}人`), numeral).toBe(`${n}人`);
	}
});

it.each([
	["第一届", "首届"],
	["第12批", "第十二批"],
	["二期工程", "第2期"],
	["五一期间", "国庆期间"],
])("%s and %s are the same of a row", (one, other) => {
	expect(ordinalsIn(one)).toEqual(ordinalsIn(other));
});

it("one phase is not the other", () => {
	expect(ordinalsIn("一期工程")).not.toEqual(ordinalsIn("二期工程"));
});
