/** Give it a question and the evidence for its best sentence, get whether that is good enough to be quoted as an answer. */

import { textWithHeadline, type WordMatch, weightedShare } from "../search/features.ts";
import { answeringSpans, isFullName, newAnsweringSpans } from "../text/answering-words.ts";
import { fold } from "../text/fold.ts";
import { isCommonWord } from "../text/no-names.ts";
import { isPrintedIn, ordinalsIn } from "../text/numerals.ts";
import { asksWho, type QuestionKind } from "../text/question-kind.ts";
import { isHoldingWord, withoutAskingWords } from "../text/question-words.ts";
import { wantsWork } from "../text/small-talk.ts";
import { spelledSounds } from "../text/sounds.ts";
import { taggedWords } from "../text/terms.ts";
import { isOfOtherTime } from "./asked-time.ts";
import { asksPriceOfOne, countedNearby, saysPriceOfOne, standsWithUnit } from "./asked-unit.ts";
import { type AskedQuestion, type SentenceEvidence, UNLIKE } from "./evidence.ts";

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
	otherTime: -3,
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

/** Cosine from which two words mean about the same. */
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
const ENDS_AS_PLACE = /^\p{Script=Han}{2,3}[市县区镇乡村屯港湖河山岛湾洲]$/u;
const SHOWS_IN_ITS_FORM = new Set(["money", "person", "time", "percentage", "duration", "phone", "quantity"]);
/** The same kinds said without a number or a name, as nothing is that would be marked. */
const SAID_IN_WORDS: Partial<Record<QuestionKind, RegExp>> = {
	quantity: /[一半](?=[人名个位口年天])|无一|(?:没有|无|零)(?:人员|人)?(?:伤亡|死亡|遇难|受伤)|分之|过半|一半|半数/,
	money: /免费|全免|免票|[一二两三四五六七八九十]块/,
	// 增长多少 may be answered by an amount.
	percentage: /分之|过半|一半|半数|翻了?一?番|[增减升降涨跌][^,，。]{0,6}\d/,
	duration: /[一半]个?(?:年|月|天|周|小时|世纪|星期)|当[天日]|整[夜天年]/,
	time: /大年[初三]|除夕|[正月年]初[一二三四五六七八九十]|\d年前|[古近]代|(?:周|星期)[一二三四五六日天末]|[昨今明当]晚|凌晨|清晨|傍晚|[一二三四五六七八九十]点|[年月]底|(?:春|国庆|中秋|元旦|端午|清明|劳动|元宵|重阳)节|[寒暑]假/,
};
const NUMBER = /^\d/;
/** 是谁 asks for a name; 谁派人来, 由谁负责 or 主办单位是谁 may be answered by an office or by an organisation. */
const WHO_DID =
	/(?<![是有])谁(?![的呢啊呀吗嘛吧]|\p{P}|$)|是谁(?![的呢啊呀吗嘛吧哦啦了来])(?=\p{Script=Han})|(?<![是有给])谁的|(?:方|单位|部门|机构|公司|企业)是谁|[给对]什么人/u;
/** Asks for yes or no, whatever kind its words name: 票价降了没有? But not 你知道馆长是谁吗. */
const YES_OR_NO =
	/^(?!.*(?:谁|什么|啥|多少|几|哪|何|多久)).*(?:(?:吗|没有?)\p{P}*$|(\p{Script=Han})[没不]\1|有没有|是不是|能不能)/u;
/** 冬至是第几个节气 is answered by 第二十二个. */
const WHICH_ORDINAL = /第几/;
const PERSON = { kind: "person", unit: null } as const;
/** A full name by itself tells as much as so many words: 张三是谁. */
const WORDS_OF_NAME = 3;

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
	const isPriceOfOne = asked.kind === "money" && asksPriceOfOne(folded);
	const hasAskedUnit = WHICH_ORDINAL.test(folded)
		? ordinalsIn(foldedQuote).length > 0
		: isQuantity
			? standsWithUnit(foldedQuote, possible, asked.unit)
			: !isPriceOfOne || saysPriceOfOne(foldedQuote);
	return {
		absentName: matches.some(isAbsentName) ? 1 : 0,
		absentPlace: matches.some(isAbsentPlace) ? 1 : 0,
		otherTime: isOfOtherTime(folded, report, article.date) ? 1 : 0,
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
	return weightedShare(longer, ({ word, similarity, inReport }) => {
		if (!TELLING_TAG.test(tags.get(word) ?? "")) return 0;
		const unlike = Math.min(1, Math.max(0, (ALIKE - similarity) / (ALIKE - UNLIKE)));
		return unlike * absent(word, passage) * (inReport ? 1 - ELSEWHERE : 1);
	});
}

function scatteredShare(inPassage: readonly WordMatch[], inSentence: readonly WordMatch[], headline: string): number {
	const scattered = weightedShare(inPassage, ({ word, similarity }, i) =>
		headline.includes(word) ? 0 : similarity - inSentence[i]!.similarity,
	);
	return Math.max(0, scattered);
}

/** Share of a word's telling characters that the passage does not have. */
function absent(word: string, passage: string): number {
	const telling = [...word].filter((character) => /\p{Script=Han}/u.test(character) && !isHoldingWord(character));
	return 1 - telling.filter((character) => passage.includes(character)).length / Math.max(1, telling.length);
}

/** 北京城 is 北京, 海南岛 海南. */
function isPrintedInShort(word: string, report: string): boolean {
	return word.length > 2 && /[省市县区镇乡村城岛国人]$/.test(word) && report.includes(word.slice(0, -1));
}

/** A place that jieba does not know: 白碱区, or 江垸 before 县. */
function isPlaceByItsEnding(word: string, folded: string): boolean {
	return (
		ENDS_AS_PLACE.test(word) || (word.length === 2 && [..."市县区镇乡村"].some((end) => folded.includes(word + end)))
	);
}

/** Log-odds that the best sentence answers the question. */
export function confidence(signals: Signals): number {
	return (Object.keys(WORTH) as (keyof Signals)[]).reduce((sum, name) => sum + WORTH[name] * signals[name], BIAS);
}
