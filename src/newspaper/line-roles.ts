/** Give it the lines of a page, get what each one is (headline, body, caption …) and where a new report begins. */

import { continuation } from "./column-break.ts";
import { LEAST_TITLE, type PrintedLine, type Sight, sightsOf } from "./line-sights.ts";
import { repeatedLines } from "./repeated-lines.ts";
import { SCORES } from "./scores.ts";

/** What a printed line is. A `continued` line goes on in the middle of the sentence that an earlier one broke off. */
export type Role =
	| "label"
	| "series"
	| "title"
	| "lead-label"
	| "byline"
	| "credit"
	| "body"
	| "continued"
	| "subhead"
	| "caption"
	| "stray";

export interface RoleOfLine {
	readonly role: Role;
	/** A new report begins here. */
	readonly begins: boolean;
	/** For a `continued` line: index of the line that it continues. */
	readonly continues: number | null;
}

/** Lines; a text with more of them is no newspaper page and is read with less care, but still in seconds. */
const LONGEST_PAGE = 2000;
/** Best histories kept per line; those that differ only in what no longer matters are one. */
const BEAM = 48;
const BEAM_FOR_LONG_TEXTS = 6;
/** A history this far behind the best is given up. */
const HOPELESS = 10;
/** Repeated lines looked at one by one; a page with more of them is no newspaper page. */
const MOST_COPIES_SETTLED = 8;

/** How far the report at hand has come. */
type Phase = "nothing" | "head" | "text" | "signed";
/** How its text began: 本报讯, the same naming a reporter, below a byline or lead, or just so. */
type Opening = "none" | "wire" | "wire with reporter" | "signed" | "bare";

/** All that the next line's role can depend on. */
interface Situation {
	readonly phase: Phase;
	/** Lines of the headline so far; 4 stands for more. */
	readonly titles: number;
	readonly opening: Opening;
	/** A byline or lead stands above the text. */
	readonly topByline: boolean;
	/** A column label stands above it all. */
	readonly labelled: boolean;
	readonly role: Role | null;
	/** Index of the last body line of this report, -1 when there is none. */
	readonly lastBody: number;
	/** Parts and length of the last sub-heading, 0 when there is none. */
	readonly subheadParts: number;
	readonly subheadLength: number;
}

const NEW_REPORT: Situation = {
	phase: "head",
	titles: 0,
	opening: "none",
	topByline: false,
	labelled: false,
	role: null,
	lastBody: -1,
	subheadParts: 0,
	subheadLength: 0,
};

/** One more line with a role; its score is only that of this line. */
interface Step extends Pick<RoleOfLine, "begins" | "continues"> {
	readonly score: number;
	readonly situation: Situation;
}

/** A step with all before it; its score is that of all of them. */
interface History extends Step {
	readonly before: History | null;
}

interface PageReading {
	readonly roles: readonly RoleOfLine[];
	readonly score: number;
}

/**
 * The likeliest roles of all lines together: a dynamic program over the situations above, each step scored by the
 * line's own shape and by what stands before it (scores.ts). Time is linear in the number of lines.
 */
export function rolesOf(lines: readonly PrintedLine[]): readonly RoleOfLine[] {
	const gaps = lines.slice(1).map((line) => line.gap);
	const usualGap = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
	const sights = sightsOf(lines, usualGap);
	const continuationOf = (before: number, after: number): number => {
		const acrossBlank = usualGap === 0 && lines[after]!.gap > 0 ? SCORES.continued.acrossBlank : 0;
		return acrossBlank + continuation(sights[before]!.text, sights[after]!.text);
	};
	const repeated =
		lines.length > LONGEST_PAGE ? new Map<number, readonly number[]>() : repeatedLines(lines.map((line) => line.text));
	const read = (copies: ReadonlyMap<number, readonly number[]>): PageReading =>
		likeliestReading(sights, (i) => sights[i]!.shape === "plain" && copies.has(i), continuationOf);

	let reading = read(repeated);
	for (let settled = 0; settled < MOST_COPIES_SETTLED; settled++) {
		const isStray = (i: number): boolean => reading.roles[i]!.role === "stray";
		const lost = [...repeated].find(([i, copies]) => isStray(i) && copies.every(isStray));
		if (lost === undefined) return reading.roles;
		// Not every copy of a line can be the stray one: the printed one is where the better page results.
		const choices = [lost[0], ...lost[1]].map((printed) => {
			const others = new Map([...repeated].filter(([i]) => i !== printed));
			return { printed, reading: read(others) };
		});
		const choice = choices.reduce((a, b) => (b.reading.score >= a.reading.score ? b : a));
		repeated.delete(choice.printed);
		reading = choice.reading;
	}
	return read(new Map()).roles;
}

