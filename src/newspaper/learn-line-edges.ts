/**
 * Give it reports as gzipped JSON lines ({"q": headline, "p": paragraph}), get the weights for line-edges.ts on
 * standard output: `npx tsx src/newspaper/learn-line-edges.ts reports.jsonl.gz >weights.json`, then put them in the
 * place of `line-edges.json`. Three logistic regressions over two characters of a line's beginning or end, trained by
 * AdaGrad; the same reports give the same weights.
 */

import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

import { endFeatures, startFeatures } from "./line-edges.ts";

interface Example {
	readonly features: readonly string[];
	readonly isPositive: boolean;
}

const EPOCHS = 4;
const LEARNING_RATE = 0.2;
const DECAY = 1e-3;
/** A feature seen less often says nothing. */
const RAREST = 20;

const random = seededRandom(1);
const reports = readReports(process.argv.slice(2));
const headlines: string[] = [];
const paragraphs: string[] = [];
const middles: string[] = [];
const cutEnds: string[] = [];
for (const { headline, text } of reports) {
	const sentences = text.match(/[^。！？!?]*[。！？!?]+”?/gu) ?? [];
	const sentence = Math.floor(random() * sentences.length);
	const paragraph = sentences.slice(sentence).join("");
	const cut = 10 + Math.floor(random() * 23);
	if (paragraph.length < cut + 10 || /[。！？!?”]$/u.test(paragraph.slice(0, cut))) continue;
	headlines.push(headline);
	paragraphs.push(random() < 0.5 ? text : paragraph);
	middles.push(paragraph.slice(cut));
	cutEnds.push(paragraph.slice(0, cut));
}
const examples = (positive: string[], negative: string[], featuresOf: (text: string) => string[]): Example[] => [
	...positive.map((text) => ({ features: featuresOf(text), isPositive: true })),
	...negative.map((text) => ({ features: featuresOf(text), isPositive: false })),
];
process.stderr.write(`${headlines.length} reports\n`);
const weights = {
	startOfHeadline: learn("start of headline", examples(headlines, middles, startFeatures)),
	startOfParagraph: learn("start of paragraph", examples(paragraphs, middles, startFeatures)),
	endOfHeadline: learn("end of headline", examples(headlines, cutEnds, endFeatures)),
};
process.stdout.write(`${JSON.stringify(weights, null, 2)}\n`);

function readReports(files: readonly string[]): { headline: string; text: string }[] {
	const texts = new Map<string, string>();
	for (const file of files) {
		for (const line of gunzipSync(readFileSync(file)).toString("utf8").split("\n")) {
			if (line === "") continue;
			const { q, p } = JSON.parse(line) as { q: string; p: string };
			if (q.length >= 6 && q.length <= 40 && !texts.has(q)) texts.set(q, p);
		}
	}
	return [...texts].map(([headline, text]) => ({ headline, text }));
}

/** Weights in hundredths. A tenth of the examples is kept aside to report how often they are right. */
function learn(name: string, all: Example[]): Record<string, number> {
	shuffle(all);
	const aside = all.slice(0, Math.floor(all.length / 10));
	const training = all.slice(aside.length);
	const counts = new Map<string, number>();
	for (const { features } of training) for (const f of features) counts.set(f, (counts.get(f) ?? 0) + 1);
	const weights = new Map([...counts].filter(([, count]) => count >= RAREST).map(([feature]) => [feature, 0]));
	const squares = new Map<string, number>();
	const odds = (features: readonly string[]): number => features.reduce((s, f) => s + (weights.get(f) ?? 0), 0);
	for (let epoch = 0; epoch < EPOCHS; epoch++) {
		shuffle(training);
		for (const { features, isPositive } of training) {
			const error = 1 / (1 + Math.exp(-odds(features))) - (isPositive ? 1 : 0);
			for (const feature of features) {
				const weight = weights.get(feature);
				if (weight === undefined) continue;
				const gradient = error + DECAY * weight;
				const square = (squares.get(feature) ?? 0.01) + gradient * gradient;
				squares.set(feature, square);
				weights.set(feature, weight - (LEARNING_RATE * gradient) / Math.sqrt(square));
			}
		}
	}
	const right = aside.filter(({ features, isPositive }) => odds(features) > 0 === isPositive).length;
	process.stderr.write(`${name}: ${weights.size} weights, ${((100 * right) / aside.length).toFixed(1)} % right\n`);
	const rounded = [...weights].map(([f, weight]): [string, number] => [f, Math.round(weight * 100)]);
	return Object.fromEntries(
		rounded.filter(([, weight]) => Math.abs(weight) >= 10).sort(([a], [b]) => (a < b ? -1 : 1)),
	);
}

function shuffle<T>(items: T[]): void {
	for (let i = items.length - 1; i > 0; i--) {
		const j = Math.floor(random() * (i + 1));
		[items[i], items[j]] = [items[j]!, items[i]!];
	}
}

/** mulberry32 */
function seededRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}
