/** Give it the lines of a page, get what each one's own shape says about the roles it may have. */

import { simplified } from "../text/fold.ts";
import { cohesionOf } from "./cohesion.ts";
import { endOdds, startOdds } from "./line-edges.ts";
import { linesOfRuns } from "./line-runs.ts";
import {
	endsWithCredit,
	holdsPhoneNumber,
	isBareName,
	isByline,
	isComplete,
	isLabel,
	isMarkedHeading,
	isNoticeTitle,
	isOpening,
	isPhotoCredit,
	isSeries,
	leadLabelLength,
	openingReporter,
	openMarks,
	startsItem,
} from "./line-shapes.ts";
import { SCORES } from "./scores.ts";

/** A line that is not blank. */
export interface PrintedLine {
	/** From 1. */
	readonly number: number;
	/** Without white space around it. */
	readonly text: string;
	/** Blank lines above it. */
	readonly gap: number;
}

export type Shape = "label" | "series" | "byline" | "credit" | "lead-label" | "opening" | "plain";

/** The scores are explained in scores.ts. */
export interface Sight {
	readonly text: string;
	readonly shape: Shape;
	readonly belowPicture: boolean;
	/** 本报讯 with a reporter's name. */
	readonly namesReporter: boolean;
	/** A name and nothing else. */
	readonly isName: boolean;
	/** Ends as a sentence does, or stands for itself. */
	readonly complete: boolean;
	readonly asTitle: number;
	/** A table or poem ends above it, another one begins below it. */
	readonly betweenTables: boolean;
	/** Logarithms of odds from cohesion.ts; 0 for a line that is no headline anyway. */
	readonly namesWhatFollows: number;
	readonly changesSubject: number;
	readonly asBody: number;
	readonly asContinued: number;
	readonly asCaption: number;
}

/** Blank lines from which a picture stood there. */
const PICTURE_GAP = 3;
/** UTF-16 code units; shapes look no further, and longer lines are no labels or bylines. */
const LONGEST_SHAPED = 80;
/** A line scoring less is no headline. */
export const LEAST_TITLE = -8;

/** `usualGap`: blank lines between most lines of the page. */
export function sightsOf(lines: readonly PrintedLine[], usualGap: number): Sight[] {
	const cohesion = cohesionOf(lines.map((line) => line.text));
	const shapes = lines.map((line) => shapeOf(line.text));
	const alone = linesOfRuns(lines.map((line, i) => (shapes[i] === "plain" ? line.text : "")));
	return lines.map((line, i) => {
		const below = lines[i + 1]?.text ?? "";
		const ends = alone.has(i) || alone.has(i + 1) || startsItem(below) || isMarkedHeading(line.text);
		const belowPicture = i > 0 && line.gap >= PICTURE_GAP && line.gap > usualGap;
		const sight = sightOf(line.text, shapes[i]!, belowPicture, alone.has(i), ends);
		if (sight.asTitle < LEAST_TITLE) return sight;
		return {
			...sight,
			// Directly, or with the unit of the next one below it.
			betweenTables: alone.has(i - 1) && (alone.has(i + 1) || alone.has(i + 2)),
			namesWhatFollows: cohesion.namesWhatFollows(i),
			changesSubject: cohesion.changesSubject(i),
		};
	});
}

function sightOf(text: string, shape: Shape, belowPicture: boolean, alone: boolean, ends: boolean): Sight {
	const complete = ends || isComplete(text);
	const start = startOdds(text);
	return {
		text,
		shape,
		belowPicture,
		namesReporter: shape === "opening" && openingReporter(simplified(text, LONGEST_SHAPED)) !== null,
		isName: isBareName(text),
		complete,
		asTitle: alone ? 2 * LEAST_TITLE : titleScore(text) + SCORES.edges * (start.headline + endOdds(text)),
		betweenTables: false,
		namesWhatFollows: 0,
		changesSubject: 0,
		asBody: bodyScore(text, complete) + SCORES.edges * start.paragraph,
		asContinued: alone ? SCORES.continued.alone : continuedScore(text, complete),
		asCaption:
			(alone || startsItem(text) ? SCORES.caption.alone : captionScore(text, isComplete(text), belowPicture)) +
			SCORES.caption.edges * Math.max(start.headline, start.paragraph),
	};
}

