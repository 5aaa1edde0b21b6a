/** Give it a folder, get our own pages there as a corpus with queries, like the public ones. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { articlesOf } from "../../src/newspaper/articles.ts";
import { passagesOf } from "../../src/newspaper/passages.ts";
import { readSeedFolder } from "../../src/newspaper/seed-folder.ts";
import { letters, SEEDS } from "./asked-pages.ts";
import type { Corpus } from "./corpora.ts";
import { answerableQuestions } from "./questions.ts";

/** Writes the two files: passages under their headlines, and the questions that a passage of the right page answers. */
export async function corpusOfOurPages(folder: string): Promise<Corpus> {
	const { pages } = await readSeedFolder(SEEDS);
	const passages = pages.flatMap((page) =>
		articlesOf(page).flatMap((article) =>
			passagesOf(article).map(({ id, text, headline }) => ({ id, text, title: headline, page })),
		),
	);
	const queries = answerableQuestions().map(({ question, file, answer }, number) => ({
		id: String(number),
		text: question,
		positive: passages
			.filter(({ page, text }) => page.file === file && letters(text).includes(letters(answer)))
			.map(({ id }) => id),
	}));
	const jsonLines = (name: string, rows: readonly object[]) => {
		writeFileSync(join(folder, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
		return join(folder, name);
	};
	return {
		name: "our pages",
		corpus: jsonLines(
			"corpus.jsonl",
			passages.map(({ id, text, title }) => ({ id, text, title })),
		),
		queries: jsonLines(
			"queries.jsonl",
			queries.filter(({ positive }) => positive.length > 0),
		),
	};
}
