/** Gives the questions on our five pages that are kept in `tests/answer/`, each with what is known about its answer. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** A question with the answer's words as printed on that page (white space aside). */
export interface AnswerableQuestion {
	readonly question: string;
	readonly kind: string;
	/** Base name of the page. */
	readonly file: string;
	readonly answer: string;
}

export interface UnanswerableQuestion {
	readonly question: string;
	/** "off-topic", "near-miss", or "unlabelled". */
	readonly kind: string;
}

const ANSWERABLE = z.object({ question: z.string(), kind: z.string(), file: z.string(), answer: z.string() });
const UNANSWERABLE = z.object({ question: z.string(), kind: z.string() });

export function answerableQuestions(): AnswerableQuestion[] {
	return ["given-questions.jsonl", "our-questions.jsonl"].flatMap((file) =>
		linesOf(file).map((line) => ANSWERABLE.parse(JSON.parse(line))),
	);
}

export function unanswerableQuestions(): UnanswerableQuestion[] {
	return [
		...linesOf("given-unanswerable.txt").map((question) => ({ question, kind: "unlabelled" })),
		...linesOf("our-unanswerable.jsonl").map((line) => UNANSWERABLE.parse(JSON.parse(line))),
	];
}

function linesOf(file: string): string[] {
	const text = readFileSync(join(import.meta.dirname, "..", "answer", file), "utf8");
	return text.split("\n").filter((line) => line.trim() !== "");
}
