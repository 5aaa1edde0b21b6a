/** Give it a number in words or digits, get the number, how print has it, and whether a text prints it; or a text, get its ordinals. */

export const DIGITS = "零一二三四五六七八九";

/** Of digits, or of a Chinese numeral up to 999. */
export function numberOf(text: string): number {
	if (/^\d/.test(text)) return Number(text);
	const [hundreds, below] = text.includes("百") ? text.replace("百零", "百").split("百") : ["", text];
	const [tens, ones] = below!.includes("十") ? below!.split("十") : ["", below];
	const digit = (character: string | undefined) => DIGITS.indexOf((character || "零").replace("两", "二"));
	const ten = below!.includes("十") ? (tens === "" ? 1 : digit(tens)) : 0;
	return digit(hundreds) * 100 + ten * 10 + digit(ones);
}

/** A Chinese numeral up to 999 at the start of a word, with what is counted behind it. */
const NUMERAL =
	/^([一二两三四五六七八九]百(?:零?[一二三四五六七八九]|[一二三四五六七八九]十[一二三四五六七八九]?)?|[一二三四五六七八九]?十[一二三四五六七八九]?|[二两三四五六七八九]|一(?=[月万亿]))(?=[^一二两三四五六七八九十百千几多])/u;

/** 五万 → 5万, 十二月 → 12月; null for a word that begins with no numeral. Reports print digits for most numbers. */
export function inDigits(word: string): string | null {
	const numeral = NUMERAL.exec(word)?.[1];
	return numeral === undefined ? null : `${numberOf(numeral)}${word.slice(numeral.length)}`;
}

const DIGIT_FIRST = /^\d/;
const DIGIT_LAST = /\d$/;
const NUMBER_BEFORE = /\d[.,]?$/;
const NUMBER_BEHIND = /^[.,]?\d/;

/** Whether the word stands in the text, a number not as a part of another: 2月 not in 12月, 5万 not in 1.5万. */
export function isPrintedIn(folded: string, word: string): boolean {
	for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) {
		const end = at + word.length;
		const isPart =
			(DIGIT_FIRST.test(word) && NUMBER_BEFORE.test(folded.slice(Math.max(0, at - 2), at))) ||
			(DIGIT_LAST.test(word) && NUMBER_BEHIND.test(folded.slice(end, end + 2)));
		if (!isPart) return true;
	}
	return false;
}

const ORDINAL = /第(\d+|[一二三四五六七八九十百]+)|首(?=[届批次个期])/g;
/** 二期工程 is another than 一期工程. */
const PHASE = /(?<![第\d一二三四五六七八九十百])(\d{1,2}|[一二三四五六七八九十]+)期(?!间)/g;

/** What is one of a row in folded text, each in one form: 第一届, 第1届 and 首届 are the same, 二期工程 is 第二期. */
export function ordinalsIn(folded: string): string[] {
	const ordinals = [...folded.matchAll(ORDINAL)].map(([, number]) => (number === undefined ? 1 : numberOf(number)));
	const phases = [...folded.matchAll(PHASE)].map(([, number]) => numberOf(number!));
	return [...ordinals, ...phases].map(String);
}
