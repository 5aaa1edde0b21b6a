/** Gives the questions that are kept in `tests/answer/`, each with what is known about its answer. */

import { readdirSync, readFileSync } from "node:fs";
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

export interface QuestionSet {
	readonly answerable: readonly AnswerableQuestion[];
	readonly unanswerable: readonly UnanswerableQuestion[];
}

const ANSWERABLE = z.object({ question: z.string(), kind: z.string(), file: z.string(), answer: z.string() });
const UNANSWERABLE = z.object({ question: z.string(), kind: z.string() });

/** The decision whether to answer is fitted on these. */
export function fittedQuestions(): QuestionSet {
	return { answerable: answerableQuestions(), unanswerable: unanswerableQuestions() };
}

export function answerableQuestions(): AnswerableQuestion[] {
	return ["given-questions.jsonl", "our-questions.jsonl", "reader-questions.jsonl"].flatMap(answerableIn);
}

export function unanswerableQuestions(): UnanswerableQuestion[] {
	return [
		...linesOf("given-unanswerable.txt").map((question) => ({ question, kind: "unlabelled" })),
		...["our-unanswerable.jsonl", "reader-unanswerable.jsonl"].flatMap(unanswerableIn),
	];
}

/**
 * Written by five who did not know the program. No weight is fitted on these, though rules were found with them: what
 * nobody has seen may turn out worse (DESIGN.md).
 */
export function keptAsideQuestions(): QuestionSet {
	return {
		answerable: answerableIn("kept-aside-questions.jsonl"),
		unanswerable: unanswerableIn("kept-aside-unanswerable.jsonl"),
	};
}

const CITIES = join(import.meta.dirname, "..", "answer", "cities");

/** Folders of pages of cities that do not exist, each with its own questions, for the fit of sentence and decision. */
export function cities(): { readonly seeds: string; readonly questions: QuestionSet }[] {
	return readdirSync(CITIES).map((city) => ({
		seeds: join(CITIES, city),
		questions: {
			answerable: answerableIn(join("cities", city, "questions.jsonl")),
			unanswerable: unanswerableIn(join("cities", city, "unanswerable.jsonl")),
		},
	}));
}

function answerableIn(file: string): AnswerableQuestion[] {
	return linesOf(file).map((line) => ANSWERABLE.parse(JSON.parse(line)));
}

function unanswerableIn(file: string): UnanswerableQuestion[] {
	return linesOf(file).map((line) => UNANSWERABLE.parse(JSON.parse(line)));
}

function linesOf(file: string): string[] {
	const text = readFileSync(join(import.meta.dirname, "..", "answer", file), "utf8");
	return text.split("\n").filter((line) => line.trim() !== "");
}
