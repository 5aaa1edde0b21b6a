import { expect, it } from "vitest";
import { fittedQuestions, keptAsideQuestions } from "./questions.ts";

it("no question stands twice, neither in the sets nor in one that is kept aside", () => {
	const questions = [fittedQuestions(), keptAsideQuestions()]
		.flatMap(({ answerable, unanswerable }) => [...answerable, ...unanswerable])
		.map(({ question }) => question.replace(/[\s\p{P}]/gu, "").toLowerCase());
	expect(questions.length).toBeGreaterThan(600);
	expect(questions.filter((question, i) => questions.indexOf(question) !== i)).toEqual([]);
});
