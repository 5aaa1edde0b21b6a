import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold } from "../../src/text/fold.ts";
import { isHoldingWord, withoutAskingWords } from "../../src/text/question-words.ts";
import { bigrams, passageTerms, plainWords, searchWords, searchWordsOfEach } from "../../src/text/terms.ts";

describe("terms", () => {
	it("pairs Chinese characters and keeps numbers and Latin words whole", () => {
		expect(bigrams(fold("同比增79%,PCR实验室,323.01万元"))).toEqual(
			"同比 比增 79% pcr 实验 验室 323.01 万元".split(" "),
		);
	});

	it("gives compounds with their parts for searching, and words without overlaps for matching", () => {
		expect(searchWords("粮食吞吐量")).toEqual(["粮食", "吞吐", "吞吐量"]);
		expect(plainWords("粮食吞吐量")).toEqual(["粮食", "吞吐量"]);
	});

	it("cuts words that are slices of the text, in order and without overlaps", () => {
		fc.assert(
			fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), (text) => {
				let at = 0;
				for (const word of plainWords(text)) {
					const found = text.indexOf(word, at);
					expect(found).toBeGreaterThanOrEqual(at);
					at = found + word.length;
				}
			}),
		);
	});

	it("cuts many texts at once as it cuts each", () => {
		const piece = fc.oneof(
			fc.constantFrom("锦州港粮食吞吐量", "第一书记", "。", "\n", "\r\n", " ", "79%", "小凌河", ""),
			fc.string({ unit: "grapheme", maxLength: 8 }),
		);
		const texts = fc.array(
			fc.array(piece, { maxLength: 6 }).map((pieces) => fold(pieces.join(""))),
			{ maxLength: 6 },
		);
		fc.assert(
			fc.property(texts, (texts) => {
				expect(searchWordsOfEach(texts)).toEqual(texts.map((text) => searchWords(text)));
			}),
		);
	});

	it("finds the same terms in traditional and full-width print", () => {
		expect(passageTerms("糧食吞吐量增長７９％", "錦州港")).toEqual(passageTerms("粮食吞吐量增长79%", "锦州港"));
	});
});

describe("question words", () => {
	it.each([
		["绕城公路规划全长多少公里?", "绕城公路规划全长 公里?"],
		["到民族社区报到的90后第一书记叫什么?", "到民族社区报到的90后第一书记叫 ?"],
		["锦州直播电商节是什么时候办的?", "锦州直播电商节是 办的?"],
		["何家村有几户人家", "何家村有 户人家"],
		["报名的占几成?", "报名的占 ?"],
		["这几年来了十几家企业,好几家停产", "这几年来了十几家企业,好几家停产"],
		["小区停电没有?", "小区停电 ?"],
		["房价涨没涨?", "房价 涨?"],
		["现在报名行不行?", "现在报名 ?"],
		["他报没报名?", "他 报名?"],
		["比赛成不成功?", "比赛 成功?"],
		["几内亚总统买了茶几没有?", "几内亚总统买了茶几 ?"],
	])("takes the asking words out of %s", (question, bare) => {
		expect(withoutAskingWords(question).replace(/ +/g, " ").trim()).toBe(bare);
	});

	it("knows words that only hold a sentence together", () => {
		expect(["的", "是", "锦州港", "吞吐量"].filter(isHoldingWord)).toEqual(["的", "是"]);
	});
});
