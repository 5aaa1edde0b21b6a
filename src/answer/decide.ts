/** Give it a question and the evidence for its best sentence, get whether that is good enough to be quoted as an answer. */

import type { Span } from "../domain.ts";
import { textWithHeadline, type WordMatch } from "../search/features.ts";
import { answeringSpans, isFullName, newAnsweringSpans } from "../text/answering-words.ts";
import { fold } from "../text/fold.ts";
import { isCommonWord } from "../text/no-names.ts";
import { isPrintedIn, numberOf } from "../text/numerals.ts";
import { asksWho, type QuestionKind } from "../text/question-kind.ts";
import { isHoldingWord, withoutAskingWords } from "../text/question-words.ts";
import { wantsWork } from "../text/small-talk.ts";
import { spelledSounds } from "../text/sounds.ts";
import { taggedWords } from "../text/terms.ts";
import { isOfOtherTime } from "./asked-time.ts";
import type { AskedQuestion, SentenceEvidence } from "./evidence.ts";

/** What speaks for and against an answer; yes is 1, no is 0, "cannot be told" is 0.5. */
export interface Signals {
	/**
	 * The question names a person, place or thing that the report does not; a name of two characters that is no place's
	 * only where somebody asks who that is.
	 */
	readonly absentName: number;
	/** The question names a place that neither jieba nor the report knows; how its name ends tells that it is one. */
	readonly absentPlace: number;
	/** The question names a time, and the report names others: another month, another half of the year. */
	readonly otherTime: number;
	/**
	 * The question holds an ordinal that the report does not: what is said of the first is not said of the second. Other
	 * numbers tell nothing: reports leave out the year they are of.
	 */
	readonly absentOrdinal: number;
	/** Worst match of any of its words; numbers left out. */
	readonly weakestWord: number;
	/** The asked kind shows in its form (a name, a time, an amount of money …), and the quote has none. */
	readonly missingKind: number;
	/** The question names a unit or asks what one costs, and no number of the quote stands with that. */
	readonly missingUnit: number;
	/** A number stands with the unit or the thing that is counted, or it is said without one (免费). */
	readonly unit: number;
	/** Cosine of question and passage, up to the one that hardly any passage has that is about something else. */
	readonly meaning: number;
	/**
	 * Weighted share of the longer words that are nouns or verbs and that nothing alike matches, each by how unlike its best
	 * match is and by the share of its characters that the passage does not have: who asks in other words (夜里 for 深夜, 上学
	 * for 入学) often keeps some. What stands elsewhere in the report counts half.
	 */
	readonly unmatched: number;
	/** Share of the question's words that the passage matches, and neither the sentence nor the headline. */
	readonly scattered: number;
	/** ln(1 + number of content words): with many words some match by chance, and some do not in a good answer. */
	readonly words: number;
	/** It is no question: something is to be written, translated or told. */
	readonly work: number;
	/** The question's words were chosen among translations: one of several is found more easily than the one that was said. */
	readonly translated: number;
}

/**
 * Log-odds per unit of each signal, by logistic regression on answerable and unanswerable questions (DESIGN.md); what is
 * `work` is so few of them that it is put so high as to outweigh all others.
 */
const WORTH: Readonly<Record<keyof Signals, number>> = {
	absentName: -1.5,
	absentPlace: -2.5,
	otherTime: -2,
	absentOrdinal: -2.1,
	weakestWord: 2.61,
	missingKind: -3.6,
	missingUnit: -3.1,
	unit: 0.82,
	meaning: 11.51,
	unmatched: -4.49,
	scattered: -2.87,
	words: 2.95,
	work: -6,
	translated: -0.4,
};
const BIAS = -8.54;
/**
 * Log-odds at which a quote is shown: no off-topic question is answered and few of the given questions are refused; each
 * step up refuses more of those asked in other words than the report's (`npm run eval` prints the curve).
 */
export const OPERATING_POINT = -0.27;

/** Cosine up to which two words have nothing in common, and that from which they mean about the same. */
const UNLIKE = 0.3;
const ALIKE = 0.6;
/** What a word is matched at least that the report prints, but not in this passage. */
const ELSEWHERE = 0.5;
/** Nine of ten passages that are best for a question about something else have a smaller cosine. */
const ABOUT_THE_SAME = 0.25;
/** jieba's tags of nouns and verbs, and of words in Latin letters; words that it made up by their shape have another. */
const TELLING_TAG = /^(?:[nv]|eng)/;
/** A name matched as well as this is the same name, heard or cut differently. */
const SAME_NAME = 0.85;
/**
 * jieba's tags of places, organisations and foreign names. As names of persons (nr) and of other things (nz) it also tags
 * common words, nearly all of two characters: 周转, 头奖.
 */
