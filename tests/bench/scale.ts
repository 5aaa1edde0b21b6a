/**
 * Writes what `docs/scale.json` holds (made by `npm run bench:scale`) into the picture `docs/scale.svg` and behind the
 * marks in `docs/scale.md`.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { table } from "../evaluation/tables.ts";
import type { Comparison, Run } from "./compare.ts";
import { fittedGrowth, grownTo, marginal, type Point } from "./growth.ts";
import { type Panel, scalePlot } from "./scale-plot.ts";
import { totalOf } from "./stored-bytes.ts";

const DOCS = join(import.meta.dirname, "..", "..", "docs");
const MARKS = {
	measured: "<!-- measured: npm run bench:scale writes what follows -->",
	paper: "<!-- on paper: npm run bench:scale writes what follows -->",
} as const;
const END = "<!-- end -->";
/** Passages. */
const ON_PAPER = [1e7, 1e9];

/** Bytes a number of a vector takes: as they are kept, and as the smallest that rank as well. */
const NUMBER_BYTES = { float32: 4, int8: 1 };

const ENGINES: readonly (readonly [system: string, name: string])[] = [
	["embedded", "embedded"],
	["postgres", "PostgreSQL"],
];

interface Quantity {
	readonly title: string;
	/** In the unit of the title. */
	readonly of: (run: Run) => number;
	readonly isDrawn: boolean;
	/** On paper: every further passage costs what the last ones did. Times of questions follow the fitted power. */
	readonly perPassage?: (value: number) => string;
}

const QUANTITIES: readonly Quantity[] = [
	{ title: "indexing, s", of: ({ indexMs }) => indexMs / 1000, isDrawn: true, perPassage: duration },
	{ title: "question, median, ms", of: ({ medianMs }) => medianMs, isDrawn: true },
	{ title: "question, 95th percentile, ms", of: ({ p95Ms }) => p95Ms, isDrawn: true },
	{ title: "50 questions at once, ms", of: ({ atOnceMs }) => atOnceMs, isDrawn: true },
	{ title: "memory while indexing, MB", of: ({ peakBytes }) => peakBytes / 1e6, isDrawn: false },
	{
		title: "memory while answering, MB",
		of: ({ opened }) => opened!.residentBytes / 1e6,
		isDrawn: true,
		perPassage: size,
	},
	{ title: "opening, ms", of: ({ opened }) => opened!.openMs, isDrawn: false },
	{ title: "disk, MB", of: ({ disk }) => totalOf(disk!) / 1e6, isDrawn: true, perPassage: size },
];

/** The picture and the texts behind the marks. */
export function scaleDocument({
	conditions,
	vectors,
	runs,
}: Comparison): { plot: string } & Record<keyof typeof MARKS, string> {
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
	const paper = engines.map(([system, name]) => {
		const rows = QUANTITIES.flatMap((quantity) => {
			const points = series(system, quantity);
			const [largest, last] = points.at(-1)!;
			const { perPassage, isDrawn, title } = quantity;
			if (perPassage === undefined) {
				const growth = fittedGrowth(points);
				return isDrawn ? [[title, ...ON_PAPER.map((size) => rounded(grownTo(growth, size)))]] : [];
			}
			// Where a number does not grow, the slope between two of them is only chance.
			const further = Math.max(0, marginal(points));
			const grown = (size: number) => last + (size - largest) * further;
			return [[title.replace(/, \w+$/, ""), ...ON_PAPER.map((size) => perPassage(grown(size)))]];
		});
		return table([`${name}, as it is, on one such machine:`, "10 million", "1 billion"], rows);
	});
	return {
		plot: scalePlot(panels),
		measured: [fenced(conditions), ...tables, ...disk].join("\n\n"),
		paper: [partsTable(runs.findLast(({ system }) => system === "embedded")!, vectors), ...paper].join("\n\n"),
	};
}

/** What a passage is made of: the files of the embedded index, their vectors apart. */
function partsTable({ disk, texts }: Run, { dimensions, leading }: Comparison["vectors"]): string {
	const { float32, int8 } = NUMBER_BYTES;
	const bytes = (file: string) => disk![file]! / texts;
	const parts: readonly (readonly [part: string, bytes: number])[] = [
		["text and where it is printed", bytes("records")],
		["postings", bytes("segment") - dimensions * float32],
		[`vector, ${dimensions} × float32`, dimensions * float32],
		[`vector, ${dimensions} × int8`, dimensions * int8],
		[`its leading ${leading} in the graph`, leading * float32],
		["links to other vectors", bytes("graph") - leading * float32],
	];
	const rows = parts.map(([part, one]) => [part, rounded(one), ...ON_PAPER.map((count) => size((one * count) / 1e6))]);
	return table(["bytes", "a passage", "10 million", "1 billion"], rows);
}

function duration(seconds: number): string {
	const hours = seconds / 3600;
	return hours < 48 ? `${rounded(hours)} h` : `${rounded(hours / 24)} days`;
}

function size(megabytes: number): string {
	return megabytes < 1e6 ? `${rounded(megabytes / 1e3)} GB` : `${rounded(megabytes / 1e6)} TB`;
}

const fenced = (text: string) => `\`\`\`\n${text}\n\`\`\``;

function rounded(value: number): string {
	return value >= 100 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(2)));
}

/** The document with what stands behind the mark replaced. */
function withText(document: string, mark: string, text: string): string {
	const begin = document.indexOf(mark);
	const end = document.indexOf(END, begin);
	if (begin < 0 || end < 0) throw new Error(`docs/scale.md lacks the marks ${mark} and ${END}`);
	return `${document.slice(0, begin + mark.length)}\n\n${text}\n\n${document.slice(end)}`;
}

export function writeScaleDocument(): void {
	const { plot, measured, paper } = scaleDocument(JSON.parse(readFileSync(join(DOCS, "scale.json"), "utf8")));
	writeFileSync(join(DOCS, "scale.svg"), plot);
	const file = join(DOCS, "scale.md");
	const document = withText(readFileSync(file, "utf8"), MARKS.measured, measured);
	writeFileSync(file, withText(document, MARKS.paper, paper));
}

if (process.argv[1] === import.meta.filename) writeScaleDocument();
