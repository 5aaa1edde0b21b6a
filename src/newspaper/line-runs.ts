/** Give it the lines of a page, get those that a run of others like them shows to be rows of a table or lines of a poem. */

import { isBareName } from "./line-shapes.ts";

/** Fewer lines without a mark between two texts may be headlines and a name. */
const LEAST_VERSE = 6;
/** The first two of such lines may be a headline; so may the last, with the author below it. */
const PERHAPS_HEADLINE = 2;
/** UTF-16 code units. */
const LONGEST_VERSE = 20;
const LONGEST_ROW = 80;
const FIGURE = /^[-+¥￥$]?\d[\d.,:：/秒分′″-]*(?:\p{Script=Han}{0,2}|%)$/u;
const RULE = /^[|+:\s-]*-{3,}[|+:\s-]*$/;

/** Each line stands for itself: it is no headline and goes on in no other line. */
export function linesOfRuns(lines: readonly string[]): ReadonlySet<number> {
	const inTables = rows(lines);
	return new Set([...inTables, ...verses(lines.map((line, i) => (inTables.has(i) ? "" : line)))]);
}

/** Neighbours with the same number of cells, of which at least one is a figure in both; the words above such a column. */
function rows(lines: readonly string[]): Set<number> {
	const cells = lines.map(cellsOf);
	const found = new Set<number>();
	for (let i = 1; i < cells.length; i++) {
		const [above, below] = [cells[i - 1]!, cells[i]!];
		if (above.length < 2 || above.length !== below.length) continue;
		if (above.some((cell, column) => FIGURE.test(cell) && FIGURE.test(below[column]!))) found.add(i - 1).add(i);
	}
	for (const row of [...found]) {
		let head = row - 1;
		if (head >= 0 && RULE.test(lines[head]!)) found.add(head--);
		if (cells[row]!.length >= 3 && cells[head]?.length === cells[row]!.length) found.add(head);
	}
	return found;
}

function cellsOf(line: string): readonly string[] {
	if (line.length > LONGEST_ROW || /[。；;，]|,(?!\d{3})/u.test(line)) return [];
	return line.split(/[\s|]+/u).filter((cell) => cell !== "");
}

/** The middle of a run of short lines without comma or full stop. */
function verses(lines: readonly string[]): number[] {
	const found: number[] = [];
	let start = 0;
	for (let i = 0; i <= lines.length; i++) {
		if (i < lines.length && isVerse(lines[i]!)) continue;
		const perhapsBelow = i === lines.length ? 0 : isBareName(lines[i - 1] ?? "") ? 2 : 1;
		const end = i - perhapsBelow;
		if (i - start >= LEAST_VERSE) for (let at = start + PERHAPS_HEADLINE; at < end; at++) found.push(at);
		start = i + 1;
	}
	return found;
}

function isVerse(line: string): boolean {
	return line.length <= LONGEST_VERSE && /\p{Script=Han}/u.test(line) && !/[,，。；;、.]/u.test(line);
}
