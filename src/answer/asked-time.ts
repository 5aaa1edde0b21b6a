/** Give it a question and the day of asking, get the time it names, and how well a report carries that time. */

import type { DateRange } from "../domain.ts";
import { fold } from "../text/fold.ts";
import { type TimeExpression, timeExpressions } from "../text/time-expressions.ts";

export interface AskedTime {
	readonly expressions: readonly TimeExpression[];
	/** The days named with a year or counted from the day of asking; null where the year is left open. */
	readonly range: DateRange | null;
}

/** Null when the question names no time. `today` is YYYY-MM-DD. */
export function askedTime(question: string, today: string): AskedTime | null {
	const expressions = timeExpressions(fold(question), today);
	if (expressions.length === 0) return null;
	return { expressions, range: expressions.find(({ year }) => year !== "assumed")?.range ?? null };
}

/** The question, folded, without the times it names. */
export function withoutTime(question: string, { expressions }: AskedTime): string {
	return rewritten(question, expressions, () => "");
}

/** The question, folded, without what a report of that time would not print: 去年6月 → 6月, 昨天 → nothing. */
export function asPrinted(question: string, { expressions }: AskedTime): string {
	return rewritten(question, expressions, printedPart);
}

function printedPart({ year, words, withoutYear }: TimeExpression): string {
	return year === "counted" && withoutYear === words ? "" : withoutYear;
}

/**
 * 0 … 1: whether the days of the report, or those its text names, are the ones asked for. `date` is the report's day
 * (YYYY-MM-DD); without it only days named with their year are known.
 */
export function daysFit(asked: DateRange, text: string, date: string | null): number {
	const printed = timeExpressions(fold(text), date).flatMap(({ range }) => range ?? []);
	const day = date === null ? [] : [{ from: date, to: date }];
	return Math.max(0, ...[...printed, ...day].map((days) => overlap(asked, days)));
}

/** 0 … 1: whether the text has the words of time of the question, in half where only the year differs or one is shorter. */
export function wordsFit({ expressions }: AskedTime, text: string): number {
	const printed = timeExpressions(fold(text), null);
	const fits = expressions.map((asked) => Math.max(0, ...printed.map((found) => sameWords(asked, found))));
	return fits.reduce((sum, fit) => sum + fit, 0) / fits.length;
}

/** Any day: only what is said beside the year is compared. */
const SOME_YEAR = "2000";
const SOME_DAY = `${SOME_YEAR}-12-31`;
/** Longer stretches are named to be counted up: 上半年 is not 前4个月. Others may be a day in the month asked for. */
const LONG = 40;

/**
 * Whether a question, folded, names months, days or parts of a year, and a report others only. The year is no matter, nor
 * is the day in the month: reports say 21日 for 8月21日. `date` is the report's day (YYYY-MM-DD), a time of it too.
 */
export function isOfOtherTime(question: string, report: string, date: string | null): boolean {
	const asked = partsOfYear(question);
	if (asked.length === 0) return false;
	const day = date === null ? [] : [`${SOME_YEAR}${date.slice(4)}`];
	const inText = partsOfYear(report);
	const printed = [...inText, ...day.map((from) => ({ from, to: from }))];
	const isPrinted = (part: DateRange) =>
		printed.some((other) =>
			days(part) > LONG
				? part.from === other.from && part.to === other.to
				: part.from.slice(0, 7) <= other.to.slice(0, 7) && other.from.slice(0, 7) <= part.to.slice(0, 7),
		);
	return inText.length > 0 && !asked.every(isPrinted);
}

/** 年初 may be January as well as the first quarter. */
const VAGUE = /^年?[初底末]$/;
/** 1-6月, 1至6月 */
const MONTHS = /(?<!\d)(\d{1,2})(?:[至到~–-]|—{1,2})(\d{1,2})月/g;

function partsOfYear(folded: string): DateRange[] {
	const spelled = folded.replace(MONTHS, "$1月至$2月");
	const parts = timeExpressions(spelled, SOME_DAY).map(printedPart);
	const precise = parts.filter((part) => part !== "" && !VAGUE.test(part));
	return precise.flatMap((part) => timeExpressions(part, SOME_DAY)[0]?.range ?? []);
}

function sameWords(asked: TimeExpression, found: TimeExpression): number {
	if (asked.words === found.words) return 1;
	// Two different years that are both said are two different times.
	if (asked.year === "said" && found.year === "said" && overlap(asked.range, found.range) === 0) return 0;
	if (asked.withoutYear !== "" && asked.withoutYear === found.withoutYear) return 0.5;
	return asked.words.includes(found.words) || found.words.includes(asked.words) ? 0.5 : 0;
}

/** Share of the longer stretch that the shorter one covers; 1 where a stretch lies within the one asked for. */
function overlap(asked: DateRange | null, found: DateRange | null): number {
	if (asked === null || found === null || asked.from > found.to || found.from > asked.to) return 0;
	if (asked.from <= found.from && found.to <= asked.to) return 1;
	const [, from, to] = [asked.from, asked.to, found.from, found.to].sort();
	const common = days({ from: from!, to: to! });
	return common / Math.max(days(asked), days(found));
}

function days({ from, to }: DateRange): number {
	return (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
}

function rewritten(
	question: string,
	expressions: readonly TimeExpression[],
	words: (expression: TimeExpression) => string,
): string {
	let folded = fold(question);
	for (const expression of expressions.toReversed())
		folded = folded.slice(0, expression.start) + words(expression) + folded.slice(expression.end);
	return folded;
}