function likeliestReading(
	sights: readonly Sight[],
	isRepeated: (index: number) => boolean,
	continuationOf: (before: number, after: number) => number,
): PageReading {
	const nothing: Situation = { ...NEW_REPORT, phase: "nothing" };
	const beam = sights.length > LONGEST_PAGE ? BEAM_FOR_LONG_TEXTS : BEAM;
	let histories: History[] = [{ score: 0, situation: nothing, begins: false, continues: null, before: null }];
	for (let i = 0; i < sights.length; i++) {
		const continuations = new Map<number, number>();
		const continuationFrom = (before: number): number => {
			const known = continuations.get(before);
			if (known !== undefined) return known;
			const score = continuationOf(before, i);
			continuations.set(before, score);
			return score;
		};
		const best = new Map<string, History>();
		for (const before of histories) {
			for (const step of stepsTo(i, before.situation, sights, isRepeated(i), continuationFrom)) {
				const score = before.score + step.score;
				const key = keyOf(step.situation);
				const rival = best.get(key);
				if (rival === undefined || score > rival.score) best.set(key, { ...step, score, before });
			}
		}
		const sorted = [...best.values()].sort((a, b) => b.score - a.score).slice(0, beam);
		histories = sorted.filter(({ score }) => score >= sorted[0]!.score - HOPELESS);
	}
	const finished = histories.map((history) => ({ history, score: history.score + ending(history.situation) }));
	const winner = finished.reduce((a, b) => (b.score > a.score ? b : a));
	const roles: RoleOfLine[] = [];
	for (let at: History = winner.history; at.before !== null; at = at.before) {
		roles.push({ role: at.situation.role!, begins: at.begins, continues: at.continues });
	}
	return { roles: roles.reverse(), score: winner.score };
}

/** Histories with the same key have the same future. */
function keyOf(s: Situation): string {
	return `${s.role}${s.phase}${s.opening}${s.topByline}${s.labelled}${s.titles},${s.lastBody},${s.subheadParts},${s.subheadLength}`;
}

/** What it costs that a report ends so: a headline wants a text, a text its end and its signature. */
function ending(now: Situation): number {
	if (now.phase === "head") {
		if (now.titles > 0) return SCORES.title.withoutText;
		return now.role === "caption" ? SCORES.report.onlyCaption : SCORES.report.onlyLabel;
	}
	if (now.role === "subhead") return SCORES.subhead.withoutText;
	return now.phase === "text" && now.opening === "wire" ? SCORES.report.unsignedWire : 0;
}

