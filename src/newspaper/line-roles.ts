/** Give it the lines of a page, get what each one is (headline, body, caption …) and where a new report begins. */

import { cohesionOf } from "./cohesion.ts";
import { continuation } from "./column-break.ts";
import { endOdds, startOdds } from "./line-edges.ts";
import {
	endsWithCredit,
	isByline,
	isComplete,
	isLabel,
	isOpening,
	isPhotoCredit,
	isSeries,
	leadLabelLength,
	openingReporter,
	openMarks,
} from "./line-shapes.ts";

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

/** A line that is not blank. */
export interface PrintedLine {
	/** From 1. */
	readonly number: number;
	/** Without white space around it. */
	readonly text: string;
	/** Blank lines above it. */
	readonly gap: number;
}

export interface RoleOfLine {
	readonly role: Role;
	/** A new report begins here. */
	readonly begins: boolean;
	/** For a `continued` line: index of the line that it continues. */
	readonly continues: number | null;
}

/** Blank lines from which a picture stood there. */
const PICTURE_GAP = 3;
/** A line scoring less is no headline. */
const LEAST_TITLE = -8;
/** Best histories kept per line; those that differ only in what no longer matters are one. */
const BEAM = 48;

/** What the first and last characters of a line say is not independent of the other cues. */
const EDGE_WEIGHT = 0.7;

/** How far the report at hand has come. */
type Phase = "nothing" | "head" | "text" | "signed";
/** How its text began: 本报讯, the same naming a reporter, below a byline or lead, or just so. */
type Opening = "none" | "wire" | "wire with reporter" | "signed" | "bare";

/** All that the next line's role can depend on. */
interface Situation {
	readonly phase: Phase;
	readonly titles: number;
	readonly opening: Opening;
	readonly topByline: boolean;
	/** A column label stands above it. */
	readonly labelled: boolean;
	readonly role: Role | null;
	/** Index of the last body line of this report, -1 when there is none. */
	readonly lastBody: number;
	readonly lastSubhead: number;
}

interface History {
	readonly score: number;
	readonly situation: Situation;
	readonly begins: boolean;
	readonly continues: number | null;
	readonly before: History | null;
}

/** A line with what its own shape says, computed once. */
interface Sight {
	readonly text: string;
	readonly belowPicture: boolean;
	readonly kind: "label" | "series" | "byline" | "credit" | "lead-label" | "opening" | "plain";
	readonly namesReporter: boolean;
	readonly complete: boolean;
	readonly asTitle: number;
	/** Logarithms of odds from `cohesion.ts`; 0 for a line that is no headline anyway. */
	readonly namesWhatFollows: number;
	readonly changesSubject: number;
	readonly asBody: number;
	readonly asContinued: number;
	readonly asCaption: number;
	/** The same line, or a line that begins with it, stands elsewhere on the page. */
	readonly repeated: boolean;
}

/**
 * The likeliest roles of all lines together: a dynamic program over the situations above, each step scored by the
 * line's own shape and by what stands before it. Scores are natural logarithms of odds, set by hand. Time is linear in
 * the number of lines.
 */
export function rolesOf(lines: readonly PrintedLine[]): RoleOfLine[] {
	const repeated = repeatedLines(lines);
	for (;;) {
		const roles = likeliestRoles(lines, repeated);
		const isStray = (i: number) => roles[i]!.role === "stray";
		// Not every copy of a line can be the stray one: the last is taken for the printed one.
		const lost = [...repeated].filter(([i, copies]) => isStray(i) && copies.every((copy) => copy < i && isStray(copy)));
		if (lost.length === 0) return roles;
		for (const [i] of lost) repeated.delete(i);
	}
}

