/** What a page prints besides reports: tables, poems, lists, notices, interviews, other scripts. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Article } from "../../src/domain.ts";
import { articlesOf } from "../../src/newspaper/articles.ts";

const REPORT = ["渔港建设如火如荼", "本报讯 记者王小明报道 8月9日,新渔港开工建设。渔民们纷纷前来观看。"];
const NEXT = ["海洋馆迎来新企鹅", "本报讯 记者李红报道 8月9日,市海洋馆迎来三只企鹅。它们来自南方。"];

/** Blank lines stand between all lines, as on the seed pages. */
function articlesIn(...lines: readonly string[]): Article[] {
	const spaced = lines.flatMap((line) => [line, ""]);
	return articlesOf({ file: "page.txt", lines: spaced, hash: "", paper: null, date: null, page: null });
}

const paragraphsOf = (articles: readonly Article[]) => articles.flatMap(({ text }) => text.split("\n"));
const headlinesOf = (articles: readonly Article[]) => articles.map(({ headline }) => headline);

const name = fc.constantFrom("市一中", "铁路中学", "实验小学", "红旗中学", "渔港队", "海州联队");
const figure = fc.oneof(
	fc.double({ min: 0, max: 999, noNaN: true }).map((value) => value.toFixed(1)),
	fc.integer({ min: 10, max: 59 }).map((second) => `${second}秒87`),
	fc.integer({ min: 1, max: 9999 }).map((number) => `${number}人`),
);

describe("a table", () => {
	it("keeps every row by itself: none is a headline, none is joined to another", () => {
		const rows = fc.array(fc.tuple(name, figure, figure), { minLength: 2, maxLength: 8 });
		fc.assert(
			fc.property(rows, fc.constantFrom(" ", "  ", " | "), (cells, between) => {
				const lines = cells.map((row, i) => [`${i + 1}`, ...row].join(between));
				const articles = articlesIn(...REPORT, "名次 学校 预赛 决赛".replaceAll(" ", between), ...lines, ...NEXT);
				expect(headlinesOf(articles)).toEqual([REPORT[0], NEXT[0]]);
				expect(paragraphsOf(articles)).toEqual(expect.arrayContaining(lines));
			}),
			{ numRuns: 30 },
		);
	});

	it("above another one ends where that one's name stands", () => {
		const [first, second] = [
			["1 市一中 12.5", "2 铁路中学 11", "3 实验小学 9.5"],
			["第一名 孙海涛 10秒87", "第二名 周小川 10秒95"],
		];
		const articles = articlesIn("田径赛团体总分揭晓", ...first!, "男子百米决赛成绩", ...second!);
		expect(articles[0]).toMatchObject({ headline: "田径赛团体总分揭晓", text: first!.join("\n") });
		expect(articles.at(-1)).toMatchObject({ headline: "男子百米决赛成绩", text: second!.join("\n") });
	});

	it("is not seen in headlines of two parts", () => {
		const [article] = articlesIn("前4个月投资增长25.5%", "港口吞吐量 创历史新高", REPORT[1]!);
		expect(article!.headline).toBe("前4个月投资增长25.5% 港口吞吐量 创历史新高");
	});
});

describe("a poem", () => {
	const verses = [
		"海风吹过防波堤",
		"灯塔醒了",
		"老人数着归来的船",
		"一只 两只",
		"浪把盐写在石头上",
		"谁来读它",
		"夜色渐浓",
	];

	it("is one text below its title, its poet the byline", () => {
		const [poem, report, ...others] = articlesIn("渔港夜曲", "王小明", ...verses, ...REPORT);
		expect(others).toEqual([]);
		expect(poem).toMatchObject({ headline: "渔港夜曲", byline: "王小明", text: verses.join("\n") });
		expect(report!.headline).toBe(REPORT[0]);
	});

	it("does not swallow the title and the author of what follows", () => {
		const [, essay] = articlesIn("渔港夜曲", "王小明", ...verses, "祖父的船", "李红玉", "祖父有一条旧船,停在河湾里。");
		expect(essay).toMatchObject({ headline: "祖父的船", byline: "李红玉", text: "祖父有一条旧船,停在河湾里。" });
	});
});

describe("a list", () => {
	it.each([
		["一、", "二、", "三、"],
		["①", "②", "③"],
		["1.", "2.", "3."],
		["● ", "● ", "● "],
		["- ", "- ", "- "],
	])("whose items begin with %s keeps them apart", (...marks) => {
		const items = ["携带身份证、租房合同;", "首次办理免费,补办20元;", "时限为15个工作日。"];
		const lines = items.map((item, i) => marks[i] + item);
		expect(paragraphsOf(articlesIn(...REPORT, "小贴士:", ...lines))).toEqual([REPORT[1], "小贴士:", ...lines]);
	});

	it("of questions and answers keeps every speaker's words apart", () => {
		const talk = ["问:船队有几条船?", "答:原来有十二条,现在", "剩下八条。", "记者:以后呢?"];
		const [article] = articlesIn(...REPORT, ...talk);
		expect(article!.text.split("\n").slice(1)).toEqual([talk[0], `${talk[1]}${talk[2]}`, talk[3]]);
	});
});

describe("notices", () => {
	it("are reports of their own, named by what they are", () => {
		const articles = articlesIn(
			...REPORT,
			"招聘启事",
			"海州船务公司招聘水手5名,月薪6000元。联系人:王经理 13800000000",
			"遗失声明",
			"李红遗失驾驶证,声明作废。",
		);
		expect(headlinesOf(articles)).toEqual([REPORT[0], "招聘启事", "遗失声明"]);
	});

	it("have no headline with a telephone number in it", () => {
		const [notice] = articlesIn("公告", "渔港路8月9日起封闭施工。", "联系人:王小明 电话:13800000000");
		expect(notice!.text).toContain("联系人:王小明 电话:13800000000");
	});
});

describe("a number that a column cut off", () => {
	it("behind its decimal point is made whole", () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 99 }), (whole, part) => {
				const [article] = articlesIn(
					REPORT[0]!,
					`本报讯 记者王小明报道 今年前7个月,渔港的吞吐量达到32万吨,比去年同期增长${whole}.`,
					`${part}%,居全省首位。`,
				);
				expect(article!.text).toContain(`增长${whole}.${part}%,`);
			}),
			{ numRuns: 20 },
		);
	});
});

describe("traditional characters", () => {
	it("name label, reporter and headline as simplified ones do", () => {
		expect(articlesIn("港城新聞", "漁港建設如火如荼", "本報訊 記者王小明報導 8月9日,新漁港開工。")).toMatchObject([
			{ section: "港城新聞", headline: "漁港建設如火如荼", byline: "記者王小明" },
		]);
	});
});
