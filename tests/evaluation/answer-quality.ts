/** Give it questions and what came of them, get how good the answers are: in numbers (floors) and as tables (people). */

import { OPERATING_POINT } from "../../src/answer/decide.ts";
import type { Program } from "../../src/program.ts";
import { askAll, letters, type Outcome } from "./asked-pages.ts";
import type { AnswerableQuestion, QuestionSet, UnanswerableQuestion } from "./questions.ts";
import { median, percent, quantile, table } from "./tables.ts";

export type Answerable = AnswerableQuestion & Outcome;
export type Unanswerable = UnanswerableQuestion & Outcome;

/** What the program makes of each question of a set. */
export async function askSet(
	program: Program,
	{ answerable, unanswerable }: QuestionSet,
	seeds?: string,
): Promise<{ answers: Answerable[]; refusals: Unanswerable[] }> {
	return {
		answers: (await askAll(program, answerable, seeds)).map((outcome, i) => ({ ...answerable[i]!, ...outcome })),
		refusals: (await askAll(program, unanswerable, seeds)).map((outcome, i) => ({ ...unanswerable[i]!, ...outcome })),
	};
}

/** Shares, 0 … 1. A refusal is a miss, except where the decision is ignored. */
export interface AnswerQuality {
	readonly count: number;
	readonly inFirst: number;
	readonly inThree: number;
	readonly inFirstUndecided: number;
	readonly inThreeUndecided: number;
	readonly refused: number;
	/** Of the first quotes that hold the answer and mark something: those that mark the answer or a part of it. */
	readonly marked: number;
}

export function answerQuality(asked: readonly Answerable[]): AnswerQuality {
	return {
		count: asked.length,
		inFirst: share(asked, ({ quotes, answer }) => holds(quotes.slice(0, 1), answer)),
		inThree: share(asked, ({ quotes, answer }) => holds(quotes, answer)),
		inFirstUndecided: share(asked, ({ undecided, answer }) => holds(undecided.slice(0, 1), answer)),
		inThreeUndecided: share(asked, ({ undecided, answer }) => holds(undecided, answer)),
		refused: share(asked, ({ answered }) => !answered),
		marked: share(asked.filter(marksBesideAnswer), marksAnswer),
	};
}

function marksBesideAnswer({ quotes, marks, answer }: Answerable): boolean {
	return marks.length > 0 && quotes[0]!.includes(answer);
}

function marksAnswer({ quotes, marks, answer }: Answerable): boolean {
	const at = quotes[0]!.indexOf(answer);
	return marks.some(({ start, end }) => start < at + answer.length && at < end);
}

/** Share of the questions that were refused, as they should be. */
export function recognised(asked: readonly Unanswerable[]): number {
	return share(asked, ({ answered }) => !answered);
}

export function answerTable(asked: readonly Answerable[]): string {
	const row = (name: string, part: readonly Answerable[]) => {
		const quality = answerQuality(part);
		const { inFirst, inThree, inFirstUndecided, inThreeUndecided, refused, marked } = quality;
		const shares = [inFirst, inThree, inFirstUndecided, inThreeUndecided, refused, marked];
		return [name, String(quality.count), ...shares.map(percent)];
	};
	return table(
		["answerable", "questions", "1st quote", "in three", "1st undecided", "three undecided", "refused", "marked right"],
		[...byKind(asked).map(([kind, part]) => row(kind, part)), row("all", asked)],
	);
}

export function refusalTable(asked: readonly Unanswerable[]): string {
	const row = (name: string, part: readonly Unanswerable[]) => [name, String(part.length), percent(recognised(part))];
	return table(
		["unanswerable", "questions", "recognised"],
		[...byKind(asked).map(([kind, part]) => row(kind, part)), row("all", asked)],
	);
}

/** Lost answers at which the curve is shown, besides the operating point. */
const LOST = [0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3];

/** What would be lost and what wrongly answered if the decision were made at other points; the chosen one is marked. */
export function decisionCurve(answerable: readonly Answerable[], unanswerable: readonly Unanswerable[]): string {
	const sure = answerable.map(({ confidence }) => confidence).sort((a, b) => a - b);
	const points = new Set([...LOST.map((lost) => sure[Math.floor(lost * sure.length)]!), OPERATING_POINT]);
	const kinds = byKind(unanswerable);
	const rows = [...points]
		.sort((a, b) => a - b)
		.map((point) => {
			const wrong = (part: readonly Unanswerable[]) => percent(share(part, ({ confidence }) => confidence >= point));
			return [
				`${point === OPERATING_POINT ? "→ " : ""}${point.toFixed(2)}`,
				percent(share(answerable, ({ confidence }) => confidence < point)),
				percent(share(answerable, (q) => q.confidence >= point && holds(q.undecided.slice(0, 1), q.answer))),
				...kinds.map(([, part]) => wrong(part)),
				wrong(unanswerable),
			];
		});
	const wrongly = [...kinds.map(([kind]) => kind), "all"].map((kind) => `wrong: ${kind}`);
	return table(["operating point", "lost", "1st quote", ...wrongly], rows);
}

export function timeTable(asked: readonly Outcome[]): string {
	const times = asked.map(({ milliseconds }) => milliseconds);
	return table(
		["time", "questions", "median ms", "p95 ms"],
		[["inside the program", String(times.length), median(times).toFixed(1), quantile(times, 0.95).toFixed(1)]],
	);
}

function holds(quotes: readonly string[], answer: string): boolean {
	return quotes.some((quote) => letters(quote).includes(letters(answer)));
}

function share<T>(items: readonly T[], isSo: (item: T) => boolean): number {
	return items.filter(isSo).length / items.length;
}

/** Largest kind first. */
function byKind<T extends { readonly kind: string }>(items: readonly T[]): [kind: string, items: T[]][] {
	const kinds = [...new Set(items.map(({ kind }) => kind))];
	const parts = kinds.map((kind): [string, T[]] => [kind, items.filter((item) => item.kind === kind)]);
	return parts.sort(([, a], [, b]) => b.length - a.length);
}
