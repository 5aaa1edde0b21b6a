/** What is answered and what is refused where the kind of answer decides, with the real model and index on pages of their own. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readConfig } from "../../src/config.ts";
import { openProgram, type Program } from "../../src/program.ts";

/** Of other things, as on any page: among four passages none can stand out. */
const OTHERS = [
	"柳林乡小麦开镰\n\n本报讯 记者李红报道 柳林乡六万亩小麦近日开镰,三百台收割机昼夜作业,预计一周内收完。",
	"东湖小学举行读书节\n\n本报讯 记者王小明报道 东湖小学的孩子把读过的书带到操场上交换,家长也来朗诵。",
	"老旧小区加装电梯\n\n本报讯 记者李红报道 河西街道为老旧小区加装电梯,今年已完工十九部,惠及四百户居民。",
	"青年创业集市开市\n\n本报讯 记者王小明报道 五十名青年在北街摆出自己做的点心和陶器,集市每逢周末开到九点。",
	"消防员走进工厂\n\n本报讯 记者李红报道 消防员到机床厂教职工使用灭火器,并检查了仓库的通道。",
	"山区公路提前通车\n\n本报讯 记者王小明报道 连接三个乡镇的山区公路提前两个月通车,果农的苹果当天就能运到省城。",
	"社区食堂受欢迎\n\n本报讯 记者李红报道 南门社区食堂一天供应两百份午餐,七十岁以上的老人打八折。",
	"医疗队下乡义诊\n\n本报讯 记者王小明报道 市中心医院的医疗队到青石村义诊,为村民量血压、测血糖。",
];
const REPORTS = [
	...OTHERS,
	`海塘路发生交通事故

本报讯 记者李红报道 昨晚,海塘路发生一起交通事故,造成一人受伤,没有人员死亡。救援持续了一个月之久的海塘路西段也受到影响。
`,
	`海州博物馆新馆开放

本报讯 记者王小明报道 海州博物馆新馆自国庆节起免费开放,每周一闭馆。新馆由市文化局主办,三分之一的展厅留给孩子。
`,
	`西江大桥暂停通行

本报讯 记者李红报道 受台风影响,西江大桥暂停通行。交通部门为方便市民,增开两条轮渡线路。
`,
	`第一届龙舟赛落幕

本报讯 记者王小明报道 第一届西江龙舟赛在柳湾码头落幕,共有120名选手参赛。裁判长贺振东宣布了成绩。
`,
];

const folders: string[] = [];
let program: Program;

beforeAll(async () => {
	const [seeds, index] = [mkdtempSync(join(tmpdir(), "baowen-")), mkdtempSync(join(tmpdir(), "baowen-"))];
	folders.push(seeds, index);
	for (const [i, text] of REPORTS.entries()) writeFileSync(join(seeds, `${i}.txt`), text);
	program = await openProgram(readConfig({ SEEDS_DIR: seeds, INDEX_DIR: index }), () => {});
}, 60_000);

afterAll(async () => {
	await program.close();
	for (const folder of folders) rmSync(folder, { recursive: true });
});

it.each([
	["海塘路交通事故有几人受伤?", "一人受伤"],
	["海塘路交通事故死了多少人?", "没有人员死亡"],
	["海州博物馆新馆门票多少钱?", "免费开放"],
	["海州博物馆新馆什么时候免费开放?", "国庆节"],
	["海州博物馆新馆主办单位是谁?", "市文化局主办"],
	["西江大桥为什么暂停通行?", "受台风影响"],
	["交通部门为什么增开轮渡线路?", "为方便市民"],
	["西江龙舟赛有多少人参赛?", "120名选手"],
	["西江龙舟赛有几个选手参赛?", "120名选手"],
	["交通部门增开了几趟轮渡?", "增开两条轮渡"],
	["第1届西江龙舟赛在哪里落幕?", "柳湾码头"],
	["贺振东是谁?", "裁判长贺振东"],
	["Who is He Zhendong?", "裁判长贺振东"],
])("%s is answered", async (text, words) => {
	expect((await program.answerer.ask({ text })).quotes[0]?.text).toContain(words);
});

it.each([
	"西江大桥总投资多少钱?",
	"海州博物馆新馆的馆长是谁?",
	"海州博物馆新馆的馆长是谁呢?",
	"你知道海州博物馆新馆的馆长是谁吗?",
	"第二届西江龙舟赛在哪里落幕?",
	"白碱区的小麦今年收了多少亩?",
	"江垸县的社区食堂一天供应多少份午餐?",
	"帮我写一篇关于小麦的作文",
	"西江龙舟赛全程多少公里?",
	"柳林乡的小麦卖多少钱一斤?",
	"海州博物馆新馆有多少件藏品?",
	"罗建军是谁?",
	"李娜是谁?",
])("%s is a near miss", async (text) => {
	const { answered, nearest } = await program.answerer.ask({ text });
	expect(answered).toBe(false);
	expect(nearest).not.toEqual([]);
});
