/** Shapes of single lines: those of other papers, and headlines that only look like them. */

import { describe, expect, it } from "vitest";
import {
	isByline,
	isLabel,
	isOpening,
	isPhotoCredit,
	isSeries,
	openingReporter,
} from "../../src/newspaper/line-shapes.ts";

describe("bylines", () => {
	it.each([
		"本报记者 王小明",
		"本本报记者 王小明 撰",
		"本报记考 王小明",
		"李 红 本报记者 王小明",
		"(记者 王小明 通讯员 李红)",
		"■本报记者 王小明",
		"记者 欧阳小明 文/图",
		"晚报记者王小明",
		"王小明/文 李红/摄",
	])("%s", (line) => expect(isByline(line)).toBe(true));

	it.each(["港城记者站揭牌", "小记者走进报社", "本报记者获奖", "他是一名记者", "王小明", "通讯员培训班开班"])(
		"not: %s",
		(line) => expect(isByline(line)).toBe(false),
	);
});

describe("photo credits", () => {
	it.each(["本报记者 王小明 摄", "本版图片由本报记者王小明摄", "图片由市文联提供", "(下转第三版)"])("%s", (line) =>
		expect(isPhotoCredit(line)).toBe(true),
	);

	it.each(["本报记者 王小明 文并摄", "本报记者 王小明"])("not: %s", (line) => expect(isPhotoCredit(line)).toBe(false));
});

describe("column labels and series", () => {
	it.each([
		"港城脚步 JIAOBU",
		"■ 港城脚步 JIAOBU",
		"图说 TUSHUO",
		"视点 SHI DIAN",
		"【图片新闻】",
		"■要闻",
		"民生Minsheng",
	])("%s", (line) => expect(isLabel(line)).toBe(true));

	it.each(["渔港建设如火如荼", "国产大模型发布", "■本报记者 王小明"])("not: %s", (line) =>
		expect(isLabel(line)).toBe(false),
	);

	it.each(["乡村振兴看港城 系列报道之①", "重大项目建设进行时", "走进渔港(三)"])("series: %s", (line) =>
		expect(isSeries(line)).toBe(true),
	);
});

describe("openings", () => {
	it.each([
		["本报讯 记者王小明报道 近日,", "记者王小明"],
		["本报讯 记者王小明 李红 报道 近日,", "记者王小明 李红"],
		["本报讯(记者王小明 通讯员李红)近日,", "记者王小明 通讯员李红"],
		["本报沈阳8月9日电 记者王小明报道", "记者王小明"],
		["本报讯 近日,记者从市发改委获悉,", null],
		["新华社北京8月9日电 近日,", null],
	])("%s", (line, reporter) => {
		expect(isOpening(line)).toBe(true);
		const span = openingReporter(line);
		expect(span === null ? null : line.slice(span.start, span.end)).toBe(reporter);
	});

	it("not the same words later in a line", () => expect(isOpening("据本报讯 近日,")).toBe(false));
});
