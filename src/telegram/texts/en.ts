/** What the bot says in English. */

import type { Texts } from "./zh.ts";

export const en: Texts = {
	welcome:
		"Hello, I am <b>Baowen</b>. Ask me about the newspaper reports (in Chinese): I answer with their own sentences, letter for letter, each with its source. What they do not say, I do not say either.\n\nFor example: <i>山神村的人均年收入是多少?</i>\n\n/help shows what else I can do",
	help: (username) =>
		[
			"<b>How to ask</b>",
			"• Here: just send the question.",
			`• In groups: <code>/ask question</code>, mention @${username}, or reply to a message of mine; I ignore the rest.`,
			"",
			"<b>Commands</b>",
			"/ask question — ask",
			"/about — what is covered",
			"/help — this text",
		].join("\n"),
	about: (pages, reports, indexedAt) =>
		[
			`<b>Baowen</b> covers ${pages} ${pages === 1 ? "page" : "pages"} with ${reports} ${reports === 1 ? "report" : "reports"}.`,
			indexedAt === null ? "Nothing is indexed yet." : `Indexed: ${indexedAt} (Beijing time).`,
			"Quotes are the reports' own sentences, letter for letter.",
		].join("\n"),
	askWhat: "Please add the question, for example: <code>/ask 山神村的人均年收入是多少?</code>",
	tooLong: (limit) => `That question is too long (at most ${limit} characters). Please make it shorter.`,
	onlyText: "I only understand text. Please type your question.",
	unknownCommand: "There is no such command. Just send your question; /help explains.",
	failed: "Something went wrong and I could not look it up. Please ask again in a moment.",
	notInReports: "The reports do not say.",
	nearest: "Nearest reports:",
	caption: "Photo caption",
	noHeadline: "(no headline)",
	shortened: "(a long passage, quoted in part)",
	page: (page) => (/^\d+$/.test(page) ? `page ${page}` : page),
	lines: (first, last) => (first === last ? `line ${first}` : `lines ${first}–${last}`),
	continuing: (question) => `Continuing: ${question}`,
};
