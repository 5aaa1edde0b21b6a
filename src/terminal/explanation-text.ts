/** Give it how an answer came about, get it as lines for the curious. */

import type { Explanation, WeighedHit } from "../answer/answerer.ts";
import { OPERATING_POINT } from "../answer/decide.ts";
import { FEATURES } from "../search/features.ts";

const SHOWN_HITS = 5;
const SHOWN_SENTENCES = 3;

export function explanationText({
	question: { asked },
	time,
	hits,
	evidence,
	signals,
	confidence,
}: Explanation): string {
	const kind = `问的是:${asked.kind}${asked.unit === null ? "" : `(${asked.unit})`}`;
	const days = time?.range ? `(${time.range.from} – ${time.range.to})` : "";
	const times = time === null ? [] : [`  问的时间:${time.expressions.map(({ words }) => words).join("、")}${days}`];
	const decision =
		signals === null
			? "没有可查的词"
			: `把握 ${confidence.toFixed(2)}(达到 ${OPERATING_POINT} 才作答):${Object.entries(signals)
					.map(([name, value]) => `${name} ${value.toFixed(2)}`)
					.join(" ")}`;
	const sentences = evidence
		.slice(0, SHOWN_SENTENCES)
		.map(
			({ own, inContext, telling, focus, answering, score, article, span }) =>
				`    句 ${score.toFixed(2)} own ${own.toFixed(2)} inContext ${inContext.toFixed(2)} telling ${telling.toFixed(2)} focus ${focus.toFixed(2)} answering ${answering.length} ${article.id} ${span.start}–${span.end}`,
		);
	return [`  ${kind}`, ...times, `  ${decision}`, ...hits.slice(0, SHOWN_HITS).flatMap(hitLines), ...sentences].join(
		"\n",
	);
}

function hitLines(hit: WeighedHit, place: number): string[] {
	const features = FEATURES.map((feature) => `${feature} ${hit.features[feature].toFixed(2)}`).join(" ");
	const matches = hit.matches.map(({ word, matched, similarity }) =>
		similarity === 1 ? word : `${word}→${matched ?? "?"} ${similarity.toFixed(2)}`,
	);
	return [
		`  ${place + 1}. ${hit.score.toFixed(2)}${hit.bonus === 0 ? "" : `(加 ${hit.bonus.toFixed(2)})`} ${hit.passage.text.slice(0, 30)}…(${hit.passage.headline ?? "无标题"})`,
		`     名次 词 ${hit.ranks.words} 义 ${hit.ranks.meaning} · ${features}`,
		`     对上的词 ${matches.join(" ")}`,
	];
}