const PLACE_OR_BODY = /^n(?:[st]|rt|rfg)/;
/** jieba's tag of a word that its dictionary does not have. */
const MADE_UP = "x";
const ENDING_OF_PLACE = "[市县区镇乡村屯港湖河山岛湾洲]";
const ENDS_AS_PLACE = new RegExp(String.raw`^\p{Script=Han}{2,3}${ENDING_OF_PLACE}$`, "u");
const SHOWS_IN_ITS_FORM = new Set(["money", "person", "time", "percentage", "duration", "phone", "quantity"]);
/** The same kinds said without a number or a name, as nothing is that would be marked. */
const SAID_IN_WORDS: Partial<Record<QuestionKind, RegExp>> = {
	quantity: /[一半](?=[人名个位口年天])|无一|(?:没有|无|零)(?:人员|人)?(?:伤亡|死亡|遇难|受伤)|分之|过半|一半|半数/,
	money: /免费|全免|免票|[一二两三四五六七八九十]块/,
	// 增长多少 may be answered by an amount.
	percentage: /分之|过半|一半|半数|翻了?一?番|[增减升降涨跌][^,，。]{0,6}\d/,
	duration: /[一半]个?(?:年|月|天|周|小时|世纪|星期)|当[天日]|整[夜天年]|每[天日周月年]|每季度/,
	time: /大年|除夕|初[一二三四五六七八九十]|\d年前|[古近当]代|(?:周|星期)[一二三四五六日天末]|[昨今明当]晚|凌晨|清晨|傍晚|[一二三四五六七八九十]点|[年月]底|(?:春|国庆|中秋|元旦|端午|清明|劳动|元宵|重阳)节|[寒暑]假/,
};
const NUMBER = /^\d/;
const ORDINAL = /第(\d+|[一二三四五六七八九十百]+)|首(?=[届批次个期])/g;
/** 二期工程 is not 一期工程. */
const PHASE = /([一二三四五六七八九])期/g;
/** 是谁 asks for a name; 谁派人来, 由谁负责 or 主办单位是谁 may be answered by an office or by an organisation. */
const WHO_DID =
	/(?<![是有])谁(?!的|\p{P}|$)|是谁(?=(?!的)\p{Script=Han})|(?<![是有给])谁的|(?:方|单位|部门|机构|公司|企业)是谁|[给对]什么人/u;
/** Asks for yes or no, whatever kind its words name: 票价降了没有? */
const YES_OR_NO = /(?:吗|没有?)\p{P}*$|(\p{Script=Han})[没不]\1|有没有|是不是|能不能/u;
const PERSON = { kind: "person", unit: null } as const;
/** A full name by itself tells as much as so many words: 张三是谁. */
const WORDS_OF_NAME = 3;
/** Units that count the same: 多少人 is answered by 120名, 几回 by 3次. */
const ALIKE_UNITS = [
	["人", "名", "位", "口", "例", "人次", "群众", "居民", "村民"],
	["人次", "次"],
	["米", "公里", "千米"],
	["度", "千瓦时"],
	["度", "摄氏度", "°c"],
	["回", "次", "趟", "轮", "批", "期"],
	["趟", "列", "班"],
	["条", "艘", "只", "头", "项"],
	["种", "类", "样", "款", "品种", "个"],
	["家", "户", "座", "处", "所", "间", "个"],
	["棵", "株"],
	["本", "册"],
	["张", "幅"],
	["辆", "台"],
	["份", "件", "项", "套"],
	["根", "条", "支", "片"],
];
/** 几个人 is answered by 6个 as well as by 6名; 多少人 by 6个 alone is not. */
const PERSONS = "个人";
/** 几个 counts anything. */
const ANYTHING = "个";
const WHICH_ORDINAL = /第几/;
/** What is measured and not counted: days, money, shares, lengths. */
const MEASURED = /(?:[年月周日天号时点分秒元美岁届度倍瓦克斤吨亩米顷]|%|小时|公里)$/;
const BEHIND_ORDINAL = /第$/;
/** What things are sold or paid by. */
const PIECE = "(?:公?斤|[张个人亩吨辆户本次晚天年月只头瓶份平株棵件套度])";
const PRICE_OF_ONE = new RegExp(`[钱元块][一每]${PIECE}|[一每]${PIECE}[^,，。]{0,6}多少[钱元]|单价|人均`);
const OF_EACH = new RegExp(`每|各|分别|均|单价|定价|售价|票价|[元块钱](?:一|/)|一${PIECE}[^,，。]{0,3}\\d`);
/** What is counted: the words after 多少 or 几. */
const COUNTED = /(?:多少|几)([^?？,，。、是有的了在\s]{1,6})/;
const AMOUNT = String.raw`[\d一二两三四五六七八九十百千万亿余多]{1,8}[^,，。;；]{0,4}?`;

