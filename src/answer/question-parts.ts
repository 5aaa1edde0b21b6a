/** Give it a folded question, get its parts in order: what asks, what names something, what only holds them together. */

import type { Span } from "../domain.ts";
import { answeringSpans } from "../text/answering-words.ts";
import { askingSpans, isHoldingWord } from "../text/question-words.ts";
import { taggedWords } from "../text/terms.ts";

/**
 * Names of their own: "title" (in quotation marks), "place", "organisation", "person", "name" (any other), "time",
 * "number". "noun" is a thing by its kind (大棚, 运动员); "action" a verb used as a noun (培训); "general" a noun that needs another one to say anything
 * (面积, 书记, 负责人).
 */
export type PartKind =
	| "asking"
	| "title"
	| "place"
	| "organisation"
	| "person"
	| "name"
	| "time"
	| "number"
	| "noun"
	| "general"
	| "verb"
	| "action"
	| "other";

export interface Part extends Span {
	readonly text: string;
	readonly kind: PartKind;
}

const QUOTED = /[“"‘「『《〈][^“”"‘’「」『』《》〈〉]+[”"’」』》〉]/gu;
const PLACE_END = /(?:省|自治区|市|县|区|旗|镇|乡|村|屯|街道|社区|路|街|港|湾|岛|州)$/u;
const ORGANISATION_END =
	/(?:公司|集团|大学|学院|中学|小学|医院|银行|工会|总工会|协会|学会|商会|工厂|厂|局|厅|委|分局|法院|检察院|派出所|博物馆|图书馆|研究所|研究院)$/u;
/** Nouns of relation: alone they name an attribute or an office, not what it belongs to. */
const GENERAL = new Set(
	"人 人数 人口 人员 人次 时间 时候 日期 日子 地点 地方 地址 位置 名字 姓名 名称 原因 目的 目标 意义 作用 效果 结果 成绩 内容 标准 条件 要求 方式 方法 办法 措施 过程 情况 特点 主题 题目 思路 规模 面积 长度 宽度 高度 深度 重量 总长 全长 总面积 占地 占地面积 距离 数量 总数 总额 总量 数字 数额 金额 价格 价钱 价 费用 成本 造价 投资 总投资 投入 资金 经费 预算 钱 收入 年收入 纯收入 人均收入 利润 产值 产量 收益 效益 好处 比例 占比 增幅 增速 增长 年龄 年纪 岁数 职务 职业 身份 工作 单位 施工单位 主办单位 主办方 承办方 负责人 联系人 代表 发起人 书记 村书记 村支书 支书 党支部 支部 村委会 党支部书记 主任 会长 局长 院长 校长 所长 馆长 镇长 乡长 村长 县长 市长 区长 厂长 队长 组长 经理 董事长 总经理 老师 冠军 亚军 季军 获奖者 作者 主编 设计者 设计师 嘉宾 裁判 奖金 奖项 名次 排名 电话 联系方式 方面 部分 步骤 施工 建设 工期 进度 阶段 计划 打算 问题 困难 消息 报道 新闻 来源 出处 年 月 日 天 个 家 次 种 类 公里 米 亩 吨 元 块 户 名 位 头 只 栋 座 处 项".split(
		" ",
	),
);
/** Characters of a name of a place that jieba does not know, and of 总工会, 研究所 … behind a name. */
const LONGEST_CUT_NAME = 5;
const LONGEST_ENDING = 4;
const FUNCTION_TAG = /^(?:r|q|u|ul|uj|uz|uv|ud|ug|y|c|p|d|zg|f|k|o|e|w|m|b|g)/;

export function partsOf(folded: string): Part[] {
	const fixed = withoutOverlaps([
		...[...folded.matchAll(QUOTED)].map((match) => part(folded, spanOf(match), "title")),
		...askingSpans(folded).map((span) => part(folded, span, "asking")),
		...answeringSpans(folded, { kind: "time", unit: null }).map((span) => part(folded, span, "time")),
		...answeringSpans(folded, { kind: "person", unit: null }).map((span) => part(folded, span, "person")),
	]);
	const parts: Part[] = [];
	let at = 0;
	for (const next of [...fixed, null]) {
		for (const word of wordsOf(folded.slice(at, next?.start), at)) addWord(word, parts);
		if (next === null) break;
		parts.push(next);
		at = next.end;
	}
	return parts;
}

/** Whether the part says by itself what is spoken of. */
export function isTopic({ kind }: Part): boolean {
	return isName({ kind }) || kind === "noun";
}

export function isName({ kind }: Pick<Part, "kind">): boolean {
	return kind === "title" || kind === "place" || kind === "organisation" || kind === "person" || kind === "name";
}

/** The kind of a name that stands alone. */
export function kindOfName(name: string): PartKind {
	const kinds = new Set(partsOf(name).map(({ kind }) => kind));
	if (kinds.size === 1) return [...kinds][0]!;
	if (ORGANISATION_END.test(name)) return "organisation";
	return PLACE_END.test(name) ? "place" : "noun";
}

type TaggedWord = ReturnType<typeof taggedWords>[number];

interface Word extends Part {
	/** jieba knows it by its shape only. */
	readonly guessed: boolean;
}

function* wordsOf(text: string, offset: number): Generator<Word> {
	let start = offset;
	for (const { word, tag } of taggedWords(text).flatMap(divided)) {
		yield { start, end: start + word.length, text: word, kind: kindOfWord(word, tag), guessed: tag === "x" };
		start += word.length;
	}
}

/** 临江|县有|多少: jieba makes one word of what it does not know. */
function divided({ word, tag }: TaggedWord): TaggedWord[] {
	if (tag !== "x" || !/^[省市县区镇乡村屯][有是在的将要由]$/u.test(word)) return [{ word, tag }];
	return [
		{ word: word[0]!, tag: "n" },
		{ word: word[1]!, tag: "r" },
	];
}

/** jieba cuts rare names anywhere: 七星河|村, 白|马|屯村, 海州|大学. The end of one takes in what stands before. */
function addWord(word: Word, parts: Part[]): void {
	let whole: Part = { start: word.start, end: word.end, text: word.text, kind: word.kind };
	for (
		let before = parts.at(-1);
		before !== undefined && endsName(before, whole, word.guessed);
		before = parts.at(-1)
	) {
		const text = before.text + whole.text;
		const kind = ORGANISATION_END.test(text) ? "organisation" : "place";
		whole = { start: before.start, end: word.end, text, kind };
		parts.pop();
	}
	parts.push(whole);
}

/** Whether the word before belongs to the name that `end` is the end of. */
function endsName({ kind, text }: Part, end: Part, guessed: boolean): boolean {
	if (ORGANISATION_END.test(end.text))
		return end.kind !== "place" && (kind === "place" || kind === "name") && end.text.length <= LONGEST_ENDING;
	const isEnd = PLACE_END.test(end.text) && (guessed || end.text.length === 1 || /^(街道|社区)$/.test(end.text));
	if (!isEnd || text.length + end.text.length > LONGEST_CUT_NAME) return false;
	return isName({ kind }) ? kind !== "title" : text.length === 1 ? kind === "noun" || kind === "verb" : kind === "noun";
}

function kindOfWord(word: string, tag: string): PartKind {
	if (!/[\p{L}\p{N}]/u.test(word)) return "other";
	if (/^(?:\d|第[\d一二三四五六七八九十])/u.test(word)) return "number";
	if (GENERAL.has(word)) return "general";
	if (isHoldingWord(word)) return "other";
	if (tag === "ns") return "place";
	if (tag === "nt") return "organisation";
	if (tag === "x" || tag === "eng") return word.length > 1 && PLACE_END.test(word) ? "place" : "name";
	if (/^v/.test(tag)) return tag === "vn" ? "action" : "verb";
	if (FUNCTION_TAG.test(tag)) return "other";
	return /^[nsjil]/.test(tag) ? "noun" : /^[at]/.test(tag) ? "verb" : "noun";
}

function part(folded: string, { start, end }: Span, kind: PartKind): Part {
	return { start, end, text: folded.slice(start, end), kind };
}

function spanOf(match: RegExpExecArray): Span {
	return { start: match.index, end: match.index + match[0].length };
}

/** In order; of overlapping ones the first of the list. */
function withoutOverlaps(parts: readonly Part[]): Part[] {
	const kept: Part[] = [];
	for (const next of parts) if (!kept.some(({ start, end }) => start < next.end && next.start < end)) kept.push(next);
	return kept.sort((a, b) => a.start - b.start);
}
