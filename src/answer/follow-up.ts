/** Give it new words and the question before, get the whole question that they mean; null when they stand alone. */

import type { PreviousQuestion } from "../domain.ts";
import { fold } from "../text/fold.ts";
import { isName, isTopic, kindOfName, type Part, partsOf } from "./question-parts.ts";

export interface FollowUp {
	/** The whole question, folded. */
	readonly question: string;
	/** Further sources for the question before are asked for. */
	readonly more: boolean;
	/** False where the words may as well be a question of their own. */
	readonly sure: boolean;
}

const MORE =
	/^(?:还有(?:呢|吗|没有|别的(?:吗|呢)?|其[他它](?:的)?(?:吗|呢)?|更多(?:的)?(?:吗|呢)?)|(?:还有)?(?:别的|其[他它]的?|更多的?)(?:报道|来源|出处|消息|内容)?(?:呢|吗)?|更多(?:报道|来源|出处)|继续|接着说|然后呢|more|what else|anything else)$/u;
const OPENING = /^(?:那么?|然后|另外|再问一?下?|请问|还有)[,、\s]*(?!里|儿|边|个|次|位|家|座|年|天|时|些|种)/u;
const CLOSING = /[\s?!。.,~]+$/u;
/** Words to the one who answers, not about the reports. */
const TO_THE_BOT = /[你您]|谢谢|多谢|再见/u;
/** 那临江市呢, 临江市呢, 那临江市怎么样: only what is different is said. */
const ELLIPSIS = /^(.{1,16}?)(?:又|的)?(?:呢|怎么样|如何)$/u;
const ASKED_AGAIN = /^(.{2,12}?)(?:又|也)?有?(?:多少|几[个名家处项条座位]?)$/u;

const PERSON = /(?:他们|她们|他(?![人山乡])|她)/u;
const THING =
	/它们?|(?:[这那此](?:一)?(?:个|家|位|次|场|条|座|本|项|所|届|支|些|部|片|栋|份)|该|此(?=[\p{Script=Han}]))/u;
const WHERE_OR_WHEN = /那里|那儿|那边|这里|这儿|这边|当地|当时|那时候?|那天|那年|当年|当天/u;
const BACK = new RegExp(`${WHERE_OR_WHEN.source}|${PERSON.source}|${THING.source}`, "u");
/** What nearly every report is about in some way: 这个村, 该项目, 那次活动. */
const ANY_HEAD =
	/^(?:村子?|屯|镇|乡|县|市|区|城市|地方|地区|社区|街道|街|路|项目|工程|活动|行动|公司|企业|工厂|厂|学校|医院|单位|部门|机构|人|书记|主任|老师|教师|干部|村民|比赛|大赛|赛事|会议?|大会|演练|演出|书|政策|措施|举措|办法|制度|产业|基地|园区|中心|平台|协会|组织|队伍?|团队|产品|技术|成果|奖|奖项|名单|工作|事情?|问题|案件?|事故|报道|新闻|数字|数据)$/u;

/** Most characters and verbs of words that say nothing of their own: 什么时候开始施工. */
const LONGEST_BARE = 16;
const MOST_VERBS = 3;
const LONGEST_WITH_SUBJECT = 8;

/**
 * Words that name something of their own are a new question and give null. Nothing is looked up: what was asked
 * before and how the new words are built decide.
 */
export function followUp(text: string, previous: PreviousQuestion): FollowUp | null {
	const said = fold(text).trim().replace(CLOSING, "");
	const before = fold(previous.text).trim().replace(CLOSING, "");
	if (said === "" || before === "") return null;
	if (MORE.test(said)) return { question: previous.text, more: true, sure: true };
	if (TO_THE_BOT.test(said)) return null;
	const rest = said.replace(OPENING, "");
	const opened = rest !== said;
	return contrasted(rest, before, opened) ?? pointingBack(said, before) ?? bare(rest, before, opened);
}

/** 那临江市呢?: the question before with its like-kinded part replaced. */
function contrasted(rest: string, before: string, opened: boolean): FollowUp | null {
	const said = ELLIPSIS.exec(rest)?.[1] ?? ASKED_AGAIN.exec(rest)?.[1] ?? (opened ? rest : undefined);
	if (said === undefined || BACK.test(said)) return null;
	const parts = partsOf(said).filter(({ kind, text }) => kind !== "other" || text.length > 1);
	if (parts.length === 0 || parts.some(({ kind }) => kind === "asking")) return null;
	if (!ELLIPSIS.test(rest) && !(parts.length === 1 && (isName(parts[0]!) || parts[0]!.kind === "time"))) return null;
	return completed(replaceAlike(before, said) ?? `${before},${said}呢`, true);
}

