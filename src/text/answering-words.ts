/** Give it a folded sentence and a kind of answer, get the spans that could be that answer. */

import { LRUCache } from "lru-cache";
import type { Span } from "../domain.ts";
import { isCommonWord } from "./no-names.ts";
import type { AskedFor, QuestionKind } from "./question-kind.ts";
import { withoutAskingWords } from "./question-words.ts";
import { taggedWords } from "./terms.ts";

/** A lone 一 is left out: 一个缩影 counts nothing. */
const DIGITS = String.raw`(?:\d[\d,]*(?:\.\d+)?|(?!一(?![二三四五六七八九十百千万亿零〇]))[一二两三四五六七八九十百千万亿零〇]+)`;
const SCALE = String.raw`(?:余|多)?(?:个?万?亿|万|千|百)?(?:余|多|来)?`;
const PERIOD = String.raw`(?:年|个月|周|天|日|小时|个小时|分钟|秒钟?|刻钟|个工作日)`;

/** 2022北京, 2022年: a year, unless what follows makes it an amount. */
const YEAR = String.raw`(?:19|20)\d{2}(?![\d,.万亿千百余多名人个家户亩米公吨台辆棵只头株栋座套平立件项次场篇册位处盏所条元])`;

const AMOUNTS: Partial<Record<QuestionKind, RegExp>> = {
	percentage: new RegExp(
		String.raw`百分之${DIGITS}|\d[\d,]*(?:\.\d+)?%|${DIGITS}(?:个百分点|成(?![立为员绩果长效功本])|倍)`,
		"gu",
	),
	// 0416-1234567, 13812345678, 400-123-4567, 12345.
	phone:
		/(?<![\d.])(?:0\d{2,3}-?\d{7,8}|1[3-9]\d{9}|400-?\d{3}-?\d{4}|\d{7,8}|[19]\d{4}(?=热线|[^\d\p{Script=Han}%.]|$))(?![\d万亿元%])/gu,
	money: new RegExp(String.raw`${DIGITS}${SCALE}(?:美元|欧元|日元|港元|元|块钱)`, "gu"),
	duration: new RegExp(String.raw`(?<!\d|月)(?!${YEAR})${DIGITS}(?:余|多)?(?:个半|半)?${PERIOD}(?:多|以上|半)?`, "gu"),
	time: /(?:公元前?)?\d{2,4}年(?:\d{1,2}月(?:\d{1,2}[日号]|份|初|中旬|上旬|下旬|底|末)?|(?:上|下)半年|初|底|末|春|夏|秋|冬)?|(?:今|去|明|前)年(?:\d{1,2}月(?:\d{1,2}[日号]|份|初|中旬|底|末|下旬|上旬)?|(?:上|下)半年|初|底|末)?|\d{1,2}月(?:\d{1,2}[日号]|份|初|中旬|上旬|下旬|底|末)?|\d{1,2}[日号](?:上午|下午|晚|早)?|\d{1,2}(?:[::]\d{2}|[时点](?:\d{1,2}分|半)?)|(?:十?[一二三四五六七八九十]月)|\d{1,2}世纪(?:\d{2}年代)?|年内|(?:上|下|本|这)个?(?:周|月|季度)[一二三四五六日]?|近日|日前|昨天|今天|明天|(?:春|夏|秋|冬)季/gu,
	quantity: new RegExp(
		String.raw`(?<!\d|周|星期|礼拜|双)(?!${YEAR})${DIGITS}${SCALE}(?:平方公里|平方米|立方米|公里|公斤|公顷|千米|厘米|人次|个月|小时|分钟|分\d{1,2}秒(?:\d{1,2})?|秒\d{1,2}|[\p{Script=Han}%a-z])`,
		"gu",
	),
};

