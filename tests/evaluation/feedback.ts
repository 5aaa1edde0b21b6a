/** Give it what the chat remembers, get what the program says today to the questions that got a 👎. */

import type { Answer, Question } from "../../src/domain.ts";
import type { StateStore } from "../../src/ports.ts";
import { type Feedback, openChatState } from "../../src/telegram/chat-state.ts";

export interface Replayed {
	readonly feedback: Feedback;
	readonly answer: Answer;
	/** What has become of the first quote that was shown then. */
	readonly outcome: "as before" | "further down" | "other quotes" | "refused" | "still refused";
}

export interface Answering {
	readonly answerer: { ask(question: Question): Promise<Answer> };
}

/** The questions voted down, oldest first; they are only read. */
export async function votedDown(state: StateStore): Promise<Feedback[]> {
	const kept = await (await openChatState(state)).feedback.entries();
	return kept.flatMap(([, feedback]) => (feedback.vote === "down" ? [feedback] : []));
}

export async function replay(program: Answering, votes: readonly Feedback[]): Promise<Replayed[]> {
	const replayed: Replayed[] = [];
	for (const feedback of votes) {
		const answer = await program.answerer.ask({ text: feedback.askedAs ?? feedback.question });
		replayed.push({ feedback, answer, outcome: outcomeOf(feedback, answer) });
	}
	return replayed;
}

export function replayText({ feedback, answer, outcome }: Replayed): string {
	const shown = (texts: readonly string[]) =>
		texts.length === 0 ? ["  (refused)"] : texts.map((text) => `  “${text}”`);
	return [
		`👎 ${feedback.at} (index of ${feedback.indexedAt ?? "unknown date"}): ${feedback.askedAs ?? feedback.question}`,
		"then:",
		...shown(feedback.quotes.map(({ text }) => text)),
		`now: ${outcome}`,
		...(outcome === "as before" ? [] : shown(answer.quotes.map(({ text }) => text))),
	].join("\n");
}

function outcomeOf({ quotes }: Feedback, answer: Answer): Replayed["outcome"] {
	const first = quotes[0]?.text;
	const now = answer.quotes.map(({ text }) => text);
	if (!answer.answered) return first === undefined ? "still refused" : "refused";
	if (first !== undefined && now[0] === first) return "as before";
	return first !== undefined && now.includes(first) ? "further down" : "other quotes";
}