function likeliestRoles(lines: readonly PrintedLine[], repeated: ReadonlyMap<number, readonly number[]>): RoleOfLine[] {
	const usualGap = median(lines.slice(1).map((line) => line.gap));
	const cohesion = cohesionOf(lines.map((line) => line.text));
	const sights = lines.map((line, i) => {
		const belowPicture = i > 0 && line.gap >= PICTURE_GAP && line.gap > usualGap;
		const sight = sightOf(line, belowPicture, repeated.has(i));
		if (sight.asTitle < LEAST_TITLE) return sight;
		return { ...sight, namesWhatFollows: cohesion.namesWhatFollows(i), changesSubject: cohesion.changesSubject(i) };
	});
	const scores = new Map<number, number>();
	const continuationOf = (before: number, after: number): number => {
		const key = before * lines.length + after;
		let score = scores.get(key);
		if (score === undefined) {
			score = continuation(sights[before]!.text, sights[after]!.text);
			if (usualGap === 0 && lines[after]!.gap > 0) score -= 3;
			scores.set(key, score);
		}
		return score;
	};
	const start: Situation = {
		phase: "nothing",
		titles: 0,
		opening: "none",
		topByline: false,
		labelled: false,
		role: null,
		lastBody: -1,
		lastSubhead: -1,
	};
	let histories: History[] = [{ score: 0, situation: start, begins: false, continues: null, before: null }];
	for (let i = 0; i < sights.length; i++) {
		scores.clear();
		const best = new Map<string, History>();
		for (const history of histories) {
			for (const step of stepsTo(i, history.situation, sights, continuationOf)) {
				const score = history.score + step.score;
				const key = keyOf(step.situation);
				const rival = best.get(key);
				if (rival === undefined || score > rival.score) {
					best.set(key, {
						score,
						situation: step.situation,
						begins: step.begins,
						continues: step.continues,
						before: history,
					});
				}
			}
		}
		histories = [...best.values()].sort((a, b) => b.score - a.score).slice(0, BEAM);
	}
	let winner: History | null = null;
	let winningScore = Number.NEGATIVE_INFINITY;
	for (const history of histories) {
		const score = history.score + closing(history.situation);
		if (score > winningScore) {
			winner = history;
			winningScore = score;
		}
	}
	const roles: RoleOfLine[] = [];
	for (let at = winner; at?.before != null; at = at.before) {
		roles.push({ role: at.situation.role!, begins: at.begins, continues: at.continues });
	}
	return roles.reverse();
}

function keyOf(s: Situation): string {
	return `${s.phase}|${s.titles}|${s.opening}|${s.topByline}|${s.labelled}|${s.role}|${s.lastBody}|${s.lastSubhead}`;
}

interface Step {
	readonly score: number;
	readonly situation: Situation;
	readonly begins: boolean;
	readonly continues: number | null;
}