/** The hundred commonest family names and some double ones (Ministry of Public Security, 2020 report on names). */
const FAMILY_NAMES = new Set(
	"王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 林 罗 高 郑 梁 谢 宋 唐 许 邓 冯 韩 曹 曾 彭 萧 肖 蔡 潘 田 董 袁 于 余 叶 蒋 杜 苏 魏 程 吕 丁 沈 任 姚 卢 傅 钟 姜 崔 谭 廖 范 汪 陆 金 石 戴 贾 韦 夏 邱 方 侯 邹 熊 孟 秦 白 江 阎 闫 薛 尹 段 雷 黎 史 龙 陶 贺 顾 毛 郝 龚 邵 万 钱 严 覃 武 戚 莫 孔 向 汤 温 康 施 文 牛 樊 葛 邢 安 齐 易 乔 伍 庞 颜 倪 庄 聂 章 鲁 岳 翟 殷 詹 申 欧 耿 关 兰 焦 俞 左 柳 甘 祝 包 宁 尚 符 舒 阮 柯 纪 梅 童 凌 毕 单 季 裴 霍 涂 成 苗 谷 曲 盛 冉 翁 蓝 路 游 辛 靳 欧阳 管 柴 蒙 鲍 华 喻 祁 蒲 房 滕 屈 饶 解 牟 艾 尤 阳 时 穆 农 司 卓 古 吉 缪 简 车 项 连 芦 麦 褚 娄 窦 戎 岑 景 党 宫 费 卜 冷 晏 席 卫 米 柏 宗 瞿 桂 全 佟 应 臧 闵 苟 邬 边 卞 姬 师 和 仇 栾 隋 商 刁 沙 荣 巫 寇 桑 郎 甄 丛 仲 虞 敖 巩 明 佘 池 查 麻 苑 迟 邝 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 司徒".split(
		" ",
	),
);
/** What stands in front of a name: 村民张三, 书记李四. */
const TITLE =
	/(村民|居民|市民|农民|老人|工人|职工|员工|书记|主任|委员|主席|市长|县长|镇长|乡长|村长|局长|处长|科长|部长|院长|校长|所长|馆长|会长|厂长|经理|董事长|负责人|带头人|教师|老师|教授|专家|医生|护士|民警|干部|党员|队员|队长|助理|选手|教练|记者|作者|导演|演员|先生|女士|同志)$/;
const PLACE_ENDING =
	"(?:省|自治区|特别行政区|市|县|区|镇|乡|村|屯|街道|社区|路|大街|广场|公园|南岸|北岸|东岸|西岸|基地|园区|产业园|小区|中心|大学|学院|学校|小学|中学|医院|体育馆|图书馆|艺术馆|会馆|会议室|馆|港|湾|岛|山|河|湖|国(?![际家内外有企])|公司|集团|局|分局|厅|部(?![分门署])|所|协会|工会|厂|机构|车站|实践站)";
/** What leads up to a place and is no part of it: 决赛在|海州市体育馆, 项目位于|大榆河南岸. */
const NO_PLACE = "[在于到从的至向往由是被把为与以该]";
/** Endings of places not far from one another are of one place: 海州市滨河体育中心体育馆. */
const PLACE = new RegExp(
	String.raw`(?:(?!${NO_PLACE})\p{Script=Han}){1,12}?${PLACE_ENDING}(?:(?:(?!${NO_PLACE})\p{Script=Han}){0,8}?${PLACE_ENDING})*`,
	"gu",
);

/** 记者王小明 李红报道 */
const REPORTERS = /(?:记者|通讯员)[\s:]*[\p{Script=Han}\s、·]{2,24}?(?:报[道导]|摄影?|文)/gu;
const ASKS_FOR_WRITER = /记者|通讯员|作者|报道|写|拍|摄|采/u;
const CLOCK = /\d(?:[时点]|:\d)/;

/**
 * Spans in the sentence that are of the asked kind, in order, without overlaps.
 * For "list" the run of items joined by 、; for "open" none, since nothing can be told from the form.
 */
export function answeringSpans(folded: string, asked: AskedFor): readonly Span[] {
	const { kind, unit } = asked;
	if (kind === "person") return people(folded);
	if (kind === "place") return places(folded);
	if (kind === "list") return lists(folded);
	const pattern = AMOUNTS[kind];
	if (pattern === undefined) return [];
	const spans = [...folded.matchAll(pattern)].map((match) => spanOf(match));
	if (unit === null || (kind !== "quantity" && kind !== "duration" && unit !== "点")) return spans;
	const withUnit = spans.filter(({ start, end }) =>
		unit === "点" ? CLOCK.test(folded.slice(start, end)) : folded.slice(start, end + unit.length).includes(unit),
	);
	return withUnit.length > 0 ? withUnit : spans;
}

