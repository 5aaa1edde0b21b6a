/** What the bot says in English. */

import type { Texts } from "./zh.ts";

export const en: Texts = {
	welcome:
		"Hello, I am <b>Baowen</b>. Ask me about the newspaper reports (in Chinese): I answer with their own sentences, letter for letter, each with its source. What they do not say, I do not say either.\n\nFor example: <i>今年新增就业多少人？</i>\n\n/help shows what else I can do",
	help: (username) =>
		[
			"<b>How to ask</b>",
			"• Here: just send the question.",
			`• In groups: <code>/ask question</code>, mention @${username}, or reply to a message of mine; I ignore the rest.`,
			"",
			"<b>Commands</b>",
			"/ask question — ask",
			"/search words — find reports by words",
			"/reports — pages and headlines",
			"/latest — reports added last",
			"/about — what is covered",
			"/privacy — what I keep; /forget — forget everything about you",
			"",
			`In any chat, <code>@${username} words</code> inserts a quote.`,
		].join("\n"),
	about: (pages, reports, indexedAt) =>
		[
			`<b>Baowen</b> covers ${pages} ${pages === 1 ? "page" : "pages"} with ${reports} ${reports === 1 ? "report" : "reports"}.`,
			indexedAt === null ? "Nothing is indexed yet." : `Indexed: ${indexedAt} (Beijing time).`,
			"Quotes are the reports' own sentences, letter for letter.",
		].join("\n"),
	askWhat: "Please add the question, for example: <code>/ask 今年新增就业多少人？</code>",
	tooLong: (limit) => `That question is too long (at most ${limit} characters). Please make it shorter.`,
	onlyText: "I only understand text. Please type your question.",
	unknownCommand: "There is no such command. Just send your question; /help explains.",
	failed: "Something went wrong and I could not look it up. Please ask again in a moment.",
	notInReports: "The reports do not say.",
	nearest: "Nearest reports:",
	caption: "Photo caption",
	colon: ": ",
	noHeadline: "(no headline)",
	shortened: "(a long passage, quoted in part)",
	page: (page) => (/^\d+$/.test(page) ? `page ${page}` : page),
	lines: (first, last) => (first === last ? `line ${first}` : `lines ${first}–${last}`),
	fullReport: "📄 Full report",
	report: "📄",
	moreSources: "More sources ▸",
	earlierSources: "◂ Back",
	anyTime: "🗓 Any time",
	thanks: "Thank you, noted.",
	buttonTooOld: "This button is too old, please ask again.",
	reportGone: "This report is no longer here, please search again.",
	tooLongToShow: "(The report is too long; the rest is left out.)",
	searchWhat: "Please add the words to look for, for example: <code>/search 羽毛球</code>",
	searchTitle: (words) => `Reports with “${words}”:`,
	nothingFound: (words) => `No report with “${words}” was found.`,
	latestTitle: "Reports added last:",
	contents: (pages, reports) =>
		`${pages} ${pages === 1 ? "page" : "pages"}, ${reports} ${reports === 1 ? "report" : "reports"}`,
	noReports: "There are no reports yet.",
	inlineNothing: "The reports do not say; tap to ask in private",
	queue: (before) => `${before} ${before === 1 ? "question" : "questions"} before yours, please wait a moment.`,
	introduction: (username) =>
		`Hello, I am <b>Baowen</b>: I answer questions about newspaper reports with their own sentences and sources.\nSend <code>/ask question</code>, mention @${username} or reply to me; I ignore the rest.`,
	commands: {
		ask: "Ask: /ask question",
		search: "Find reports by words",
		reports: "Pages and headlines",
		latest: "Reports added last",
		about: "What is covered",
		help: "How to use me",
		privacy: "What I keep, and for how long",
		forget: "Forget everything about you",
		stats: "How much was answered, how fast",
	},
	stranger: (chatId) =>
		`Sorry, I answer only people on my list. To be put on it, give your number <code>${chatId}</code> to the admin.`,
	tooFast: (seconds) => `That was a bit fast for me. Please ask again in ${seconds} seconds.`,
	privacy: (answers, votes, logsQuestions) =>
		[
			"<b>What I keep, and for how long</b>",
			`• Questions and their answers with your number, for buttons, follow-ups and edits: the last ${answers} of all people.`,
			"• Questions not answered yet: until they are.",
			`• 👍👎 with question, quotes and your number, to get better: the last ${votes}.`,
			logsQuestions
				? "• The log has the questions' text too; it is in the admin's hands, and /forget does not reach it."
				: "• The log has no text of questions.",
			"All of this is only on the machine that I run on. /forget removes everything about you, at once.",
		].join("\n"),
	forgotten: "Done. Your questions and answers, votes and waiting questions are forgotten, all of them.",
	forgetInPrivate: "Please send /forget in private, as yourself.",
	stats: (figures, queue, since) =>
		[
			`<b>Since ${since} (Beijing time)</b>`,
			`Questions: ${figures.questions} (answered ${figures.answered}, not in the reports ${figures.abstained}, failed ${figures.failed})`,
			`Time taken: median ${figures.median} ms, 95% within ${figures.p95} ms`,
			`Waiting: ${queue}`,
		].join("\n"),
	continuing: (question) => `Continuing: ${question}`,
};
