/** The conversation without Telegram: questions from standard input, one a line, answers on standard output. */

import { createInterface } from "node:readline";
import { type Answer, contextOf, type PreviousQuestion, type Question } from "../domain.ts";
import { smallTalk } from "../text/small-talk.ts";
import { answerText } from "./answer-text.ts";

const SMALL_TALK = {
	hello: "你好!直接问我报纸上的事就行,例如:今年新增就业多少人?",
	thanks: "不客气,有事再问。",
};

/** Ends at end of input, or with Ctrl-C or an empty Ctrl-D in a terminal. */
export async function terminalChat(ask: (question: Question) => Promise<Answer>): Promise<void> {
	const { stdin, stdout } = process;
	const isConversation = stdin.isTTY && stdout.isTTY;
	const lines = createInterface({ input: stdin, ...(isConversation ? { output: stdout, prompt: "问> " } : {}) });
	lines.on("SIGINT", () => lines.close());
	let previous: PreviousQuestion | undefined;
	lines.prompt();
	for await (const line of lines) {
		const question = line.trim();
		if (question !== "") {
			const talk = smallTalk(question);
			let text: string;
			if (talk === null) {
				const answer = await ask({ text: question, ...(previous === undefined ? {} : { previous }) });
				previous = contextOf(answer);
				text = answerText(answer, stdout.isTTY);
			} else text = SMALL_TALK[talk];
			stdout.write(isConversation ? `\n${text}\n\n` : `${question}\n${text}\n\n`);
		}
		if (isConversation) lines.prompt();
	}
}
