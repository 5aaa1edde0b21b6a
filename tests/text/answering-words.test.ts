import { describe, expect, it } from "vitest";
import { answeringSpans, newAnsweringSpans } from "../../src/text/answering-words.ts";
import { askedFor } from "../../src/text/question-kind.ts";

const found = (question: string, sentence: string) =>
	newAnsweringSpans(sentence, askedFor(question), question).map(({ start, end }) => sentence.slice(start, end));

describe("words of the asked kind", () => {
	it.each([
		["谁主创了机组?", "职工李小明主创的机组获奖", ["李小明"]],
		["书记是谁?", "村民石大昌高兴地说", ["石大昌"]],
		["大桥全长多少米?", "大桥全长1234米,投资3亿元", ["1234米"]],
		["有多少人参加?", "2022锦州杯开赛,有2000多名运动员参赛", ["2000多名"]],
		["投资多少钱?", "大桥全长1234米,投资3亿元", ["3亿元"]],
		["增长了多少?", "吞吐量1200万吨,同比增长7.5%", ["7.5%"]],
		["什么时候通车?", "预计2024年6月底通车", ["2024年6月底"]],
		["要几年?", "工期为两年半", ["两年半"]],
		["设了哪些组?", "比赛共分为青年组、老年组、机关组三个组别", ["青年组、老年组、机关组三个组别"]],
		["怎么样?", "大桥全长1234米", []],
	])("%s in %s", (question, sentence, words) => {
		expect(found(question, sentence)).toEqual(words);
	});

	it("are not those that the question holds itself", () => {
		expect(found("谁在李小明杯夺冠?", "李小明杯昨日开赛")).toEqual([]);
		expect(answeringSpans("李小明杯昨日开赛", askedFor("谁夺冠?"))).not.toEqual([]);
	});
});
