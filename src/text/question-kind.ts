/** Give it a folded question, get the kind of answer it asks for. */

import type { Span } from "../domain.ts";

export const QUESTION_KINDS = [
	"person",
	"time",
	"duration",
	"place",
	"money",
	"percentage",
	"phone",
	"quantity",
	"list",
	"open",
] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

/** What kind of words answer, and for a quantity the unit that was named (多少**盏**路灯) or is that of what is measured (多高). */
export interface AskedFor {
	readonly kind: QuestionKind;
	readonly unit: string | null;
}

/**
 * First match wins: 多少钱 is money before it is a quantity, 多少个百分点 a percentage before that. 这几年, 许多大学 and 几点建议
 * do not ask how long, how large or at what time.
 */
const PATTERNS: readonly [QuestionKind, RegExp][] = [
	["phone", /(电话|手机|热线|传真)(号码|号)?(是|为|打)?(多少|什么|几号)|联系方式|phone number/],
	[
		"percentage",
		/百分之|百分比|百分点|几成(?!功)|(?:增长|提高|上升|下降|降低|[涨跌高低])了?几个点|比例|占比|比重|(增长|增加|提高|下降|减少|上升|降低|增幅|涨)了?(多少(?=[呢啊呀了]?(?:\P{L}|$))|几成)|((?<![功频辨])率|幅)(是|为|有|达到?)?(了)?(多少|多高)|percent/u,
	],
	[
		"money",
		/多少(万|亿)?(块(?=钱|\P{L}|$)|元|钱|美元|资金|经费|贷款|投资|奖金|补贴|补助)|几(万|亿)?(元|块(?=钱|\P{L}|$))|几个钱|什么价|价钱|(价格|票价|房价|定价|售价|金额|资金|贷款|投资|收入|工资|费用|成本|产值|营收|利润|成交额|额度|奖金|补贴|补助|造价|[月年周日]薪|薪水|工钱|租金|[月房]租|学费|押金|罚款|批发价|零售价|收购价)(总额)?(一共|总共|共)?(是|为|有|达到?)?(了)?多少|how much (money|does|did|is|was)|price|cost/u,
	],
	[
		"duration",
		/多久|多长时间|(?:多少|多大|几)[工功]夫|(?<![这那近前好十早])几(年|天|个月|小时|分钟|周|个小时)(?!级)|多少(年(?![轻级龄产均货终夜薪旅客])|天(?!然)|个月|小时|分钟|周|个小时)|how long/,
	],
	[
		"time",
		/什么时(候|间)|啥时候|何时|几时|哪一?(年|月|天|日|号|周|季|个月)|几(月|号|点(?!建议|要求|意见|希望))|(?:星期|礼拜|(?<![每上本下四])周)几(?![个次场家座人天名项位])|什么(日子|年代)|时间是|when|what (time|year|date)/,
	],
	[
		"person",
		/谁|哪一?(位|个人)|哪几(位|个人)|哪[两三四五六七八九十](位|个人)|什么人|何人|叫什么名字|\bwho\b|(书记|主任|院长|校长|市长|县长|局长|主席|董事长|经理|教练|冠军|作者|导演|记者|负责人|主创人|创始人|带头人|村长|老师|专家|主持人|演员|歌手)(叫什么|是哪)/,
	],
	[
		"place",
		/在哪|哪里|哪儿|何处|何地|什么地(方|点)|哪一?(个|座|条|家|所)?(省|市|县|区|镇|乡|村|国|国家|城市|地区|地方|街道|社区|学校|大学|公司|单位|医院|企业|机构|部门)|where|which (city|country|place)/,
	],
	["list", /哪些|哪几|有什么|包括什么|分别(是|为)|[分有]?(啥|什么)组/],
	[
		"quantity",
		/多少|(?<![这那近好十茶])几(?!内亚|经|许|[乎率何])(?=\p{Script=Han})|(?<![许众很])多(大|长|高|远|重|宽|深|快|厚)|how many|how (big|large|long|far|high|tall|old)/u,
	],
];

/** Behind a name, or in front of it: who that is. */
const IS_WHO = String.raw`(?:到底|究竟)?是(?:谁|什么人|哪位|[干做](?:什么|啥)的)`;
const WHO_IS = String.raw`谁(?:到底|究竟)?是`;
const IS_WHO_BEHIND = new RegExp(`^${IS_WHO}`);
const WHO_IS_BEFORE = new RegExp(`${WHO_IS}$`);
const NAME_ALONE = new RegExp(
	String.raw`^(\p{Script=Han}{2,4}?)${IS_WHO}|^${WHO_IS}(\p{Script=Han}{2,4})(?:\P{L}|$)`,
	"u",
);

/** Whether the folded question asks who the name in it is: 张三到底是谁, 谁是张三. */
export function asksWho(folded: string, { start, end }: Span): boolean {
	return IS_WHO_BEHIND.test(folded.slice(end)) || WHO_IS_BEFORE.test(folded.slice(0, start));
}

/** All that stands beside 是谁, where it is as short as a name (it may be 冠军 as well); else null. */
export function askedWho(folded: string): string | null {
	const [, before, behind] = NAME_ALONE.exec(folded) ?? [];
	return before ?? behind ?? null;
}

/** The word after 多少 or 几, where it can be the unit printed behind the number. */
const UNIT =
	/(?:多少(?:万|亿|千|百)?|(?<![这那近前好早])几(?![十百千万亿]))(个百分点|平方米|平方公里|立方米|公顷|公里|千米|公斤|万吨|吨|亩|米|人次|个?人|名|位|户|家|个|所|处|项|条|盏|栋|座|辆|艘|架|台|头|只|株|棵|场|届|次|种(?!子|植(?!物))|类|章|册|本|件|幅|支|期|岁|度|倍|分(?!之)|公升|斤|元|年(?![轻级龄产均货终夜薪旅客])|天(?!然)|月|小时|分钟|点|片|回|张|把|口|根|份|笔|趟|轮|枚|批|页|篇|首|句|层|间|套)/;

/** Questions that name what is measured instead of its unit. */
const MEASURED: readonly [unit: string, pattern: RegExp][] = [
	[
		"岁",
		/多大(?:年[纪龄]|岁数|了|[才就可能])|(?<!面积|规模|体积|容量|有|是|为)多大\p{P}?$|年[纪龄](?:是|有)?多[大少]|岁数/u,
	],
	["米", /(?<![许众很])多[高长深宽厚](?!时间)/],
];

export function askedFor(foldedQuestion: string): AskedFor {
	const kind = PATTERNS.find(([, pattern]) => pattern.test(foldedQuestion))?.[0] ?? "open";
	const measured = MEASURED.find(([, pattern]) => pattern.test(foldedQuestion))?.[0];
	return { kind, unit: UNIT.exec(foldedQuestion)?.[1] ?? measured ?? null };
}
