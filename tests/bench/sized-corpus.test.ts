import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readQueries, readTexts } from "../evaluation/corpora.ts";
import { sizedCorpus } from "./sized-corpus.ts";

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "baowen-"));
	const write = (name: string, rows: readonly object[]) =>
		writeFileSync(join(folder, name), rows.map((row) => JSON.stringify(row)).join("\n"));
	write(
		"given.corpus.jsonl",
		Array.from({ length: 50 }, (_, n) => ({ id: `text${n}`, text: `第${n}篇` })),
	);
	write(
		"given.queries.jsonl",
		Array.from({ length: 20 }, (_, n) => ({ id: `query${n}`, text: `${n}?`, positive: [`text${n}`, `text${n + 20}`] })),
	);
});
afterAll(() => rmSync(folder, { recursive: true }));

const sized = (size: number | null) => {
	const source = {
		name: "given",
		corpus: join(folder, "given.corpus.jsonl"),
		queries: join(folder, "given.queries.jsonl"),
	};
	const made = sizedCorpus(source, size, folder);
	return {
		...made,
		ids: readTexts(made.corpus).map(({ id }) => id),
		asked: readQueries(made.queries, Number.POSITIVE_INFINITY),
	};
};

it.each([10, 45, 300])("a corpus of %i texts has that many, and all that answer its queries", (size) => {
	const { ids, asked, texts, questions, madeUp } = sized(size);
	expect(new Set(ids).size).toBe(size);
	expect(texts).toBe(size);
	expect(asked.length).toBe(questions);
	expect(questions).toBe(Math.min(20, size / 2));
	expect(madeUp).toBe(Math.max(0, size - 50));
	expect(asked.flatMap(({ positive }) => positive).filter((id) => !ids.includes(id))).toEqual([]);
});

it("the corpus at its own size is the corpus", () => {
	const { ids, madeUp, questions } = sized(null);
	expect([ids.length, madeUp, questions]).toEqual([50, 0, 20]);
});

it("texts and their order are the same in every run", () => {
	const read = () => readFileSync(sized(200).corpus, "utf8");
	expect(read()).toBe(read());
});