/**
 * Those of a report's sentence that the question does not hold itself: who plays in the 李明杯 is not answered by 李明.
 * Nor is anything by the reporter's name but who reported it.
 */
export function newAnsweringSpans(folded: string, asked: AskedFor, foldedQuestion: string): Span[] {
	const reporters =
		asked.kind !== "person" || ASKS_FOR_WRITER.test(foldedQuestion) ? [] : [...folded.matchAll(REPORTERS)].map(spanOf);
	const spans = asked.kind === "person" ? peopleInReport(folded) : answeringSpans(folded, asked);
	return spans.filter(
		({ start, end }) =>
			!foldedQuestion.includes(folded.slice(start, end)) &&
			!(asked.kind === "place" && isKnownPlace(folded.slice(start, end), foldedQuestion)) &&
			!reporters.some((reporter) => start >= reporter.start && end <= reporter.end),
	);
}

/** A place that ends so is the one asked about: 临河县|柳林乡中心小学 for 柳林乡中心小学在哪个村. */
const KNOWN_PLACE = 4;

/** Not 中心小学 in 在哪所中心小学: there it is what is asked for. */
function isKnownPlace(place: string, foldedQuestion: string): boolean {
	if (place.length < KNOWN_PLACE) return false;
	const before = withoutAskingWords(foldedQuestion).split(place.slice(-KNOWN_PLACE)).slice(0, -1);
	return before.some((words) => /\p{Script=Han}$/u.test(words));
}

function spanOf(match: RegExpExecArray): Span {
	return { start: match.index, end: match.index + match[0].length };
}

/** Whether the word, with jieba's tag, is a person's family and given name; jieba tags 养牛 and 花名册 as names too. */
export function isFullName(word: string, tag: string): boolean {
	const begins = FAMILY_NAMES.has(word[0]!) || FAMILY_NAMES.has(word.slice(0, 2));
	return tag.startsWith("nr") && word.length >= 2 && begins && !isCommonWord(word);
}

/** By sentence of the reports, never of what somebody asked: to find them takes a third of the time of who-questions. */
const named = new LRUCache<string, readonly Span[]>({ max: 5_000 });

function peopleInReport(folded: string): readonly Span[] {
	const before = named.get(folded);
	if (before !== undefined) return before;
	const found = people(folded);
	named.set(folded, found);
	return found;
}

function people(folded: string): Span[] {
	const spans: Span[] = [];
	const words = taggedWords(folded);
	let start = 0;
	for (let i = 0; i < words.length; i++) {
		const { word, tag } = words[i]!;
		let length = 0;
		const isUnknownName = tag === "x" && /^\p{Script=Han}{2,4}$/u.test(word) && FAMILY_NAMES.has(word[0]!);
		const next = words[i + 1]?.word ?? "";
		if (FAMILY_NAMES.has(word) && /^\p{Script=Han}{1,2}$/u.test(next))
			length = tag === "nr" || TITLE.test(words[i - 1]?.word ?? "") ? word.length + next.length : 0;
		else if (isUnknownName || isFullName(word, tag)) length = word.length;
		else if (tag === "nrt" && !isCommonWord(word)) length = word.length;
		if (length > 0) spans.push({ start, end: start + length });
		if (length > word.length) {
			start += word.length;
			i++;
			start += words[i]!.word.length;
		} else start += word.length;
	}
	return spans;
}

function places(folded: string): Span[] {
	return [...folded.matchAll(PLACE)].map((match) => spanOf(match));
}

/** What leads up to the first item: 比赛分为|少年组、成人组. */
const LEADING_UP = /^[^、]*(?:分为|包括|涵盖|涉及|为|是|有|了|以|的)(?=[^、]{2,}、)/u;

function lists(folded: string): Span[] {
	return [...folded.matchAll(/[^,，。;；:：、!！?？\s]+(?:、[^,，。;；:：、!！?？\s]+)+/gu)].map((match) => {
		const { start, end } = spanOf(match);
		return { start: start + (LEADING_UP.exec(match[0])?.[0].length ?? 0), end };
	});
}