/** All roles that line i can take in this situation. */
function stepsTo(
	i: number,
	now: Situation,
	sights: readonly Sight[],
	continuationOf: (before: number, after: number) => number,
): Step[] {
	const sight = sights[i]!;
	const steps: Step[] = [];
	const isOpen = now.lastBody >= 0 && !sights[now.lastBody]!.complete;
	/** A report ends here, before the line. */
	const ending = closing(now) + (isOpen ? -2.5 : 0) + (now.phase === "signed" ? 1 : 0);
	const fresh: Situation = {
		phase: "head",
		titles: 0,
		opening: "none",
		topByline: false,
		labelled: false,
		role: null,
		lastBody: -1,
		lastSubhead: -1,
	};
	const add = (score: number, situation: Situation, begins = false, continues: number | null = null): void => {
		steps.push({ score, situation, begins, continues });
	};
	const afterSubhead = now.role === "subhead" ? -5 : 0;
	const repeatPenalty = sight.repeated ? -1 : 0;

	if (sight.kind === "label") {
		add(4 + ending + afterSubhead, { ...fresh, labelled: true, role: "label" }, true);
	}
	if (sight.kind === "series") {
		if (now.phase === "head" && now.titles === 0 && now.role === "label") add(2.5, { ...now, role: "series" });
		else add(2.5 + ending + afterSubhead, { ...fresh, role: "series" }, true);
	}
	const misread = sight.kind === "plain" || sight.kind === "series" ? 0 : -5;

	// Headlines
	const asTitle =
		sight.asTitle + sight.namesWhatFollows + misread + repeatPenalty * 2 + (sight.belowPicture ? -0.7 : 0);
	if (sight.asTitle >= LEAST_TITLE) {
		const dashed = sight.text.startsWith("——") ? 2 : 0;
		if (now.phase === "head" && now.titles === 0) {
			add(asTitle + 0.5 - dashed * 2, { ...now, titles: 1, role: "title" });
		} else if (now.phase === "head" && now.role === "title" && !sight.belowPicture) {
			const afterDash = sights[i - 1]!.text.endsWith("——") ? 2 : 0;
			add((asTitle > 0 ? 0.6 : 1) * asTitle - 0.8 + dashed + afterDash - (now.titles >= 3 ? 3 : 0), {
				...now,
				titles: Math.min(now.titles + 1, 4),
				role: "title",
			});
		}
		if (now.phase !== "head") {
			add(
				asTitle + sight.changesSubject + ending + afterSubhead - dashed * 2 - 0.3,
				{ ...fresh, titles: 1, role: "title" },
				true,
			);
		}
		if (now.phase === "text" || (now.phase === "head" && now.role === "lead-label")) {
			const style = now.topByline || now.opening === "signed" ? 0.8 : now.opening === "bare" ? -1 : -3;
			const alike = now.lastSubhead >= 0 ? likeness(sights[now.lastSubhead]!.text, sight.text) : 0;
			add(0.6 * asTitle - 1 + style + alike + (isOpen ? -3 : 0) + afterSubhead, {
				...now,
				role: "subhead",
				lastSubhead: i,
			});
		}
	}

	// Labels of the lead, bylines, credits
	if (sight.kind === "lead-label") {
		add(now.phase === "head" ? 4 : -2, { ...now, topByline: true, role: "lead-label" });
	}
	if (sight.kind === "byline" || sight.kind === "credit") {
		const isCredit = sight.kind === "credit";
		const behindPicture = now.role === "caption" || now.role === "credit" || sight.belowPicture;
		if (now.phase !== "nothing") {
			const role = isCredit ? "credit" : "byline";
			if (isCredit || (behindPicture && isOpen)) {
				add(3.5 + (behindPicture || now.role === "byline" ? 0 : -1), { ...now, role });
			}
			if (!isCredit || !behindPicture) {
				if (now.phase === "head") {
					const above = now.titles === 0 ? -4 : behindPicture ? 0 : 1;
					add(4 + above, { ...now, topByline: true, role });
				} else if (now.phase === "text") {
					const justified =
						now.opening === "bare" ? 1.2 : now.opening === "wire" ? 1.5 : now.opening === "none" ? 0 : -2.5;
					add(4 + justified + (isOpen ? -1.5 : 0) + afterSubhead, { ...now, phase: "signed", role });
				} else {
					add(now.role === "byline" ? 4 : 2, { ...now, role });
				}
			}
		}
	}

	// Text
	const asBody =
		sight.asBody +
		repeatPenalty +
		(sight.kind === "plain" || sight.kind === "opening" || sight.kind === "series" ? 0 : -5);
	const picture = sight.belowPicture ? -1 : 0;
	const opens: Opening =
		sight.kind === "opening"
			? sight.namesReporter
				? "wire with reporter"
				: "wire"
			: now.topByline
				? "signed"
				: "bare";
	const openingScore = { none: 0, wire: 2.5, "wire with reporter": 2.5, signed: 1, bare: now.labelled ? -1 : -2.5 }[
		opens
	];
	if (now.phase === "head") {
		const headless = now.titles === 0 ? -4 : 0;
		add(asBody + picture + openingScore + headless, {
			...now,
			phase: "text",
			opening: opens,
			role: "body",
			lastBody: i,
		});
	} else {
		const newOpens: Opening = sight.kind === "opening" ? (sight.namesReporter ? "wire with reporter" : "wire") : "bare";
		add(
			asBody + picture + ending + afterSubhead + (now.phase === "nothing" ? -1 : newOpens === "bare" ? -7 : -3.5),
			{ ...fresh, phase: "text", opening: newOpens, role: "body", lastBody: i },
			true,
		);
		if (now.phase !== "nothing") {
			const inside = sight.kind === "opening" ? -6 : 0;
			add(asBody + picture + inside + (isOpen ? -4.5 : 0) + (now.phase === "signed" ? -2 : 0), {
				...now,
				phase: "text",
				role: "body",
				lastBody: i,
			});
			if (isOpen && now.role !== "subhead") {
				const asContinued =
					sight.asContinued + repeatPenalty + (sight.kind === "plain" || sight.kind === "series" ? 0 : -6);
				add(
					asContinued + picture + 0.3 + continuationOf(now.lastBody, i),
					{ ...now, phase: "text", role: "continued", lastBody: i },
					false,
					now.lastBody,
				);
			}
		}
	}

	// Captions
	if (sight.asCaption > -8) {
		const afterCaption = now.role === "caption" || now.role === "credit";
		const asCaption =
			sight.asCaption +
			misread +
			repeatPenalty +
			(sight.belowPicture ? 0 : (afterCaption ? -2.5 : -5) - (sight.complete ? 0 : 3.5));
		if (now.phase === "nothing") add(asCaption - 1, { ...fresh, role: "caption" }, true);
		else add(asCaption, { ...now, role: "caption" });
	}
	if (sight.repeated) add(-0.5, { ...now, phase: now.phase === "nothing" ? "nothing" : now.phase, role: "stray" });
	return steps;
}

