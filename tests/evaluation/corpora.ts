/** Give it a folder, get its pairs of a corpus and queries as JSON lines, and what stands in them. */

import { createHash } from "node:crypto";
import { createReadStream, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { UsageError } from "../../src/errors.ts";

/** A pair of files `<name>.corpus.jsonl` and `<name>.queries.jsonl`. */
export interface Corpus {
	readonly name: string;
	readonly corpus: string;
	readonly queries: string;
}

const QUERY = z.object({ id: z.string(), text: z.string(), positive: z.array(z.string()).min(1) });
export type Query = z.infer<typeof QUERY>;

const TEXT = z.object({ id: z.string(), text: z.string(), title: z.string().nullish() });
export type Text = z.infer<typeof TEXT>;

/** @throws UsageError when the folder cannot be read or holds no pair */
export function corporaIn(folder: string): Corpus[] {
	let names: string[];
	try {
		names = readdirSync(folder).sort();
	} catch (cause) {
		throw new UsageError(`Cannot read the folder ${folder}.`, { cause });
	}
	const suffix = ".corpus.jsonl";
	const pairs = names
		.filter((name) => name.endsWith(suffix))
		.map((name) => name.slice(0, -suffix.length))
		.filter((name) => names.includes(`${name}.queries.jsonl`));
	if (pairs.length === 0)
		throw new UsageError(`${folder} holds no pair of <name>.corpus.jsonl and <name>.queries.jsonl.`);
	return pairs.map((name) => ({
		name,
		corpus: join(folder, name + suffix),
		queries: join(folder, `${name}.queries.jsonl`),
	}));
}

/** All queries, or the same `sample` of them in every run: those whose ids have the smallest hashes. */
export function readQueries(file: string, sample: number): Query[] {
	const queries = jsonLines(file).map((line) => QUERY.parse(line));
	if (queries.length <= sample) return queries;
	const hash = ({ id }: Query) => createHash("sha256").update(id).digest("hex");
	const keyed = queries.map((query) => [hash(query), query] as const).sort(([a], [b]) => (a < b ? -1 : 1));
	return keyed.slice(0, sample).map(([, query]) => query);
}

export function readTexts(file: string): Text[] {
	return jsonLines(file).map((line) => TEXT.parse(line));
}

/** One after the other, for those whose memory is measured. */
export async function* eachText(file: string): AsyncGenerator<Text> {
	for await (const line of createInterface({ input: createReadStream(file, "utf8") }))
		if (line.trim() !== "") yield TEXT.parse(JSON.parse(line));
}

function jsonLines(file: string): unknown[] {
	const lines = readFileSync(file, "utf8").split("\n");
	return lines.filter((line) => line.trim() !== "").map((line) => JSON.parse(line));
}