function replaceAlike(before: string, said: string): string | null {
	const own = partsOf(said).filter(({ text }) => text !== "的");
	const parts = chained(partsOf(before));
	const alone = own.length === 1 ? own[0]!.kind : kindOfName(said);
	const ofKind = parts.filter((part) => part.kind === alone && isRank(part.text) === isRank(said));
	if (isRank(said)) {
		const rank = parts.find(({ text }) => isRank(text));
		if (rank !== undefined) return replaced(before, rank, said);
	}
	if (own.at(-1)?.kind === "general" && own.slice(0, -1).every(({ kind }) => kind === "other")) {
		const measured = parts.filter((part, i) => part.kind === "general" && parts[i - 1]?.kind !== "asking");
		if (measured.length === 1) return otherMeasure(before, measured[0]!, said);
	}
	const isNamed = alone !== "noun" && alone !== "general" && alone !== "verb" && alone !== "other";
	if (isNamed && ofKind.length > 0) {
		const alike = ofKind.find(({ text }) => text.at(-1) === said.at(-1)) ?? ofKind[0]!;
		return replaced(before, alike, said);
	}
	// 第三产业 for 第一产业, 新建项目 for 扩建项目: the same last word behind another one.
	const byEnd = parts
		.map((part, i) => ({ part, first: parts[Math.max(0, i - own.length + 1)]!, shared: commonEnd(part.text, said) }))
		.filter(({ part, shared }) => shared > 0 && (isTopic(part) || part.kind === "general" || isDoing(part)))
		.sort((a, b) => b.shared - a.shared)[0];
	if (byEnd !== undefined) {
		const start = byEnd.shared < byEnd.part.text.length ? byEnd.part.start : byEnd.first.start;
		return replaced(before, { start, end: byEnd.part.end }, said);
	}
	// A name of unknown kind stands for the only name there is.
	const names = parts.filter(isName);
	return isNamed && own.length === 1 && names.length === 1 ? replaced(before, names[0]!, said) : null;
}

/** The winner, or any other place in a contest. */
const RANK = /^(?:第[一二三四五六七八九十\d]+名?|冠军|亚军|季军)$/u;

function isRank(text: string): boolean {
	return RANK.test(text);
}

/** 总投资 for 全长 in 大桥全长多少米: the unit goes with what was measured. */
function otherMeasure(before: string, measured: Part, said: string): string {
	return replaced(before, measured, said).replace(/(多少|几)(?:平方|立方)?[\p{Script=Han}]{1,2}$/u, "多少");
}

/** Neighbouring names of places are one place: 海州市|北湖区. */
function chained(parts: readonly Part[]): Part[] {
	const result: Part[] = [];
	for (const part of parts) {
		const last = result.at(-1);
		if (last?.kind === "place" && part.kind === "place" && last.end === part.start)
			result[result.length - 1] = { ...part, start: last.start, text: last.text + part.text };
		else result.push(part);
	}
	return result;
}

function commonEnd(a: string, b: string): number {
	let length = 0;
	while (length < a.length && length < b.length && a.at(-1 - length) === b.at(-1 - length)) length++;
	return length;
}

function replaced(text: string, { start, end }: { start: number; end: number }, by: string): string {
	return text.slice(0, start) + by + text.slice(end);
}

/** 它, 该项目, 那里, 当时: the topic of the question before in their place. */
function pointingBack(said: string, before: string): FollowUp | null {
	const found = BACK.exec(said);
	if (found === null) return null;
	const word = found[0];
	const startsWith = said.slice(0, found.index).replace(/^(?:那么?|请问|在|对|给|由)/u, "") === "";
	const behind = said.slice(found.index + word.length);
	const head = THING.test(word) && !/^它/.test(word) ? (headOf(behind) ?? null) : "";
	if (head === null || (head !== "" && !ANY_HEAD.test(head) && !before.includes(head))) return null;
	const others = [...partsOf(said.slice(0, found.index)), ...partsOf(behind.slice(head.length))];
	const nouns = others.filter(({ kind }) => kind === "noun").length;
	if (others.some(isName) || nouns > (startsWith ? 2 : 0)) return null;
	const referent = referentOf(word, head, before);
	if (referent === "") return null;
	const question = replaced(said, { start: found.index, end: found.index + word.length + head.length }, referent);
	return completed(question, nouns === 0);
}

/** The noun behind 这个 or 该; "" when a verb or nothing follows, null when a longer name does. */
function headOf(behind: string): string | null {
	const parts = partsOf(behind);
	const end = parts.findIndex(({ kind }) => kind !== "noun" && kind !== "general");
	const nouns = end < 0 ? parts : parts.slice(0, end);
	if (nouns.length > 0) return nouns[0]!.text;
	const single = /^(?:村|屯|镇|乡|县|市|区|路|街|厂|书|会|队|奖|项目)/u.exec(behind)?.[0];
	return single ?? (parts[0] !== undefined && isName(parts[0]) ? null : "");
}

