import { describe, expect, it } from "vitest";
import { englishChinese, rootsOf } from "../../src/search/dictionary.ts";
import {
	type ChineseQuestion,
	inChinese,
	isEnglish,
	piecesOf,
	translationsOf,
} from "../../src/search/english-question.ts";

const AXES = 8;

/** Chinese for reports that have these words; words beside each other in a group go together. */
async function inPrintedWords(
	question: string,
	printed: readonly (readonly string[])[],
	names = {},
): Promise<ChineseQuestion> {
	const pieces = piecesOf(question, await englishChinese(), await rootsOf(question));
	const known = translationsOf(pieces).map((word) => {
		const group = printed.findIndex((words) => words.includes(word));
		const vector = new Float32Array(AXES);
		if (group >= 0) vector[group] = 1;
		return [word, { frequency: group < 0 ? 0 : 3, vector }] as const;
	});
	return inChinese(pieces, new Map(known), new Map(Object.entries(names)));
}

async function translated(...asked: Parameters<typeof inPrintedWords>): Promise<string> {
	return (await inPrintedWords(...asked)).translated;
}

describe("a question in English", () => {
	it.each([
		["How many athletes took part in the tournament?", [["运动员", "参加", "比赛"]], /^多少运动员 参加/],
		["How wide is the road surface?", [["路面"]], /^多宽 路面$/],
		["Why were the bridges repaired?", [["桥梁", "修复"]], /^为什么桥梁 修复$/],
		["How long is the bridge?", [["桥梁"]], /^多长 桥梁$/],
		["How long did the drill take?", [["演练"]], /^多长时间 演练/],
		["By how much did investment grow in the first four months?", [["投资", "增长"]], /^百分之多少投资 增长 前4个月$/],
		[
			"How much did the grain price rise in the first half of the year?",
			[["粮价", "上涨"]],
			/^百分之多少粮价 上涨 上半年$/,
		],
		["Which hospital opened in May?", [["医院", "开业"]], /^哪个医院 开业 5月$/],
		["Which colour was chosen by the neighbourhood?", [["颜色", "社区"]], /颜色 .*社区$/],
		["When was the theatre reorganised?", [["剧院", "重组"]], /^什么时候 剧院 重组$/],
		["What did 46 old people eat on 3 March?", [["老人", "吃"]], /46 老人 吃 3月3日$/],
	])("%s is put into printed words", async (question, printed, expected) => {
		expect(await translated(question, printed)).toMatch(expected);
	});

	it("keeps names in pinyin together and takes them as printed", async () => {
		const names = { "He Zhendong": "贺振东" };
		expect(await translated("Who is He Zhendong?", [], names)).toBe("贺振东是谁");
		expect(await translated("Who met He Zhendong?", [])).toMatch(/^谁 .* He Zhendong$/);
	});

	it.each([
		["China", "中国"],
		["Beijing", "北京"],
	])("looks %s up, though it is pinyin too", async (name, chinese) => {
		expect(await translated(`When did ${name} win?`, [[chinese]])).toMatch(new RegExp(` ${chinese}( |$)`));
	});

	it("takes the meaning that goes with the rest of the question", async () => {
		const printed = [
			["银行", "贷款", "利息"],
			["岸", "河岸", "桥梁"],
		];
		expect(await translated("What interest does the bank take for a loan?", printed)).toMatch(/银行.*贷款/);
	});

	it("keeps what the dictionary does not have", async () => {
		expect(await translated("Who is Elon Qwxyz?", [])).toMatch(/qwxyz$/);
	});

	it.each([
		["?!", ""],
		["the of and", ""],
		["What?", "什么"],
		["1,000.5% of 20", "1,000.5% 20"],
		["Who is Hé Zhèndōng?", "谁 He Zhendong"],
		["Who is the man who was there, and why?", "男子是谁"],
		["Which one is in the first three months?", "哪个前3个月"],
		["What is the percentage?", "百分之多少"],
		["Which 3 cities?", "哪些 城市"],
		["What's the price of it?", "多少钱 价格"],
		["What is the name of the area?", "什么面积"],
		["When it was there, how many people?", "多少人"],
		["When was it in March 2023?", "什么时候 2023年3月"],
		["How long is the tunnel?", "多长 隧道"],
	])("%s becomes %s", async (text, expected) => {
		expect(await translated(text, [["男子"]])).toBe(expected);
	});
});

it.each([
	["When was the bridge finished?", true],
	["what is PCR", true],
	["锦州港 what", false],
	["Wann wird die Brücke fertig?", false],
	["Combien coûte le pont ?", false],
	["PCR 5G", false],
	["Wat is het aantal inwoners van Qilihe?", false],
	["¿Quién ha ganado?", false],
	["Qual é o preço do trigo?", false],
])("%s: English or not", (text, expected) => {
	expect(isEnglish(text)).toBe(expected);
});
