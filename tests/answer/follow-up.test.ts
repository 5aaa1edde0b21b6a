import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { followUp } from "../../src/answer/follow-up.ts";

const whole = (text: string, before: string) => followUp(text, { text: before, articleIds: [] });
const questionsOf = (file: string) =>
	readFileSync(join(import.meta.dirname, file), "utf8")
		.trim()
		.split("\n")
		.map((line) => (JSON.parse(line) as { question: string }).question);

describe("a follow-up", () => {
	it.each([
		["一个地方", "临江县有多少所小学?", "那宁安市呢?", "宁安市有多少所小学?"],
		["一个地方,连着更大的", "海州市临江县有多少所小学?", "那宁安市呢?", "宁安市有多少所小学?"],
		["一个村", "柳树沟村的人均收入是多少?", "杨家屯呢", "杨家屯的人均收入是多少?"],
		["一个人", "王建国获得了什么奖?", "那李秀英呢?", "李秀英获得了什么奖?"],
		["一段时间", "2019年旅客有多少?", "那2020年呢?", "2020年旅客有多少?"],
		["一个机构", "海州大学招了多少学生?", "宁安医院呢?", "宁安医院招了多少学生?"],
		["一本书", "《海州志》有多少章?", "《宁安志》呢?", "《宁安志》有多少章?"],
		["同类的东西", "第一产业增长了多少?", "第二产业呢?", "第二产业增长了多少?"],
		["量的是别的", "海州大桥全长多少米?", "总投资呢?", "海州大桥总投资多少?"],
		["另一个名次", "男子100米冠军是谁?", "那第二名呢?", "男子100米第二名是谁?"],
		["不同类的东西", "海州港的吞吐量增长多少?", "那玉米呢?", "海州港的吞吐量增长多少,玉米呢?"],
	])("replaces %s", (_, before, text, question) => {
		expect(whole(text, before)).toEqual({ question, more: false, sure: true });
	});

	it.each([
		["谁负责的?", "海州大桥谁负责的?"],
		["那谁负责的?", "海州大桥谁负责的?"],
		["什么时候完工?", "海州大桥什么时候完工?"],
		["在哪里?", "海州大桥在哪里?"],
		["多少钱?", "海州大桥多少钱?"],
		["花了多少钱", "海州大桥花了多少钱?"],
		["为什么?", "海州大桥为什么?"],
		["它什么时候通车?", "海州大桥什么时候通车?"],
		["该项目由谁施工?", "海州大桥由谁施工?"],
		["這座橋誰設計的?", "海州大桥谁设计的?"],
	])("%s gets the topic before without what was asked", (text, question) => {
		expect(whole(text, "海州大桥全长多少米?")?.question).toBe(question);
	});

	it("means a person by 他 and a place by 那里", () => {
		expect(whole("他今年多大?", "柳树沟村的村支书王建国做了什么?")?.question).toBe("王建国今年多大?");
		expect(whole("他说了什么?", "柳树沟村的村支书是谁?")?.question).toBe("柳树沟村的村支书说了什么?");
		expect(whole("那里有多少人?", "王建国在柳树沟村做了什么?")?.question).toBe("柳树沟村有多少人?");
	});

	it("means by 这次大赛 the contest, where the question before was about a part of it", () => {
		const before = "摄影大赛的颁奖典礼在哪里举行?";
		expect(whole("这次大赛有多少作品?", before)?.question).toBe("摄影大赛有多少作品?");
		expect(whole("这本书多少钱?", "海州市图书馆读书节的开幕式在哪里举行?")?.question).not.toContain("读书多少钱");
	});

	it.each(["还有呢?", "还有吗", "还有别的吗?", "更多来源"])("%s asks for further sources", (text) => {
		expect(whole(text, "谁获奖了?")).toEqual({ question: "谁获奖了?", more: true, sure: true });
	});

	it("is not sure of words that may stand alone", () => {
		expect(whole("有多少运动员参加?", "羽毛球赛在哪里举行?")).toMatchObject({ sure: false });
	});
});

describe("words that stand alone", () => {
	it("are all questions of the test sets, after any other one", () => {
		const questions = questionsOf("our-questions.jsonl");
		fc.assert(
			fc.property(fc.constantFrom(...questions), fc.constantFrom(...questions), (before, text) => {
				expect(whole(text, before)).toBeNull();
			}),
			{ numRuns: 300 },
		);
	});

	it.each(["你好", "在吗", "谢谢", "你是谁?", "好的", "?", "", "😀", "海州市"])("%s is no follow-up", (text) => {
		expect(whole(text, "海州大桥全长多少米?")).toBeNull();
	});

	it("never fail, whatever they are", () => {
		fc.assert(
			fc.property(fc.string(), fc.string(), (before, text) => {
				const found = whole(text, before);
				expect(found === null || found.question !== "").toBe(true);
			}),
		);
	});
});
