/** Give it rows of cells, get a table in plain text (also a Markdown one); and the numbers that stand in it. */

/** First column to the left, the others to the right. Cells are of Latin letters and digits. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
	const line = (cells: readonly string[]) =>
		`| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(" | ")} |`;
	const rule = `|${widths.map((width, i) => (i === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`)).join("|")}|`;
	return [line(head), rule, ...rows.map(line)].join("\n");
}

export function percent(share: number): string {
	return Number.isNaN(share) ? "–" : `${(100 * share).toFixed(1)} %`;
}

/** The smallest number that at least `share` of them do not exceed. */
export function quantile(numbers: readonly number[], share: number): number {
	return numbers.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(numbers.length * share) - 1)]!;
}

export function median(numbers: readonly number[]): number {
	return quantile(numbers, 0.5);
}
