/** What a quote takes in and what it marks, with the real model and index on pages of their own. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readConfig } from "../../src/config.ts";
import type { Quote } from "../../src/domain.ts";
import { openProgram, type Program } from "../../src/program.ts";

const TALK = `港城访谈 FANGTAN

守灯塔的人

本报记者 王小明

赵海生守了四十年灯塔,下个月退休。

记者:灯塔上一共住过几个人?

赵海生:最多的时候有6个,后来只剩下我和一条狗。冬天风大,船来不了,一个月吃不上一回青菜。

记者:您退休以后想做什么?

赵海生:回老家种果树,再也不听海风了。
`;
const TABLE = `体育 TIYU

海州赛艇公开赛落幕

本报讯 记者李红报道 8月9日,海州赛艇公开赛在北湖落幕,吸引了众多市民观看。

单人双桨决赛成绩

第一名 孙海涛(海州队) 7分02秒

第二名 沈佳怡(宁安队) 7分09秒

第三名 周小川(临江队) 7分15秒
`;
const TUNNEL = `翠屏隧道贯通

本报讯 记者王小明报道 8月2日,翠屏隧道全线贯通,施工队员们欢呼庆祝。隧道预计明年10月1日正式通车,由此进城的时间将由50分钟缩短到12分钟。
`;
const TWICE = `老船厂改成博物馆

本报讯 记者李红报道 停产多年的海州老船厂改成了博物馆,馆内陈列旧船模型430件。
`;
const PAGES = {
	"talk.txt": TALK,
	"table.txt": TABLE,
	"tunnel.txt": TUNNEL,
	"twice-1.txt": TWICE,
	"twice-2.txt": TWICE,
};

const folders: string[] = [];
let program: Program;

beforeAll(async () => {
	const [seeds, index] = [mkdtempSync(join(tmpdir(), "baowen-")), mkdtempSync(join(tmpdir(), "baowen-"))];
	folders.push(seeds, index);
	for (const [name, text] of Object.entries(PAGES)) writeFileSync(join(seeds, name), text);
	program = await openProgram(readConfig({ SEEDS_DIR: seeds, INDEX_DIR: index }), () => {});
}, 60_000);

afterAll(async () => {
	await program.close();
	for (const folder of folders) rmSync(folder, { recursive: true });
});

async function firstQuote(question: string): Promise<Quote> {
	const { quotes } = await program.answerer.ask({ text: question });
	expect(quotes, question).not.toEqual([]);
	return quotes[0]!;
}

const marked = ({ text, highlights }: Quote) => highlights.map(({ start, end }) => text.slice(start, end));

it("a printed question is quoted with its answer", async () => {
	const people = await firstQuote("灯塔上住过几个人?");
	expect(people.text).toContain("住过几个人?\n赵海生:最多的时候有6个");
	expect(marked(people)).toEqual(["6个"]);
	expect((await firstQuote("赵海生退休以后想做什么?")).text).toContain("回老家种果树");
});

it("who a person is, and who did something, is answered without a name", async () => {
	expect((await firstQuote("赵海生是谁?")).text).toContain("赵海生");
	expect((await firstQuote("翠屏隧道全线贯通时谁欢呼庆祝?")).text).toContain("施工队员们");
});

it("a row of a table is quoted with the rows around it, and marked itself", async () => {
	const quote = await firstQuote("单人双桨第二名是谁?");
	for (const words of ["第一名 孙海涛", "第二名 沈佳怡", "第三名 周小川"]) expect(quote.text).toContain(words);
	expect(marked(quote)).toEqual(["沈佳怡"]);
	expect(quote.source.headline).toMatch(/海州赛艇公开赛落幕|单人双桨决赛成绩/);
});

it("of two times the one beside the thing asked for is marked, though another sentence holds it", async () => {
	expect(marked(await firstQuote("翠屏隧道什么时候通车?"))).toEqual(["明年10月1日"]);
	expect(marked(await firstQuote("翠屏隧道什么时候贯通?"))).toEqual(["8月2日"]);
});

it("of a change both ends are marked", async () => {
	expect(marked(await firstQuote("翠屏隧道通车后进城要多久?"))).toEqual(["50分钟", "12分钟"]);
});

it("a report printed twice is quoted once and does not speak against itself", async () => {
	const { answered, quotes } = await program.answerer.ask({ text: "老船厂博物馆陈列了多少件旧船模型?" });
	expect(answered).toBe(true);
	expect(quotes.filter(({ text }) => text.includes("430件"))).toHaveLength(1);
});