/** `quoted`: what would be quoted for the best sentence. */
export function signalsOf({ folded, asked, wording }: AskedQuestion, best: SentenceEvidence, quoted: string): Signals {
	const { hit, article } = best;
	const report = fold(textWithHeadline(article));
	const tags = new Map(taggedWords(withoutAskingWords(folded)).map(({ word, tag }) => [word, tag]));
	// 张三是谁 has the name and asks for all else.
	const [named] = answeringSpans(folded, PERSON).filter((name) => asksWho(folded, name));
	const isNamed = named !== undefined;
	const askedName = isNamed ? folded.slice(named.start, named.end) : null;
	const isName = (word: string, tag: string) =>
		word === askedName ||
		PLACE_OR_BODY.test(tag) ||
		(tag === "eng" && spelledSounds(word) !== null) ||
		((word.length > 2 || isNamed) && (tag === "nz" || isFullName(word, tag)));
	const isAbsentName = ({ word, similarity, inReport }: MatchInReport) =>
		word.length > 1 &&
		isName(word, tags.get(word) ?? "") &&
		!isCommonWord(word) &&
		similarity < SAME_NAME &&
		!inReport &&
		!isPrintedInShort(word, report);
	const isAbsentPlace = ({ word, inReport }: MatchInReport) =>
		tags.get(word) === MADE_UP && isPlaceByItsEnding(word, folded) && !inReport;
	const matches = hit.matches.map((match) => ({ ...match, inReport: isPrintedIn(report, match.word) }));
	const weakestWord = weakest(matches);
	const isAllPrinted = weakestWord === 1 && matches.length > 1;
	const foldedQuote = fold(quoted);
	const possible = newAnsweringSpans(foldedQuote, asked, folded);
	const isSaidInWords = possible.length === 0 && SAID_IN_WORDS[asked.kind]?.test(foldedQuote) === true;
	const isShown = SHOWS_IN_ITS_FORM.has(asked.kind) && !WHO_DID.test(folded) && !YES_OR_NO.test(folded) && !isNamed;
	const isMissing = isShown && possible.length === 0 && !isSaidInWords;
	const ordinals = ordinalsIn(report);
	const isQuantity = asked.kind === "quantity";
	const isPriceOfOne = asked.kind === "money" && PRICE_OF_ONE.test(folded);
	const hasAskedUnit = WHICH_ORDINAL.test(folded)
		? ordinalsIn(foldedQuote).length > 0
		: isQuantity
			? hasUnit(foldedQuote, possible, asked.unit)
			: !isPriceOfOne || OF_EACH.test(foldedQuote);
	return {
		absentName: matches.some(isAbsentName) ? 1 : 0,
		absentPlace: matches.some(isAbsentPlace) ? 1 : 0,
		otherTime: isOfOtherTime(folded, report) ? 1 : 0,
		absentOrdinal: ordinalsIn(folded).every((ordinal) => ordinals.includes(ordinal)) ? 0 : 1,
		weakestWord,
		missingKind: isMissing ? 1 : 0,
		missingUnit: !isSaidInWords && !hasAskedUnit ? 1 : 0,
		unit: isSaidInWords ? 1 : isQuantity ? countedNearby(folded, asked.unit, fold(hit.passage.text)) : 0.5,
		// A name by itself is about nothing, and where all words stand in the passage its cosine tells nothing more.
		meaning: isNamed || isAllPrinted ? ABOUT_THE_SAME : Math.min(hit.features.meaning, ABOUT_THE_SAME),
		unmatched: unmatchedShare(matches, tags, fold(textWithHeadline(hit.passage))),
		scattered: scatteredShare(hit.matches, best.matches, fold(article.headline ?? "")),
		words: Math.log1p(Math.max(hit.matches.length, isNamed ? WORDS_OF_NAME : 0)),
		work: wantsWork(folded) ? 1 : 0,
		translated: wording === "translated" ? 1 : 0,
	};
}

interface MatchInReport extends WordMatch {
	/** Whether the report prints the word, in this passage or in another. */
	readonly inReport: boolean;
}