function shapeOf(printed: string): Shape {
	const text = simplified(printed, LONGEST_SHAPED);
	if (isLabel(text)) return "label";
	const lead = leadLabelLength(text);
	if (lead > 0 && lead >= text.length) return "lead-label";
	if (isOpening(text)) return "opening";
	if (isPhotoCredit(text)) return "credit";
	if (isByline(text)) return "byline";
	return isSeries(text) ? "series" : "plain";
}

/** Two parts with a space between them, as headlines and sub-headings are spaced. */
const SPACED = /[\p{Script=Han}\d”’》）)%] +[\p{Script=Han}\d“‘《（(—]/u;
const WEAK_END =
	/[的和与及在对把被将从以为于是由向让使并或其各这该某]$|(?:告诉|表示|介绍|认为|指出|强调|坚持|通过|根据|按照|围绕|随着|针对|为了)$/u;
const WEAK_START = /^[的了着过等们,，、。！？；;：:”’》）)」』％%]/u;
const TEXT_START =
	/^(?:近日|日前|近年来|如今|目前|今年|去年|据|截至|同时|此外|另外|随着|为了|此次|其中|自从|连日来|在|\d{1,4}年\d{1,2}月|\d{1,2}月\d{1,2}日)/u;
/** UTF-16 code units; what is longer is looked at no further. */
const LONGEST_TITLE = 80;

function titleScore(text: string): number {
	if (text.length > LONGEST_TITLE || leadLabelLength(text) > 0 || holdsPhoneNumber(text)) return 2 * LEAST_TITLE;
	const points = SCORES.title;
	const { length } = text;
	let score =
		length < 5
			? points.tiny
			: length < 8
				? points.short
				: length <= 36
					? points.usualLength
					: length <= 48
						? points.long
						: length <= 64
							? points.longer
							: points.longest;
	if (/[。；;,，、：:]$/u.test(text)) score += points.endsLikeText;
	else if (/[！？!?…]$/u.test(text)) score += points.endsWithExclamation;
	if (/。./u.test(text)) score += points.holdsSentenceEnd;
	const commas = text.match(/[,，](?!\d{3})/gu)?.length ?? 0;
	if (commas > 0) score += Math.max(points.leastForCommas, points.firstComma + (commas - 1) * points.furtherComma);
	score += points.enumeration * (text.match(/、/gu)?.length ?? 0);
	if (/[；;]/u.test(text)) score += points.semicolon;
	if (SPACED.test(text)) score += points.spaced;
	if (isNoticeTitle(text)) score += points.notice;
	const marks = openMarks(text);
	if (marks.open !== "") score += points.unpairedMark;
	if (marks.unopened !== "") score += points.unpairedMark;
	if (WEAK_START.test(text)) score += points.weakStart;
	if (WEAK_END.test(text)) score += points.weakEnd;
	if (TEXT_START.test(text)) score += points.textStart;
	return score;
}

function bodyScore(text: string, complete: boolean): number {
	const points = SCORES.body;
	const { length } = text;
	let score = complete
		? points.complete
		: length >= 40
			? points.openLong
			: length >= 25
				? points.openMiddle
				: points.openShort;
	if (WEAK_START.test(text)) score += points.weakStart;
	if (length < 8) score += points.tiny;
	if (!complete && length <= 34 && !/[,，、。；：]/u.test(text)) score += points.titleLike;
	if (!complete && length <= 40 && SPACED.test(text)) score += points.spaced;
	return score;
}

function continuedScore(text: string, complete: boolean): number {
	const points = SCORES.continued;
	const { length } = text;
	if (complete) return points.complete;
	if (length > 40) return points.openLong;
	const spaced = SPACED.test(text) ? points.spaced : 0;
	if (length >= 25) return points.openMiddle + spaced;
	return (/[,，、。；;]/u.test(text) ? points.openShort : points.openShortWithoutComma) + spaced;
}

function captionScore(text: string, complete: boolean, belowPicture: boolean): number {
	const points = SCORES.caption;
	const { length } = text;
	let score =
		length > 160
			? points.longest
			: length > 110
				? points.longer
				: length > 70
					? points.long
					: length > 50
						? points.middle
						: points.short;
	if (endsWithCredit(text)) score += points.credited;
	else score += complete ? points.complete : points.open;
	if (belowPicture) score += points.belowPicture;
	if (WEAK_START.test(text)) score += points.weakStart;
	return score;
}
