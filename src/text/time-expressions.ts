/** Give it folded text and a reference day, get the expressions of time in it with the days that they mean. */

import type { DateRange, Span } from "../domain.ts";
import { DIGITS, numberOf } from "./numerals.ts";

export interface TimeExpression extends Span {
	readonly words: string;
	/** Null where the words need a reference day that is not known. */
	readonly range: DateRange | null;
	/**
	 * Where the year comes from: "said" (2022年6月), "counted" from the reference day (去年6月, 昨天), or "assumed" to be
	 * that of the reference day (6月).
	 */
	readonly year: "said" | "counted" | "assumed";
	/** The words without a year: 6月 of 去年6月; "" where nothing else is said. */
	readonly withoutYear: string;
}

const N = String.raw`(?:\d{1,2}|[一二三四五六七八九十两]{1,3})`;
const YEAR = String.raw`(?<year>\d{4}|[一二三四五六七八九〇零]{4})年`;
const NAMED_YEAR = "(?<named>今年|本年|去年|前年|明年)";
const PART = [
	"(?<half>[上下])半年",
	String.raw`(?<first>前)(?<quarters>[二三两23])个?季度`,
	"第?(?<quarter>[一二三四1-4])季度",
	String.raw`(?:前|头)(?<months>${N})个月`,
	String.raw`(?<month>${N})月(?:份)?(?:(?<day>${N})[日号]|(?<third>初|上旬|中旬|下旬|底|末))?`,
].join("|");
const DAY = "(?<near>大前天|前天|昨天|昨日|今天|今日|明天|明日|后天)";
const WEEK = "(?<week>[本这上下])个?(?:周|星期|礼拜)(?<weekday>[一二三四五六日天])?(?![边末年岁])";
const MONTH = "(?<relative>[本这上下])个?月(?<relativeThird>初|上旬|中旬|下旬|底|末)?(?![球光])";
const RECENT = `(?:最近|过去|近|这)(?<recent>${N})(?<unit>年|个月|个?星期|周|天|日)(?![级轮])`;
const WITH_YEAR = new RegExp(`(?:${YEAR}|${NAMED_YEAR})的?(?:${PART}|(?<season>[初底末]))?`, "gu");
/** A part alone must not stand inside a number. */
const WITHOUT_YEAR = new RegExp(
	`${DAY}|${WEEK}|${MONTH}|${RECENT}|(?<![\\d.十第])(?:${PART}|年(?<season>[初底末]))`,
	"gu",
);
const UNTIL = /^(?:至|到|—{1,2}|-|~|–)$/u;
const DAY_MS = 86_400_000;
const NEAR_DAYS: Readonly<Record<string, number>> = {
	大前天: -3,
	前天: -2,
	昨天: -1,
	昨日: -1,
	今天: 0,
	今日: 0,
	明天: 1,
	明日: 1,
	后天: 2,
};
const NAMED_YEARS: Readonly<Record<string, number>> = { 今年: 0, 本年: 0, 去年: -1, 前年: -2, 明年: 1 };
const STEPS: Readonly<Record<string, number>> = { 上: -1, 下: 1, 本: 0, 这: 0 };

type Groups = Readonly<Record<string, string | undefined>>;
interface Days {
	readonly from: number;
	readonly to: number;
}

/** Canada writes dates as ISO 8601 does. */
const SHANGHAI_DAY = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" });

/** The day in Shanghai, YYYY-MM-DD. */
export function dayInShanghai(moment: Date): string {
	return SHANGHAI_DAY.format(moment);
}

/** In order, without overlaps. `reference` is YYYY-MM-DD: the day of asking, or the day on which the text was printed. */
export function timeExpressions(folded: string, reference: string | null): TimeExpression[] {
	const found: { span: Span; groups: Groups }[] = [];
	for (const pattern of [WITH_YEAR, WITHOUT_YEAR])
		for (const match of folded.matchAll(pattern)) {
			const span = { start: match.index, end: match.index + match[0].length };
			if (!found.some(({ span: other }) => span.start < other.end && other.start < span.end))
				found.push({ span, groups: match.groups ?? {} });
		}
	found.sort((a, b) => a.span.start - b.span.start);
	const expressions: TimeExpression[] = [];
	for (let i = 0; i < found.length; i++) {
		const { span, groups } = found[i]!;
		const next = found[i + 1];
		const isPeriod = next !== undefined && UNTIL.test(folded.slice(span.end, next.span.start));
		const last = isPeriod ? next : found[i]!;
		if (isPeriod) i++;
		const whole = { start: span.start, end: last.span.end };
		const first = daysOf(groups, reference);
		// 2020年1月至6月: the year is said once.
		const { year, named } = groups;
		const end = isPeriod
			? daysOf(last.groups.year || last.groups.named ? last.groups : { ...last.groups, year, named }, reference)
			: first;
		const range =
			first !== null && end !== null && first.from <= end.to ? { from: iso(first.from), to: iso(end.to) } : null;
		const words = folded.slice(whole.start, whole.end);
		expressions.push({
			...whole,
			words,
			range,
			year: year !== undefined ? "said" : isCounted(groups) ? "counted" : "assumed",
			withoutYear:
				isCounted(groups) && named === undefined ? words : words.replace(/^(?:[^年]{4}年|[今本去前明]年)的?/u, ""),
		});
	}
	return expressions;
}