function weakest(matches: readonly MatchInReport[]): number {
	const similarities = matches
		.filter(({ word }) => !NUMBER.test(word))
		.map(({ word, similarity, inReport }) =>
			inReport && word.length > 1 ? Math.max(similarity, ELSEWHERE) : similarity,
		);
	return Math.min(1, ...similarities);
}

function unmatchedShare(matches: readonly MatchInReport[], tags: ReadonlyMap<string, string>, passage: string): number {
	const longer = matches.filter(({ word }) => word.length > 1);
	const total = longer.reduce((sum, { weight }) => sum + weight, 0);
	const unmatched = longer
		.filter(({ word }) => TELLING_TAG.test(tags.get(word) ?? ""))
		.map(({ word, weight, similarity, inReport }) => {
			const unlike = Math.min(1, Math.max(0, (ALIKE - similarity) / (ALIKE - UNLIKE)));
			return weight * unlike * absent(word, passage) * (inReport ? 1 - ELSEWHERE : 1);
		});
	return total === 0 ? 0 : unmatched.reduce((sum, weight) => sum + weight, 0) / total;
}

function scatteredShare(inPassage: readonly WordMatch[], inSentence: readonly WordMatch[], headline: string): number {
	const total = inPassage.reduce((sum, { weight }) => sum + weight, 0);
	const scattered = inPassage.map(({ word, weight, similarity }, i) =>
		headline.includes(word) ? 0 : weight * (similarity - inSentence[i]!.similarity),
	);
	return total === 0 ? 0 : Math.max(0, scattered.reduce((sum, weight) => sum + weight, 0) / total);
}

/** Share of a word's telling characters that the passage does not have. */
function absent(word: string, passage: string): number {
	const telling = [...word].filter((character) => /\p{Script=Han}/u.test(character) && !isHoldingWord(character));
	return 1 - telling.filter((character) => passage.includes(character)).length / Math.max(1, telling.length);
}

/** 第一届, 第1届 and 首届 are the same. */
function ordinalsIn(folded: string): string[] {
	const ordinals = [...folded.matchAll(ORDINAL)].map(([, number]) => (number === undefined ? 1 : numberOf(number)));
	return [...ordinals.map(String), ...[...folded.matchAll(PHASE)].map(([phase]) => phase)];
}

/** 北京城 is 北京, 海南岛 海南. */
function isPrintedInShort(word: string, report: string): boolean {
	return word.length > 2 && /[省市县区镇乡村城岛国人]$/.test(word) && report.includes(word.slice(0, -1));
}

/** A place that jieba does not know: 白碱区, or 江垸 before 县. */
function isPlaceByItsEnding(word: string, folded: string): boolean {
	return ENDS_AS_PLACE.test(word) || (word.length === 2 && new RegExp(`${word}[市县区镇乡村]`).test(folded));
}

function hasUnit(text: string, spans: readonly Span[], unit: string | null): boolean {
	if (unit === null) return true;
	if (unit === ANYTHING)
		return spans.some(
			({ start, end }) => !MEASURED.test(text.slice(start, end)) && !BEHIND_ORDINAL.test(text.slice(0, start)),
		);
	const named = unit === PERSONS ? [ANYTHING, "人"] : [unit];
	const units = new Set([...named, ...ALIKE_UNITS.filter((alike) => named.some((one) => alike.includes(one))).flat()]);
	if (spans.some(({ start, end }) => [...units].some((one) => text.slice(start, end + one.length).includes(one))))
		return true;
	return units.has("人") && spans.some((span) => isOfPersons(text, span));
}

/** 120万贫困群众, 受益人口超过400万. */
function isOfPersons(text: string, { start, end }: Span): boolean {
	return (
		/^\p{Script=Han}{0,4}(?:人|群众|居民|村民)/u.test(text.slice(end)) ||
		/人[数口]?[^,，。\d]{0,6}$/u.test(text.slice(0, start))
	);
}

function countedNearby(folded: string, unit: string | null, passage: string): number {
	const counted = COUNTED.exec(folded)?.[1] ?? "";
	const heads = [unit ?? "", counted.slice(0, 2), counted.slice(-2)].filter((head) => /^[\p{L}\p{N}]+$/u.test(head));
	return heads.some((head) => new RegExp(AMOUNT + head, "u").test(passage)) ? 1 : 0;
}

/** Log-odds that the best sentence answers the question. */
export function confidence(signals: Signals): number {
	return (Object.keys(WORTH) as (keyof Signals)[]).reduce((sum, name) => sum + WORTH[name] * signals[name], BIAS);
}