/** What it costs that the report ends in this situation: a headline wants a text. */
function closing(s: Situation): number {
	if (s.phase === "head") return s.titles > 0 ? -5 : s.role === "caption" ? -2 : -3;
	if (s.role === "subhead") return -4;
	return s.phase === "text" && s.opening === "wire" ? -0.5 : 0;
}

function sightOf(line: PrintedLine, belowPicture: boolean, repeated: boolean): Sight {
	const { text } = line;
	const lead = leadLabelLength(text);
	const kind = isLabel(text)
		? "label"
		: lead > 0 && lead >= text.length
			? "lead-label"
			: isOpening(text)
				? "opening"
				: isPhotoCredit(text)
					? "credit"
					: isByline(text)
						? "byline"
						: isSeries(text)
							? "series"
							: "plain";
	const complete = isComplete(text);
	const start = startOdds(text);
	return {
		text,
		belowPicture,
		kind,
		namesReporter: kind === "opening" && openingReporter(text) !== null,
		complete,
		namesWhatFollows: 0,
		changesSubject: 0,
		asTitle: titleScore(text) + EDGE_WEIGHT * (start.headline + endOdds(text)),
		asBody: bodyScore(text, complete) + EDGE_WEIGHT * start.paragraph,
		asContinued: continuedScore(text, complete),
		asCaption:
			captionScore(text, complete, belowPicture) + EDGE_WEIGHT * Math.max(start.headline, start.paragraph) * 0.5,
		repeated: repeated && kind === "plain",
	};
}

/** Two parts with a space between them, as headlines and sub-headings are spaced. */
const SPACED = /[\p{Script=Han}\d”’》）)%] +[\p{Script=Han}\d“‘《（(—]/u;
const WEAK_END = /[的和与及在对把被将从以为于是由向让使并或其各这该某]$/u;
const WEAK_START = /^[的了着过等们,，、。！？；;：:”’》）)」』％%]/u;
const TEXT_START =
	/^(?:近日|日前|近年来|如今|目前|今年|去年|据|截至|同时|此外|另外|随着|为了|此次|其中|自从|连日来|在|\d{1,4}年\d{1,2}月|\d{1,2}月\d{1,2}日)/u;

