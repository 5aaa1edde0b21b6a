/** Give it a page, get its articles: headline, section, byline, joined text and captions, each letter with its place. */

import { createHash } from "node:crypto";
import type { Article, Page, Piece, PrintedText } from "../domain.ts";
import { simplified } from "../text/fold.ts";
import { type RoleOfLine, rolesOf } from "./line-roles.ts";
import { leadLabelLength, openingReporter, UNPRINTED } from "./line-shapes.ts";
import type { PrintedLine } from "./line-sights.ts";

/** UTF-16 code units. */
const LONGEST_OPENING = 80;

/** A printed line of one article. */
interface Member {
	readonly line: PrintedLine;
	readonly column: number;
	readonly index: number;
	readonly role: RoleOfLine;
}

/**
 * The articles of a page in the order they begin. Every line that is not blank belongs to exactly one of them or, like
 * a stray copy of another article's line, to none. Text is joined over column breaks without a letter lost or added;
 * only control characters, direction marks and zero-width marks are left out (one piece ends before them, the next
 * begins behind). The same page gives the same ids.
 */
export function articlesOf(page: Page): Article[] {
	const printed = printedLines(page.lines);
	const roles = rolesOf(printed.map(({ line }) => ({ ...line, text: withoutUnprinted(line.text) })));
	const groups: Member[][] = [];
	const strays: { at: number; member: Member }[] = [];
	printed.forEach(({ line, column }, index) => {
		const role = roles[index]!;
		const member: Member = { line, column, index, role };
		if (role.role === "stray") {
			strays.push({ at: groups.length - 1, member });
			return;
		}
		if (role.begins || groups.length === 0) groups.push([]);
		groups.at(-1)!.push(member);
	});
	const lineNumbers = groups.map((group) => group.map(({ line }) => line.number));
	for (const { at, member } of strays) {
		// A line repeated inside its own article belongs to it, but stands in its text only where it is continued.
		const isOwn = groups[at]?.some(({ line }) => line.text.startsWith(member.line.text));
		if (isOwn) lineNumbers[at]!.push(member.line.number);
	}
	const ordinals = new Map<string, number>();
	return groups.map((members, n) => {
		const numbers = lineNumbers[n]!.sort((a, b) => a - b);
		return articleOf(page, members, numbers, (content) => {
			const ordinal = ordinals.get(content) ?? 0;
			ordinals.set(content, ordinal + 1);
			return ordinal;
		});
	});
}

/** Lines that are not blank, trimmed, with the column where the trimmed text begins. */
function printedLines(lines: readonly string[]): { line: PrintedLine; column: number }[] {
	const printed: { line: PrintedLine; column: number }[] = [];
	let gap = 0;
	lines.forEach((whole, i) => {
		let start = 0;
		let end = whole.length;
		while (start < end && isBlank(whole[start]!)) start++;
		while (end > start && isBlank(whole[end - 1]!)) end--;
		if (start === end) {
			gap++;
			return;
		}
		printed.push({ line: { number: i + 1, text: whole.slice(start, end), gap }, column: start });
		gap = 0;
	});
	return printed;
}

function isBlank(char: string): boolean {
	return /\s/u.test(char) || UNPRINTED.test(char);
}

function articleOf(
	page: Page,
	members: readonly Member[],
	numbers: readonly number[],
	ordinalOf: (content: string) => number,
): Article {
	const withRole = (...roles: readonly string[]) => members.filter(({ role }) => roles.includes(role.role));
	const joined = (chosen: readonly Member[]) =>
		chosen.length === 0 ? null : chosen.map(({ line }) => withoutUnprinted(line.text)).join(" ");
	const body = joinedText(withRole("body", "continued", "subhead"));
	const headline = joined(withRole("title"));
	const section = joined(withRole("label").slice(0, 1)) ?? joined(withRole("series").slice(0, 1));
	const byline = joined(withRole("byline")) ?? reporterInText(withRole("body")) ?? null;
	const captions = withRole("caption").map((member) => joinedText([member]));
	const content = JSON.stringify([page.file, headline, body.text]);
	const id = createHash("sha256")
		.update(JSON.stringify([content, ordinalOf(content)]))
		.digest("hex")
		.slice(0, 16);
	return {
		id,
		file: page.file,
		paper: page.paper,
		date: page.date,
		page: page.page,
		headline,
		section,
		byline,
		lines: numbers,
		...body,
		captions,
	};
}

function reporterInText(body: readonly Member[]): string | null {
	const first = body[0]?.line.text;
	if (first === undefined) return null;
	const span = openingReporter(simplified(first, LONGEST_OPENING));
	return span === null ? null : first.slice(span.start, span.end);
}

function withoutUnprinted(text: string): string {
	return text.replace(new RegExp(UNPRINTED, "gu"), "");
}

/** Joins lines: a continued one directly, any other as a new paragraph. */
function joinedText(members: readonly Member[]): PrintedText {
	const parts: string[] = [];
	const pieces: Piece[] = [];
	let length = 0;
	const present = new Set<number>();
	let lastIndex = -1;
	for (const { line, column, index, role } of members) {
		const runs = printableRuns(line.text, role.role === "body" ? leadLabelLength(line.text) : 0);
		// 核心提示 on a line of its own leaves nothing, no empty paragraph either.
		if (runs.length === 0) continue;
		if (
			length > 0 &&
			!(role.continues !== null && role.continues === lastIndex && !gluesWords(parts.at(-1)!, line.text))
		) {
			parts.push("\n");
			length++;
		}
		for (const run of runs) {
			const text = line.text.slice(run.start, run.end);
			pieces.push({ start: length, end: length + text.length, line: line.number, column: column + run.start });
			parts.push(text);
			length += text.length;
		}
		present.add(index);
		lastIndex = index;
	}
	return { text: parts.join(""), pieces };
}

/** Two Latin words must not become one; a new line keeps them apart. */
function gluesWords(before: string, after: string): boolean {
	return (
		/[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek},.;:]$/u.test(before) &&
		/^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\d]/u.test(after) &&
		!/\p{Script=Han}/u.test(before.slice(-12) + after.slice(0, 12))
	);
}

function printableRuns(text: string, from: number): { start: number; end: number }[] {
	const runs: { start: number; end: number }[] = [];
	let start = from;
	for (let i = from; i <= text.length; i++) {
		if (i < text.length && !UNPRINTED.test(text[i]!)) continue;
		if (i > start) runs.push({ start, end: i });
		start = i + 1;
	}
	return runs;
}