function referentOf(word: string, head: string, before: string): string {
	const parts = chained(partsOf(before));
	const ofKind = (kind: Part["kind"]) => parts.findLast((part) => part.kind === kind)?.text;
	if (PERSON.test(word)) return ofKind("person") ?? topicOf(before, true);
	if (/里|儿|边|当地/.test(word)) return ofKind("place") ?? topicOf(before, false);
	if (head !== "") {
		const named = parts.findLast((part) => isName(part) && part.text.endsWith(head) && part.text !== head);
		if (named !== undefined) return named.text;
	}
	const topic = topicOf(before, false);
	// 这次大赛 after 摄影大赛的颁奖典礼 is the contest, not the ceremony.
	const headed = head === "" ? undefined : partsOf(topic).findLast(({ text }) => text.endsWith(head));
	// By itself 大赛 would not say which.
	if (headed !== undefined && headed.end > head.length) return topic.slice(0, headed.end);
	return WHERE_OR_WHEN.test(word) && topic !== "" ? `${ofKind("time") ?? ""}${topic}` : topic;
}

/** 谁负责的?, 什么时候完工?, 为什么?: the topic of the question before in front. */
function bare(rest: string, before: string, opened: boolean): FollowUp | null {
	const parts = partsOf(rest);
	const asking = parts.filter(({ kind }) => kind === "asking");
	const verbs = parts.filter(isDoing);
	const nouns = parts.filter(({ kind }) => kind === "noun");
	const asks = asking.some(({ text }) => !/^[吗呢啊呀吧嘛哈]+$/u.test(text)) || /多[宽高深厚快重]/u.test(rest);
	const isQuestion = asks || (asking.length > 0 && verbs.some(({ text }) => text.length > 1 || text !== "好"));
	if (!isQuestion || parts.some(isName) || parts.some(({ kind }) => kind === "number")) return null;
	if (rest.length > LONGEST_BARE || verbs.length > MOST_VERBS) return null;
	// 前年新增就业多少人? names its own time and what was done.
	if (parts[0]?.kind === "time" && verbs.length > 1) return null;
	// 有多少运动员参加? has no subject and may continue, so may 路面多宽?; 哪个村的果园面积最大? says it all.
	const isSubjectless = opened || /^(?:一?共|总共)?(?:有|由|在|是|被|设|分)/u.test(rest);
	if (nouns.length > (isSubjectless || rest.length <= LONGEST_WITH_SUBJECT ? 1 : 0)) return null;
	const topic = topicOf(before, false);
	return topic === "" ? null : completed(topic + rest, nouns.length === 0 && asks && verbs.length < 2);
}

function isDoing({ kind }: Part): boolean {
	return kind === "verb" || kind === "action";
}

function completed(question: string, sure: boolean): FollowUp {
	return { question: `${question}?`, more: false, sure };
}

/**
 * What the question is about, without what it asks: 河西村的养鱼场 of 河西村的养鱼场养了多少条鱼. `withGeneral`
 * keeps the offices and attributes that end it (河西村的党支部书记).
 */
function topicOf(before: string, withGeneral: boolean): string {
	const parts = partsOf(before);
	const asking = parts.findIndex(({ kind, text }) => kind === "asking" && !/^请问$/.test(text));
	const first = asking < 0 ? parts : parts.slice(0, asking);
	const head = trimmed(first, withGeneral, true);
	const behind = asking < 0 ? [] : parts.slice(asking + 1).filter(({ kind }) => kind !== "asking");
	if (head.some((part) => isTopic(part) && part.kind !== "place")) return joined(head);
	// Who took part says nothing without what in: 有多少救援人员参加了防汛演练.
	if (head.length === 0) {
		// The 人 of 今年新增就业多少人 is what is counted, not what is spoken of.
		const isTold = behind.some((part) => isTopic(part) && part.text.length > 1);
		return joined(isTold ? behind : first);
	}
	const verb = behind.findIndex(isDoing);
	const object = verb < 0 ? [] : trimmed(behind.slice(verb), withGeneral, false);
	const tail = object.some(isTopic) ? object : trimmed(behind, withGeneral, true);
	const topic = joined(head) + joined(tail);
	return topic === "" && !withGeneral ? topicOf(before, true) : topic;
}

/** Without what stands before the first and behind the last part that tells something. */
function trimmed(parts: readonly Part[], withGeneral: boolean, dropVerbs: boolean): Part[] {
	const tells = (part: Part) =>
		isTopic(part) || part.kind === "number" || part.kind === "action" || (withGeneral && part.kind === "general");
	const opens = (part: Part) => tells(part) || part.kind === "time" || (!dropVerbs && isDoing(part));
	const start = parts.findIndex(opens);
	const end = parts.findLastIndex(tells);
	return start < 0 || end < start ? [] : parts.slice(start, end + 1);
}

function joined(parts: readonly Part[]): string {
	return parts.map(({ text }) => text).join("");
}
