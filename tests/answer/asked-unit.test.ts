import { expect, it } from "vitest";
import { standsWithUnit } from "../../src/answer/asked-unit.ts";
import { answeringSpans } from "../../src/text/answering-words.ts";
import { askedFor } from "../../src/text/question-kind.ts";

it.each([
	["送出去多少本?", "免费发放2.2万册", true],
	["栽了几棵树?", "2万株果树栽满山梁", true],
	["搬走了多少人?", "120万贫困群众先后搬离", true],
	["多少人用上水?", "受益人口超过400万", true],
	["有多少座城市?", "评选出305个城市", true],
	["修了多长的路?", "新建公路近1000公里", true],
	["来了多少人?", "展出120件作品", false],
	["修了几座桥?", "总投资300万元", false],
	["来了多少人?", "共有6个区参加", false],
])("%s %s: the unit stands there is %s", (question, text, expected) => {
	const asked = askedFor(question);
	expect(standsWithUnit(text, answeringSpans(text, { ...asked, kind: "quantity" }), asked.unit)).toBe(expected);
});
