/** Give it the best evidence, get whether it is good enough to be quoted as an answer. */

import type { AskedFor } from "../text/question-kind.ts";
import type { SentenceEvidence } from "./evidence.ts";

/** What the decision is made from; each 0 … 1 except the margin. */
export interface Signals {
	/** Weighted share of the question's words matched in passage and headline, soft matches counted in part. */
	readonly covered: number;
	/** Best match of the question's most telling word. */
	readonly rarest: number;
	/** Worst match of any word of the question. */
	readonly weakest: number;
	/** Does the quoted sentence hold words of the asked kind (1 when nothing can be told from the form). */
	readonly kindPresent: number;
	/** Cosine of question and passage. */
	readonly meaning: number;
}

export function signalsOf(best: SentenceEvidence, asked: AskedFor): Signals {
	const { hit } = best;
	const rarest = hit.matches.reduce((a, b) => (b.weight > a.weight ? b : a));
	return {
		covered: best.inContext,
		rarest: rarest.similarity,
		weakest: hit.features.weakest,
		kindPresent: asked.kind === "open" || best.answering.length > 0 ? 1 : 0,
		meaning: hit.features.meaning,
	};
}

const WORTH: Readonly<Record<keyof Signals, number>> = {
	covered: 6,
	rarest: 2,
	weakest: 1,
	kindPresent: 1,
	meaning: 2,
};
/** Log-odds of being answered at which a quote is shown. */
export const OPERATING_POINT = 5.5;

export function confidence(signals: Signals): number {
	return (Object.keys(WORTH) as (keyof Signals)[]).reduce((sum, name) => sum + WORTH[name] * signals[name], 0);
}
