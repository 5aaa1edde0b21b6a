import { expect, it } from "vitest";
import { heardText, respellings, respelt } from "../../src/search/misspellings.ts";

const TEXTS = [
	"河湾村建起小花园\n河湾村党支部书记罗建军说,雷家沟村的两个合作社也来学习。",
	"海州区分局开展反诈宣传\n民警走进榆树屯社区,把传单送到居民手里。二期工程由三家企业承建。",
	"联合演练在海上举行\n舰艇编队实施远程打击,回顾历史,再续友谊。马学明、马雪明都在舰上。",
	"柳河大橋通車\n柳河大橋全長一千二百米,總工程師賀振東在現場。",
].map(heardText);

/** What the question becomes when these words of it stand in no report. */
function asPrinted(question: string, ...unknown: string[]): string {
	return respelt(question, respellings(question, unknown, TEXTS));
}

it.each([
	["罗健军是哪个村的?", ["罗健军"], "罗建军是哪个村的?"],
	// However jieba cuts a name that it does not know.
	["雷佳沟村来了几个人?", ["雷佳", "沟村"], "雷家沟村来了几个人?"],
	["河弯村的书记是谁?", ["河弯"], "河湾村的书记是谁?"],
	// A word of the dictionary, but not in this place.
	["海州区分居的民警去了哪里?", ["分居"], "海州区分局的民警去了哪里?"],
	// zh and z, -ng and -n sound the same to many.
	["榆树囤社区发了什么?", ["榆树囤"], "榆树屯社区发了什么?"],
])("%s", (question, unknown, printed) => {
	expect(asPrinted(question, ...unknown)).toBe(printed);
});

it("gives the name letter for letter as a page in traditional characters prints it", () => {
	expect(respellings("贺镇东是谁?", ["贺镇东"], TEXTS)).toEqual([{ span: { start: 0, end: 3 }, printed: "賀振東" }]);
});

it.each([
	["a word of the dictionary that sounds like another", "谁从这里引来了游客?", ["引来"]],
	["numbers, which may sound like each other and like words", "海州区医期工程由谁承建?", ["医期"]],
	["two characters alone, which sound like too much", "分居在哪里?", ["分居"]],
	["a name of which more than one character is another", "骡健军是谁?", ["骡健军"]],
	["what sounds like a part of another word", "厂方称打击了假货", ["方称"]],
	["a character that is a word by itself", "顾历史是什么意思?", ["顾历史"]],
	["a printed name beside another that sounds the same", "马学明是哪里人?", ["马学明"]],
	["known words", "罗建军是哪个村的?", []],
])("leaves alone %s", (_, question, unknown) => {
	expect(asPrinted(question, ...unknown)).toBe(question);
});
