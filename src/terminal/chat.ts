/** The conversation without Telegram: questions from standard input, one a line, answers on standard output. */

import { createInterface } from "node:readline";
import type { Answer } from "../domain.ts";
import { answerText } from "./answer-text.ts";

/** Ends at end of input, or with Ctrl-C or an empty Ctrl-D in a terminal. */
export async function terminalChat(ask: (question: string) => Promise<Answer>): Promise<void> {
	const { stdin, stdout } = process;
	const isConversation = stdin.isTTY && stdout.isTTY;
	const lines = createInterface({ input: stdin, ...(isConversation ? { output: stdout, prompt: "问> " } : {}) });
	lines.on("SIGINT", () => lines.close());
	lines.prompt();
	for await (const line of lines) {
		const question = line.trim();
		if (question !== "") {
			const text = answerText(await ask(question), stdout.isTTY);
			stdout.write(isConversation ? `\n${text}\n\n` : `${question}\n${text}\n\n`);
		}
		if (isConversation) lines.prompt();
	}
}
