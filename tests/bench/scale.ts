/**
 * Writes what `docs/scale.json` holds (made by `npm run bench:scale`) into the picture `docs/scale.svg` and between the
 * two marks in `docs/scale.md`.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { table } from "../evaluation/tables.ts";
import type { Comparison, Run } from "./compare.ts";
import { fittedGrowth, marginal, type Point } from "./growth.ts";
import { type Panel, scalePlot } from "./scale-plot.ts";
import { totalOf } from "./stored-bytes.ts";

const DOCS = join(import.meta.dirname, "..", "..", "docs");
const BEGIN = "<!-- measured: npm run bench:scale writes what follows -->";
const END = "<!-- end of what was measured -->";

const ENGINES: readonly (readonly [system: string, name: string])[] = [
	["embedded", "embedded"],
	["postgres", "PostgreSQL"],
];

interface Quantity {
	readonly title: string;
	/** In the unit of the title. */
	readonly of: (run: Run) => number;
	readonly isDrawn: boolean;
}

const QUANTITIES: readonly Quantity[] = [
	{ title: "indexing, s", of: ({ indexMs }) => indexMs / 1000, isDrawn: true },
	{ title: "question, median, ms", of: ({ medianMs }) => medianMs, isDrawn: true },
	{ title: "question, 95th percentile, ms", of: ({ p95Ms }) => p95Ms, isDrawn: true },
	{ title: "50 questions at once, ms", of: ({ atOnceMs }) => atOnceMs, isDrawn: true },
	{ title: "memory while indexing, MB", of: ({ peakBytes }) => peakBytes / 1e6, isDrawn: false },
	{ title: "memory while answering, MB", of: ({ opened }) => opened!.residentBytes / 1e6, isDrawn: true },
	{ title: "opening, ms", of: ({ opened }) => opened!.openMs, isDrawn: false },
	{ title: "disk, MB", of: ({ disk }) => totalOf(disk!) / 1e6, isDrawn: true },
];

/** The picture and the text between the marks. */
export function scaleDocument({ conditions, runs }: Comparison): { plot: string; measured: string } {
	const engines = ENGINES.filter(([system]) => runs.some((run) => run.system === system));
	const series = (system: string, { of }: Quantity) =>
		runs.filter((run) => run.system === system).map((run): Point => [run.texts, of(run)]);
	const panels = QUANTITIES.filter(({ isDrawn }) => isDrawn).map(
		(quantity): Panel => ({
			title: quantity.title,
			series: engines.map(([system, name]) => ({ name, points: series(system, quantity) })),
		}),
	);
	const tables = engines.map(([system, name]) => {
		const rows = QUANTITIES.map((quantity) => {
			const points = series(system, quantity);
			const further = marginal(points);
			return [
				quantity.title,
				...points.map(([, value]) => rounded(value)),
				`n^${fittedGrowth(points).exponent.toFixed(2)}`,
				further <= 0 ? "–" : `${rounded(further * 1000)}`,
			];
		});
		const sizes = runs.filter((run) => run.system === system).map(({ texts }) => texts.toLocaleString("en"));
		return table([`${name}, passages:`, ...sizes, "growth", "a further 1,000"], rows);
	});
	const disk = engines.map(([system, name]) => {
		const { texts, disk } = runs.findLast((run) => run.system === system)!;
		const parts = Object.entries(disk!).sort(([, a], [, b]) => b - a);
		const rows = parts.map(([part, bytes]) => [part, rounded(bytes / texts)]);
		return table([`${name}, on disk at ${texts.toLocaleString("en")}`, "bytes a passage"], rows);
	});
	return { plot: scalePlot(panels), measured: [fenced(conditions), ...tables, ...disk].join("\n\n") };
}

const fenced = (text: string) => `\`\`\`\n${text}\n\`\`\``;

function rounded(value: number): string {
	return value >= 100 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(2)));
}

/** The document with what stands between the marks replaced. */
export function withMeasured(document: string, measured: string): string {
	const [begin, end] = [document.indexOf(BEGIN), document.indexOf(END)];
	if (begin < 0 || end < begin) throw new Error(`docs/scale.md lacks the marks ${BEGIN} and ${END}`);
	return `${document.slice(0, begin + BEGIN.length)}\n\n${measured}\n\n${document.slice(end)}`;
}

export function writeScaleDocument(): void {
	const { plot, measured } = scaleDocument(JSON.parse(readFileSync(join(DOCS, "scale.json"), "utf8")));
	writeFileSync(join(DOCS, "scale.svg"), plot);
	const text = join(DOCS, "scale.md");
	writeFileSync(text, withMeasured(readFileSync(text, "utf8"), measured));
}

if (process.argv[1] === import.meta.filename) writeScaleDocument();