/** All roles that line i can take in this situation. */
function stepsTo(
	i: number,
	now: Situation,
	sights: readonly Sight[],
	isRepeated: boolean,
	continuationFrom: (before: number) => number,
): Step[] {
	const sight = sights[i]!;
	const isOpen = now.lastBody >= 0 && !sights[now.lastBody]!.complete;
	const steps: Step[] = [];
	const goOn = (score: number, change: Partial<Situation> & { role: Role }, continues: number | null = null): void => {
		steps.push({ score, situation: { ...now, ...change }, begins: false, continues });
	};
	const endOfReport =
		ending(now) + (isOpen ? SCORES.report.endsOpen : 0) + (now.phase === "signed" ? SCORES.report.endsSigned : 0);
	const begin = (score: number, change: Partial<Situation> & { role: Role }): void => {
		steps.push({ score: score + endOfReport, situation: { ...NEW_REPORT, ...change }, begins: true, continues: null });
	};
	const misread = sight.shape === "plain" || sight.shape === "series" ? 0 : SCORES.misread;
	const misreadText = sight.shape === "opening" ? 0 : misread;
	const repeated = isRepeated ? SCORES.repeated : 0;

	if (sight.shape === "label") begin(SCORES.label, { labelled: true, role: "label" });
	if (sight.shape === "series") {
		if (now.role === "label") goOn(SCORES.series, { role: "series" });
		else begin(SCORES.series, { role: "series" });
	}
	if (sight.shape === "lead-label" && now.phase === "head") {
		goOn(SCORES.leadLabel, { topByline: true, role: "lead-label" });
	}
	if (sight.asTitle >= LEAST_TITLE) headings();
	if (sight.shape === "byline" || sight.shape === "credit") signatures();
	if (sight.isName && now.phase === "head" && now.role === "title") {
		goOn(SCORES.bylines.bareName, { topByline: true, role: "byline" });
	}
	text();
	captions();
	if (isRepeated) goOn(SCORES.stray, { role: "stray" });
	return steps;

	function headings(): void {
		const points = SCORES.title;
		const score =
			sight.asTitle +
			sight.namesWhatFollows +
			misread +
			(isRepeated ? points.repeated : 0) +
			(sight.belowPicture ? points.belowPicture : 0);
		const dash = sight.text.startsWith("——") ? points.dash : 0;
		if (now.phase !== "head") {
			const ofTable = sight.betweenTables ? points.betweenTables : 0;
			begin(score + ofTable + sight.changesSubject + points.beginsReport - 2 * dash, { titles: 1, role: "title" });
		} else if (now.titles === 0) {
			goOn(score + points.expected - 2 * dash, { titles: 1, role: "title" });
		} else if (now.role === "title" && !sight.belowPicture) {
			const afterDash = sights[i - 1]!.text.endsWith("——") ? points.dash : 0;
			const many = now.titles >= 3 ? points.fourthLine : 0;
			goOn(score + points.furtherLine + dash + afterDash + many, {
				titles: Math.min(now.titles + 1, 4),
				role: "title",
			});
		}
		if (now.phase === "text" && now.role !== "subhead") {
			const { inFeature, inBare, inWire, usual, afterOpenSentence } = SCORES.subhead;
			const style = now.opening === "signed" ? inFeature : now.opening === "bare" ? inBare : inWire;
			const subheadParts = sight.text.split(/\s+/u).length;
			const subheadLength = sight.text.length;
			const alike = now.subheadParts > 0 ? likeness(now, { subheadParts, subheadLength }) : 0;
			const open = isOpen ? afterOpenSentence : 0;
			goOn(score + usual + style + alike + open, { role: "subhead", subheadParts, subheadLength });
		}
	}

	function signatures(): void {
		if (now.phase === "nothing") return;
		const points = SCORES.bylines;
		const behindPicture = now.role === "caption" || now.role === "credit" || sight.belowPicture;
		if (sight.shape === "credit") {
			const expected = behindPicture || now.role === "byline" ? 0 : points.creditElsewhere;
			goOn(SCORES.credit + expected, { role: "credit" });
			if (behindPicture) return;
		} else if (behindPicture) {
			const hasReporter = now.opening === "signed" || now.opening === "wire with reporter";
			goOn(SCORES.credit + (isOpen || hasReporter ? 0 : points.perhapsCredit), { role: "byline" });
		}
		const role = sight.shape;
		if (role !== "byline" && role !== "credit") return;
		if (now.phase === "head") {
			const place = now.titles === 0 ? points.withoutTitle : behindPicture ? 0 : points.belowTitle;
			goOn(SCORES.byline + place, { topByline: true, role });
		} else if (now.phase === "text") {
			const wanted =
				now.opening === "bare" ? points.belowBareText : now.opening === "wire" ? points.belowWire : points.second;
			const open = isOpen ? points.afterOpenSentence : 0;
			const empty = now.role === "subhead" ? SCORES.subhead.withoutText : 0;
			goOn(SCORES.byline + wanted + open + empty, { phase: "signed", role });
		} else {
			goOn(SCORES.byline + (now.role === "byline" ? 0 : points.furtherBelow), { role });
		}
	}

	function text(): void {
		const { report, body, continued } = SCORES;
		const score = sight.asBody + repeated + misreadText + (sight.belowPicture ? body.belowPicture : 0);
		const wire: Opening | null = sight.shape !== "opening" ? null : sight.namesReporter ? "wire with reporter" : "wire";
		const asFirst = { phase: "text", role: "body", lastBody: i } as const;
		if (now.phase === "head") {
			const opening = wire ?? (now.topByline ? "signed" : "bare");
			const bare = now.labelled ? report.opensBareBelowLabel : report.opensBare;
			const way = wire !== null ? report.opensWithWire : now.topByline ? report.opensBelowByline : bare;
			goOn(score + way + (now.titles === 0 ? report.headlessBelowLabel : 0), { ...asFirst, opening });
			return;
		}
		const headless =
			now.phase === "nothing" ? report.headlessAtTop : wire !== null ? report.headlessWire : report.headless;
		begin(score + headless, { ...asFirst, opening: wire ?? "bare" });
		if (now.phase === "nothing") return;
		const place =
			(wire !== null ? body.openingInside : 0) +
			(isOpen ? body.afterOpenSentence : 0) +
			(now.phase === "signed" ? body.afterSignature : 0);
		goOn(score + place, asFirst);
		if (isOpen && now.role !== "subhead") {
			const asContinued =
				sight.asContinued +
				repeated +
				(wire !== null ? continued.opening : misread) +
				(sight.belowPicture ? body.belowPicture : 0);
			const fits = continued.usual + continuationFrom(now.lastBody);
			goOn(asContinued + fits, { phase: "text", role: "continued", lastBody: i }, now.lastBody);
		}
	}

	function captions(): void {
		const points = SCORES.caption;
		const afterCaption = now.role === "caption" || now.role === "credit";
		const place = sight.belowPicture
			? 0
			: (afterCaption ? points.belowCaption : points.elsewhere) + (sight.complete ? 0 : points.openElsewhere);
		const belowTitle = now.phase === "head" && now.titles > 0 ? points.belowTitle : 0;
		const score = sight.asCaption + misread + repeated + place + belowTitle;
		if (now.phase === "nothing") begin(score + points.atTop, { role: "caption" });
		else goOn(score, { role: "caption" });
	}
}

type SubheadForm = Pick<Situation, "subheadParts" | "subheadLength">;

/** How alike two sub-headings of one report are: parts and length. */
function likeness(a: SubheadForm, b: SubheadForm): number {
	const points = SCORES.subhead;
	const parts = a.subheadParts === b.subheadParts ? points.alikeParts : points.unlikeParts;
	return parts + (Math.abs(a.subheadLength - b.subheadLength) <= 3 ? points.alikeLength : 0);
}
