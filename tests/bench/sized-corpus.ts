/** Give it a corpus with queries and a size, get a corpus of that many texts that still answers the same queries. */

import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Corpus, type Query, readQueries, readTexts, type Text } from "../evaluation/corpora.ts";
import { madeUpTexts } from "./made-up-texts.ts";

/** So many queries of a corpus are asked. */
const SAMPLE = 300;

export interface SizedCorpus extends Corpus {
	readonly texts: number;
	readonly questions: number;
	/** How many of the texts are made up. */
	readonly madeUp: number;
}

/**
 * Writes the two files into `folder`. Texts that answer a query are always there; the others come in the order of their
 * ids' hashes, the same at every size, and then made-up ones. Of the queries those whose texts do not fit are left out.
 * With `size` null the corpus has the size it has.
 */
export function sizedCorpus(source: Corpus, size: number | null, folder: string): SizedCorpus {
	const given = new Map(readTexts(source.corpus).map((text) => [text.id, text]));
	const room = size ?? given.size;
	const chosen = new Map<string, Text>();
	const queries: Query[] = [];
	for (const query of readQueries(source.queries, SAMPLE)) {
		const answering = query.positive.flatMap((id) => given.get(id) ?? []);
		const fresh = answering.filter(({ id }) => !chosen.has(id));
		if (answering.length === 0 || chosen.size + fresh.length > room) continue;
		for (const text of fresh) chosen.set(text.id, text);
		queries.push(query);
	}
	for (const text of inOrderOfHashes([...given.values()])) {
		if (chosen.size >= room) break;
		chosen.set(text.id, text);
	}
	const real = chosen.size;
	for (const text of madeUpTexts(real)) {
		if (chosen.size >= room) break;
		chosen.set(text.id, text);
	}
	const write = (name: string, rows: readonly object[]) => {
		const file = join(folder, `${room}.${name}.jsonl`);
		writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
		return file;
	};
	return {
		name: source.name,
		// Those that answer come first in no engine's order.
		corpus: write("corpus", inOrderOfHashes([...chosen.values()])),
		queries: write("queries", queries),
		texts: chosen.size,
		questions: queries.length,
		madeUp: chosen.size - real,
	};
}

function inOrderOfHashes(texts: readonly Text[]): Text[] {
	const keyed = texts.map((text) => [createHash("sha256").update(text.id).digest("hex"), text] as const);
	return keyed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
}
