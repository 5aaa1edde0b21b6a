/** Give it a line, get whether its first and last characters look like those of a headline, of a paragraph or of a cut. */

import learnt from "./line-edges.json" with { type: "json" };

type Weights = Readonly<Record<string, number>>;

/** How a line begins, in natural logarithms of odds against beginning in the middle of a sentence. */
export interface StartOdds {
	readonly headline: number;
	readonly paragraph: number;
}

/** Odds are held within ± this: the words of other reports may say the opposite. */
const MOST = 3;

/**
 * Weights in `line-edges.json` are integers, hundredths. They come from `learn-line-edges.ts`, fed with 41,506 reports
 * of an evening news programme (public repositories yuekcc/cctv_news, DuckBurnIncense/xin-wen-lian-bo, xiaoyu2er/xwlb);
 * on a tenth kept aside 85, 87 and 81 % of starts of headlines, starts of paragraphs and ends of headlines are told
 * from cuts in the middle of a sentence.
 */
export function startOdds(text: string): StartOdds {
	const features = startFeatures(text);
	return {
		headline: sum(learnt.startOfHeadline, features),
		paragraph: sum(learnt.startOfParagraph, features),
	};
}

/** Above 0: rather the end of a headline; below 0: rather cut off in the middle of a sentence. */
export function endOdds(text: string): number {
	return sum(learnt.endOfHeadline, endFeatures(text));
}

export function startFeatures(text: string): string[] {
	const head = general(text.slice(0, 2));
	return [head.slice(0, 1), head];
}

export function endFeatures(text: string): string[] {
	const tail = general(text.slice(-2));
	return [tail.slice(-1), tail];
}

/** Which digit or letter it is says nothing; full-width punctuation counts as half-width. */
function general(text: string): string {
	return text
		.replace(/\d/gu, "0")
		.replace(/[A-Za-z]/gu, "A")
		.replace(/，/gu, ",")
		.replace(/：/gu, ":")
		.replace(/；/gu, ";")
		.replace(/（/gu, "(")
		.replace(/）/gu, ")");
}

function sum(weights: Weights, features: readonly string[]): number {
	const total = features.reduce((odds, feature) => odds + (weights[feature] ?? 0) / 100, 0);
	return Math.max(-MOST, Math.min(MOST, total));
}
