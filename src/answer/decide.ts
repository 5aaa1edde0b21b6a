/** Give it a question and the evidence for its best sentence, get whether that is good enough to be quoted as an answer. */

import { standardScores, type WordMatch } from "../search/features.ts";
import type { Hit, SearchResult } from "../search/search.ts";
import { fold } from "../text/fold.ts";
import { taggedWords } from "../text/terms.ts";
import type { SentenceEvidence } from "./evidence.ts";

/** What speaks for and against an answer; yes is 1, no is 0, "cannot be told" is 0.5. */
export interface Signals {
	/** The question names a person, place or thing that the report does not. */
	readonly absentName: number;
	/** The question holds a number or an ordinal that the report does not. */
	readonly absentNumber: number;
	/** Worst match of a noun of the question, 0 … 1. */
	readonly weakestNoun: number;
	/** Worst match of any of its words. */
	readonly weakestWord: number;
	/** The sentence holds words of the asked kind. */
	readonly kind: number;
	/** The asked kind shows in its form (a name, a time, an amount of money …), and the sentence has none. */
	readonly missingKind: number;
	/** A number stands with the unit or the thing that is counted. */
	readonly unit: number;
	/** How far the best sentence is ahead of the best one of another report, at most `MOST_MARGIN`. */
	readonly margin: number;
	/** How far the cosine stands out among the passages proposed, in standard deviations. */
	readonly outstanding: number;
	/** Share of the best ten hits that are of the same report. */
	readonly sameReport: number;
	/** Weighted share of the longer words that nothing alike matches. */
	readonly unmatched: number;
	/** ln(1 + number of content words): with many words some match by chance, and some do not in a good answer. */
	readonly words: number;
}

/** Log-odds per unit of each signal, by logistic regression on answerable and unanswerable questions (DESIGN.md). */
const WORTH: Readonly<Record<keyof Signals, number>> = {
	absentName: -1.48,
	absentNumber: -1.88,
	weakestNoun: 0.88,
	weakestWord: 2.26,
	kind: 0.69,
	missingKind: -2.25,
	unit: 1.83,
	margin: 0.3,
	outstanding: 0.41,
	sameReport: 0.77,
	unmatched: -0.55,
	words: 1.96,
};
const BIAS = -8.47;
/**
 * Log-odds at which a quote is shown: as low as hardly any off-topic question is answered, since each step up refuses
 * questions asked in other words than the report's (`npm run eval` prints the curve).
 */
export const OPERATING_POINT = -1.4;

const MOST_MARGIN = 6;
const BEST_HITS = 10;
/** Cosine from which two words mean about the same. */
const ALIKE = 0.5;
/** A name matched as well as this is the same name, heard or cut differently. */
const SAME_NAME = 0.85;
/** jieba's tags of names: persons, places, organisations, other proper names. */
const NAME = /^n[rstz]/;
const NOUN = /^(n|x|eng|vn|an|[jli]$)/;
const SHOWS_IN_ITS_FORM = new Set(["money", "person", "time", "percentage", "duration", "phone"]);
const NUMBER = /\d[\d.]*|第[一二三四五六七八九十百]+/g;
/** What is counted: the words after 多少 or 几. */
const COUNTED = /(?:多少|几)([^?？,，。、是有的了在\s]{1,6})/;
const AMOUNT = String.raw`[\d一二两三四五六七八九十百千万亿余多]{1,8}[^,，。;；]{0,4}?`;

export function signalsOf(
	{ question: { folded, asked }, hits, proposed }: SearchResult,
	best: SentenceEvidence,
	bestElsewhere: SentenceEvidence | undefined,
): Signals {
	const { hit, article, answering } = best;
	const report = fold(`${article.headline ?? ""}\n${article.text}`);
	const tags = new Map(taggedWords(folded).map(({ word, tag }) => [word, tag]));
	const tagged = (pattern: RegExp, unknown: string) =>
		hit.matches.filter(({ word }) => word.length > 1 && pattern.test(tags.get(word) ?? unknown));
	const isAbsent = ({ word, similarity }: WordMatch) => similarity < SAME_NAME && !report.includes(word);
	const found = answering.length > 0;
	return {
		absentName: tagged(NAME, "").some(isAbsent) ? 1 : 0,
		absentNumber: (folded.match(NUMBER) ?? []).some((number) => !report.includes(number)) ? 1 : 0,
		weakestNoun: Math.min(1, ...tagged(NOUN, "x").map(({ similarity }) => similarity)),
		weakestWord: hit.features.weakest,
		kind: asked.kind === "open" ? 0.5 : found ? 1 : 0,
		missingKind: SHOWS_IN_ITS_FORM.has(asked.kind) && !found ? 1 : 0,
		unit: asked.kind === "quantity" ? countedNearby(folded, asked.unit, fold(hit.passage.text)) : 0.5,
		margin: Math.min(MOST_MARGIN, Math.max(0, best.score - (bestElsewhere?.score ?? 0))),
		outstanding: standardScores(proposed)[proposed.indexOf(hit.features.meaning)] ?? 0,
		sameReport: sameReportShare(hits.slice(0, BEST_HITS), article.id),
		unmatched: unmatchedShare(hit.matches.filter(({ word }) => word.length > 1)),
		words: Math.log1p(hit.matches.length),
	};
}

function sameReportShare(hits: readonly Hit[], articleId: string): number {
	return hits.filter(({ passage }) => passage.articleId === articleId).length / Math.max(1, hits.length);
}

function unmatchedShare(matches: readonly WordMatch[]): number {
	const total = matches.reduce((sum, { weight }) => sum + weight, 0);
	const unmatched = matches.reduce((sum, { weight, similarity }) => sum + (similarity < ALIKE ? weight : 0), 0);
	return total === 0 ? 0 : unmatched / total;
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
