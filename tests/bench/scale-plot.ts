/** Give it measured series, get an SVG with a panel for each quantity, both axes logarithmic. */

import { fittedGrowth, grownTo, type Point } from "./growth.ts";

export interface Series {
	readonly name: string;
	readonly points: readonly Point[];
}

export interface Panel {
	readonly title: string;
	readonly series: readonly Series[];
}

/** Pixels of the picture at its natural size. */
const PANEL = { width: 360, height: 250 };
const MARGIN = { top: 40, right: 62, bottom: 40, left: 62 };
const COLUMNS = 2;
const LEGEND = 36;
/** Classes of the series, in their order; light, then dark. Told apart by those who see colours otherwise, too. */
const COLOURS = [
	["#0b63ce", "#6cb2ff"],
	["#c2570c", "#ffa657"],
] as const;

const STYLE = `
text { font: 12px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #57606a; }
.title { font-weight: 600; fill: #1f2328; }
.paper { fill: #ffffff; }
.grid { stroke: #d8dee4; stroke-width: 1; }
.line { fill: none; stroke-width: 2; }
.fit { fill: none; stroke-width: 1.5; stroke-dasharray: 2 4; }
.growth { font-weight: 600; }
${COLOURS.map(([light], i) => colourRules(i, light)).join("\n")}
@media (prefers-color-scheme: dark) {
text { fill: #9da7b3; }
.title { fill: #e6edf3; }
.paper { fill: #0d1117; }
.grid { stroke: #2d333b; }
${COLOURS.map(([, dark], i) => colourRules(i, dark)).join("\n")}
}`;

function colourRules(series: number, colour: string): string {
	return `.line.s${series}, .fit.s${series} { stroke: ${colour}; } circle.s${series}, .growth.s${series} { fill: ${colour}; }`;
}

/** Series of the same name have the same colour in all panels; there are two names at most. */
export function scalePlot(panels: readonly Panel[]): string {
	const names = [...new Set(panels.flatMap(({ series }) => series.map(({ name }) => name)))];
	const width = COLUMNS * PANEL.width;
	const height = LEGEND + Math.ceil(panels.length / COLUMNS) * PANEL.height;
	const legend = names.map((name, i) => {
		const x = MARGIN.left + i * 200;
		return `<path class="line s${i}" d="M${x} 22h28"/><circle class="s${i}" cx="${x + 14}" cy="22" r="3.5"/><text class="title" x="${x + 36}" y="26">${name}</text>`;
	});
	const fit = MARGIN.left + names.length * 200;
	legend.push(
		`<path class="fit s0" d="M${fit} 22h28"/><text x="${fit + 36}" y="26">fitted: passages to the power of …</text>`,
	);
	const drawn = panels.map((panel, i) => {
		const x = (i % COLUMNS) * PANEL.width;
		const y = LEGEND + Math.floor(i / COLUMNS) * PANEL.height;
		return `<g transform="translate(${x} ${y})">\n${drawnPanel(panel, names)}\n</g>`;
	});
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
		`<title>${panels.map(({ title }) => title).join("; ")} by the number of passages</title>`,
		`<style>${STYLE}\n</style>`,
		`<rect class="paper" width="${width}" height="${height}"/>`,
		...legend,
		...drawn,
		"</svg>\n",
	].join("\n");
}

