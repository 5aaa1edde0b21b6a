import { expect, it } from "vitest";
import { wantsWork } from "../../src/text/small-talk.ts";

it.each([
	["帮我写一封请假条", true],
	["写首关于秋天的诗", true],
	["把“晚安”翻译成法语", true],
	["给我讲个笑话吧", true],
	["请你写一首诗", true],
	["小说被翻译成多少种语言?", false],
	["给我写信的人是谁?", false],
	["写县史的那位老师是谁?", false],
	["唱小调的老人在学什么?", false],
	["写一篇报道要多少天?", false],
	["帮我查一下粮食产量", false],
])("%s wants work done: %s", (message, expected) => {
	expect(wantsWork(message)).toBe(expected);
});
