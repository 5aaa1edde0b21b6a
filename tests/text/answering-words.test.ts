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
		["发了多少钱的债券?", "债券发行1.5万亿元", ["1.5万亿元"]],
		["增长了多少?", "吞吐量1200万吨,同比增长7.5%", ["7.5%"]],
		["什么时候通车?", "预计2024年6月底通车", ["2024年6月底"]],
		["要几年?", "工期为两年半", ["两年半"]],
		["设了哪些组?", "比赛共分为青年组、老年组、机关组三个组别", ["青年组、老年组、机关组三个组别"]],
		["怎么样?", "大桥全长1234米", []],
		["主塔多高?", "两岸各有一座塔,塔高98米", ["98米"]],
		["王建国今年多大年纪?", "王建国养蜂23年,今年58岁", ["58岁"]],
		["月薪多少?", "招水手5名,月薪6000元", ["6000元"]],
		["几点开门?", "8月9日起改为早9时开门", ["早9时".slice(1)]],
		["咨询电话是多少?", "名额300个,咨询电话:0416-1234567", ["0416-1234567"]],
		["一周有多少天开放?", "每周二至周日开放6天", ["6天"]],
		["跑了多少秒?", "第一名 孙海涛 10秒87", ["10秒87"]],
		["要多少分钟?", "全程40分钟", ["40分钟"]],
		["决赛在哪里举行?", "羽毛球决赛在海州市滨河体育中心体育馆举行", ["海州市滨河体育中心体育馆"]],
		["项目在哪儿?", "项目位于大榆河南岸,由该县水利局承建", ["大榆河南岸", "县水利局"]],
		["柳林乡中心小学在哪个村?", "临河县柳林乡中心小学位于柳林乡四合村", ["柳林乡四合村"]],
	])("%s in %s", (question, sentence, words) => {
		expect(found(question, sentence)).toEqual(words);
	});

	it("are not the reporter's name, unless the reporter is asked for", () => {
		const sentence = "本报讯 记者王小明报道 李红夺得冠军";
		expect(found("谁夺得冠军?", sentence)).toEqual(["李红"]);
		expect(found("记者是谁?", sentence)).toContain("王小明");
	});

	it("are not those that the question holds itself", () => {
		expect(found("谁在李小明杯夺冠?", "李小明杯昨日开赛")).toEqual([]);
		expect(answeringSpans("李小明杯昨日开赛", askedFor("谁夺冠?"))).not.toEqual([]);
	});
});

it.each([
	["这几年港口有什么变化?", "list"],
	["最近几天有哪些活动?", "list"],
	["许多大学生为什么回乡?", "open"],
	["众多高校参加了什么?", "open"],
	["新锅炉的功率是多少?", "quantity"],
	["专家提出了几点建议?", "quantity"],
	["几点开门?", "time"],
	["工期要几年?", "duration"],
	["面积有多大?", "quantity"],
	["报名的占几成?", "percentage"],
	["招来了多少年轻人?", "quantity"],
	["展览办了多少年?", "duration"],
	["工会发了多少年货?", "quantity"],
	["全市有几个点可以报名?", "quantity"],
	["产值增长了几个点?", "percentage"],
	["好几家企业为什么停产?", "open"],
	["机器要拆成多少块运走?", "quantity"],
	["一斤多少块?", "money"],
	["一天能挣几个钱?", "money"],
	["水位上涨了多少米?", "quantity"],
	["显微镜的分辨率是多少?", "quantity"],
	["星期几闭馆?", "time"],
	["每周几次?", "quantity"],
	["产值增长了多少呢?", "percentage"],
	["到集镇要多少工夫?", "duration"],
	["产了多少天然气?", "quantity"],
])("%s asks for %s", (question, kind) => {
	expect(askedFor(question).kind).toBe(kind);
});