function drawnPanel({ title, series }: Panel, names: readonly string[]): string {
	const all = series.flatMap(({ points }) => points);
	const sizes = axis(
		all.map(([size]) => size),
		MARGIN.left,
		PANEL.width - MARGIN.right,
	);
	const fits = series.map(({ points }) => {
		const growth = fittedGrowth(points);
		return [points[0]![0], points.at(-1)![0]].map((size): Point => [size, grownTo(growth, size)]);
	});
	const values = axis(
		[...all, ...fits.flat()].map(([, value]) => value),
		PANEL.height - MARGIN.bottom,
		MARGIN.top,
	);
	const [left, right] = [MARGIN.left, PANEL.width - MARGIN.right];
	const [top, bottom] = [MARGIN.top, PANEL.height - MARGIN.bottom];
	const parts = [`<text class="title" x="${left}" y="26">${title}</text>`];
	for (const tick of values.ticks) {
		const y = values.at(tick);
		parts.push(`<path class="grid" d="M${left} ${y}H${right}"/>`);
		parts.push(`<text x="${left - 8}" y="${place(y + 4)}" text-anchor="end">${short(tick)}</text>`);
	}
	for (const tick of sizes.ticks) {
		const x = sizes.at(tick);
		parts.push(`<path class="grid" d="M${x} ${top}V${bottom}"/>`);
		parts.push(`<text x="${x}" y="${bottom + 18}" text-anchor="middle">${short(tick)}</text>`);
	}
	parts.push(`<text x="${right}" y="${bottom + 34}" text-anchor="end">passages</text>`);
	const ends = series.map(({ points }) => values.at(points.at(-1)![1]));
	const labels = apart(ends, 15);
	for (const [i, { name, points }] of series.entries()) {
		const colour = `s${names.indexOf(name)}`;
		const line = (of: readonly Point[]) => `M${of.map(([x, y]) => `${sizes.at(x)} ${values.at(y)}`).join("L")}`;
		parts.push(`<path class="fit ${colour}" d="${line(fits[i]!)}"/>`);
		parts.push(`<path class="line ${colour}" d="${line(points)}"/>`);
		for (const [x, y] of points)
			parts.push(`<circle class="${colour}" cx="${sizes.at(x)}" cy="${values.at(y)}" r="3.5"/>`);
		const text = `n<tspan dy="-5" font-size="10">${fittedGrowth(points).exponent.toFixed(2)}</tspan>`;
		parts.push(`<text class="growth ${colour}" x="${right + 10}" y="${place(labels[i]! + 4)}">${text}</text>`);
	}
	return parts.join("\n");
}

interface Axis {
	readonly ticks: readonly number[];
	at(value: number): number;
}

/** From the power of ten (or its double or fivefold) below the values to that above them. */
function axis(values: readonly number[], from: number, to: number): Axis {
	const [least, most] = [Math.min(...values), Math.max(...values)];
	const steps: number[] = [];
	for (let power = Math.floor(Math.log10(least)); power <= Math.ceil(Math.log10(most)); power++)
		for (const step of [1, 2, 5]) steps.push(step * 10 ** power);
	const low = steps.findLast((step) => step <= least * 1.0001)!;
	const high = steps.find((step) => step >= most * 0.9999)!;
	const at = (value: number) => place(from + ((to - from) * Math.log(value / low)) / Math.log(high / low));
	const inside = steps.filter((step) => step >= low && step <= high);
	const decades = inside.filter((step) => Number.isInteger(Number(Math.log10(step).toFixed(9))));
	return { ticks: decades.length >= 3 ? decades : inside, at };
}

/** Positions moved so that neighbours are at least `gap` apart, in the order given. */
function apart(positions: readonly number[], gap: number): number[] {
	const order = [...positions.keys()].sort((a, b) => positions[a]! - positions[b]!);
	const moved = [...positions];
	for (const [i, at] of order.entries()) {
		if (i === 0) continue;
		const above = moved[order[i - 1]!]!;
		if (moved[at]! - above < gap) {
			const middle = (moved[at]! + above) / 2;
			moved[order[i - 1]!] = middle - gap / 2;
			moved[at] = middle + gap / 2;
		}
	}
	return moved;
}

const place = (pixels: number) => Math.round(pixels * 10) / 10;

function short(value: number): string {
	if (value >= 1e6) return `${value / 1e6}M`;
	if (value >= 1e3) return `${value / 1e3}k`;
	return String(Number(value.toPrecision(1)));
}
