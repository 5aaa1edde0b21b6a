/** Follow-ups on the five pages, with the real model and index. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Program } from "../../src/program.ts";
import { openPages } from "../evaluation/asked-pages.ts";

interface Row {
	readonly previous: string;
	readonly question: string;
	readonly form: "contrast" | "bare" | "back" | "more" | "whole";
	readonly answer?: string;
}

const rows = readFileSync(join(import.meta.dirname, "follow-ups.jsonl"), "utf8")
	.trim()
	.split("\n")
	.map((line) => JSON.parse(line) as Row);
let program: Program;

beforeAll(async () => {
	program = await openPages({});
}, 60_000);

afterAll(() => program.close());

async function askedAfter({ previous: text, question }: Row) {
	const before = await program.answerer.ask({ text });
	const articleIds = [...new Set(before.quotes.map(({ source }) => source.articleId))];
	return { before, after: await program.answerer.ask({ text: question, previous: { text, articleIds } }) };
}

describe("after a question on the five pages", () => {
	it.each(["contrast", "bare", "back"] as const)("nine of ten follow-ups find their sentence: %s", async (form) => {
		const missed: string[] = [];
		for (const row of rows.filter((row) => row.form === form)) {
			const { after } = await askedAfter(row);
			if (!after.quotes.some(({ text }) => text.includes(row.answer!))) missed.push(`${row.question} ${after.askedAs}`);
		}
		expect(missed.length, missed.join("\n")).toBeLessThanOrEqual(1);
	});

	it("further sources are other ones, in nine of ten", async () => {
		const missed: string[] = [];
		for (const row of rows.filter(({ form }) => form === "more")) {
			const { before, after } = await askedAfter(row);
			const shown = before.quotes.map(({ text }) => text);
			expect(after.quotes.filter(({ text }) => shown.includes(text))).toEqual([]);
			if (after.quotes.length === 0) missed.push(row.previous);
		}
		expect(missed.length, missed.join("\n")).toBeLessThanOrEqual(1);
	});

	it("a full question is answered as if it were the first", async () => {
		for (const row of rows.filter(({ form }) => form === "whole")) {
			const { after } = await askedAfter(row);
			expect(after).toEqual(await program.answerer.ask({ text: row.question }));
		}
	});
});