function isCounted({ named, near, week, relative, recent }: Groups): boolean {
	return [named, near, week, relative, recent].some((group) => group !== undefined);
}

function daysOf(groups: Groups, reference: string | null): Days | null {
	const { year, named, near, week, weekday, relative, relativeThird, recent, unit } = groups;
	if (year !== undefined) return partOf(yearNumber(year), groups);
	if (reference === null) return null;
	const today = Date.parse(`${reference}T00:00:00Z`);
	const thisYear = Number(reference.slice(0, 4));
	const thisMonth = Number(reference.slice(5, 7));
	if (named !== undefined) return partOf(thisYear + NAMED_YEARS[named]!, groups);
	if (near !== undefined) return { from: today + NEAR_DAYS[near]! * DAY_MS, to: today + NEAR_DAYS[near]! * DAY_MS };
	if (week !== undefined) {
		const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * DAY_MS + STEPS[week]! * 7 * DAY_MS;
		const place = weekday === undefined ? -1 : "一二三四五六日天".indexOf(weekday) % 7;
		return place < 0
			? { from: monday, to: monday + 6 * DAY_MS }
			: { from: monday + Math.min(place, 6) * DAY_MS, to: monday + Math.min(place, 6) * DAY_MS };
	}
	if (relative !== undefined) return monthOf(thisYear, thisMonth + STEPS[relative]!, relativeThird);
	if (recent !== undefined) {
		const count = numberOf(recent);
		const back = new Date(today);
		if (unit === "年") back.setUTCFullYear(back.getUTCFullYear() - count);
		else if (unit === "个月") back.setUTCMonth(back.getUTCMonth() - count);
		else back.setUTCDate(back.getUTCDate() - count * (unit === "天" || unit === "日" ? 1 : 7));
		return { from: back.getTime(), to: today };
	}
	return partOf(thisYear, groups);
}

function partOf(year: number, groups: Groups): Days | null {
	const { half, quarters, quarter, months, month, day, third, season } = groups;
	if (half !== undefined) return half === "上" ? monthsOf(year, 1, 6) : monthsOf(year, 7, 12);
	if (quarters !== undefined) return monthsOf(year, 1, numberOf(quarters) * 3);
	if (quarter !== undefined) return monthsOf(year, numberOf(quarter) * 3 - 2, numberOf(quarter) * 3);
	if (months !== undefined) return numberOf(months) <= 12 ? monthsOf(year, 1, numberOf(months)) : null;
	if (season !== undefined) return season === "初" ? monthsOf(year, 1, 3) : monthsOf(year, 10, 12);
	if (month === undefined) return monthsOf(year, 1, 12);
	const number = numberOf(month);
	if (number < 1 || number > 12) return null;
	if (day === undefined) return monthOf(year, number, third);
	const at = Date.UTC(year, number - 1, numberOf(day));
	return new Date(at).getUTCMonth() === number - 1 ? { from: at, to: at } : null;
}

function monthsOf(year: number, first: number, last: number): Days {
	return { from: Date.UTC(year, first - 1, 1), to: Date.UTC(year, last, 0) };
}

function monthOf(year: number, month: number, third: string | undefined): Days {
	const { to } = monthsOf(year, month, month);
	const day = (number: number) => Date.UTC(year, month - 1, number);
	if (third === undefined) return { from: day(1), to };
	if (third === "初" || third === "上旬") return { from: day(1), to: day(10) };
	return third === "中旬" ? { from: day(11), to: day(20) } : { from: day(21), to };
}

function yearNumber(text: string): number {
	return /^\d/.test(text)
		? Number(text)
		: Number([...text].map((digit) => DIGITS.indexOf(digit.replace("〇", "零"))).join(""));
}

function iso(time: number): string {
	return new Date(time).toISOString().slice(0, 10);
}