function titleScore(text: string): number {
	if (text.length > 80 || leadLabelLength(text) > 0) return -20;
	let score = 0;
	if (/[。；;,，、：:]$/u.test(text)) score -= 6;
	else if (/[！？!?…]$/u.test(text)) score -= 0.5;
	if (/。./u.test(text)) score -= 6;
	const length = text.length;
	score += length < 5 ? -3 : length < 8 ? -0.7 : length <= 36 ? 1 : length <= 48 ? -0.5 : length <= 64 ? -3 : -10;
	const commas = text.match(/[,，](?!\d{3})/gu)?.length ?? 0;
	if (commas > 0) score -= Math.min(5, 1 + commas);
	score -= 0.3 * (text.match(/[、]/gu)?.length ?? 0);
	if (/[；;]/u.test(text)) score -= 3;
	if (SPACED.test(text)) score += 1.2;
	const marks = openMarks(text);
	if (marks.open !== "") score -= 3;
	if (marks.unopened !== "") score -= 3;
	if (WEAK_START.test(text)) score -= 3;
	if (WEAK_END.test(text)) score -= 2;
	if (TEXT_START.test(text)) score -= 1;
	return score;
}

function bodyScore(text: string, complete: boolean): number {
	let score = complete ? 0.5 : text.length >= 40 ? -0.5 : text.length >= 25 ? -1 : -1.5;
	if (WEAK_START.test(text)) score -= 3;
	if (text.length < 8) score -= 1.5;
	if (!complete && text.length <= 34 && !/[,，、。；：]/u.test(text)) score -= 0.7;
	if (!complete && text.length <= 40 && SPACED.test(text)) score -= 1.5;
	return score;
}

function continuedScore(text: string, complete: boolean): number {
	if (complete) return 0.5;
	// A paragraph is seldom cut twice within one column line.
	let score = text.length >= 40 ? -0.5 : text.length >= 25 ? -1.5 : /[,，、。；;]/u.test(text) ? -3 : -6.5;
	if (text.length <= 40 && SPACED.test(text)) score -= 1.5;
	return score;
}

function captionScore(text: string, complete: boolean, belowPicture: boolean): number {
	const credited = endsWithCredit(text);
	const length = text.length;
	let score = length > 160 ? -10 : length > 110 ? -4 : length > 70 ? -1.5 : length > 50 ? 0 : 1.5;
	if (credited) score += 4;
	else if (complete) score += 0.7;
	else score -= 1.5;
	if (belowPicture) score += 1;
	if (WEAK_START.test(text)) score -= 3;
	return score;
}

/** How alike two sub-headings of one report are: parts and length. */
function likeness(a: string, b: string): number {
	const parts = a.split(/\s+/u).length === b.split(/\s+/u).length;
	const lengths = Math.abs(a.length - b.length) <= 3;
	return (parts ? 0.7 : -0.5) + (lengths ? 0.8 : 0);
}

/** Shortest line that is noticed when it is printed twice, in UTF-16 code units. */
const SHORTEST_REPEAT = 10;

/** Index of each line that stands twice on the page, or that another line begins with → indexes of those others. */
function repeatedLines(lines: readonly PrintedLine[]): Map<number, number[]> {
	const byStart = new Map<string, number[]>();
	lines.forEach((line, i) => {
		if (line.text.length < SHORTEST_REPEAT) return;
		const start = line.text.slice(0, SHORTEST_REPEAT);
		const same = byStart.get(start);
		if (same === undefined) byStart.set(start, [i]);
		else if (same.length < 8) same.push(i);
	});
	const repeated = new Map<number, number[]>();
	for (const same of byStart.values()) {
		for (const i of same) {
			const others = same.filter((other) => {
				if (other === i) return false;
				const text = lines[i]!.text;
				// A text may begin with the words of its headline: that is no copy.
				return lines[other]!.text === text || (Math.abs(other - i) > 5 && lines[other]!.text.startsWith(text));
			});
			if (others.length > 0) repeated.set(i, others);
		}
	}
	return repeated;
}

function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
