import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Article, Quote } from "../../src/domain.ts";
import { answerWith, BotUnderTest, FORUM, GROUP, quote } from "../support/bot-under-test.ts";

/** What a page, a scanner or a joker can put into a report or a question. */
const nastyText = fc
	.array(
		fc.oneof(fc.constantFrom("<b>", "</blockquote>", "&amp;", "&", "😀", "\ud83d", "\u202e", "\0", "。"), fc.string()),
		{
			minLength: 1,
			maxLength: 12,
		},
	)
	.chain((parts) => fc.constantFrom(1, 1, 900).map((times) => `字${parts.join("").repeat(times)}`.slice(0, 10_000)));

let article: Article;
let hit: Quote;
let under: BotUnderTest;
beforeEach(async () => {
	under = await BotUnderTest.start({
		ask: async (question) => ({
			...(await answerWith(hit, hit)(question)),
			askedAs: question.text,
			lookedUpAs: question.text,
			hasMore: true,
		}),
		library: {
			article: async () => article,
			pages: async () => [{ ...hit.source, reports: [hit.source] }],
			searchReports: async () => [hit],
			latestReports: async () => [hit],
		},
	});
});
afterEach(() => under.dispose());

function report(text: string): void {
	const printed = { text, pieces: [] };
	const names = { headline: text, section: text, byline: text, paper: text, date: text, page: text };
	const id = "0123456789abcdef";
	article = { ...printed, ...names, id, file: `${text}.txt`, lines: [1, 9], captions: [printed] };
	const source = { ...names, articleId: id, file: article.file };
	const highlights = [{ start: 0, end: Math.ceil(text.length / 2) }];
	hit = quote(text, { span: { start: 0, end: text.length }, highlights, source });
}

/** Passes over everything else that was sent. */
async function answerTo(messageId: number) {
	for (;;) {
		const { body, result, error } = await under.api.next("sendMessage");
		expect(error).toBeNull();
		if (body.reply_parameters?.message_id === messageId) return result;
	}
}

describe("texts of any content", () => {
	it("give messages that Telegram accepts, whatever is asked for", async () => {
		await fc.assert(
			fc.asyncProperty(nastyText, async (text) => {
				report(text);
				const { api } = under;
				for (const chat of [undefined, GROUP]) {
					const where = chat === undefined ? {} : { chat };
					const { message_id } = under.say(`/ask ${text.slice(0, 100)}`, where);
					const result = await answerTo(message_id);
					for (const data of ["more:3", "full:r0123456789abcdef-0-5", "full:r0123456789abcdef-0-5c0", "pages:0"]) {
						under.press(result, data);
						await api.next("answerCallbackQuery");
					}
					for (const command of ["/reports", `/search ${text.slice(0, 200)}`, "/latest"]) under.say(command, where);
				}
				under.api.push({
					inline_query: { id: "1", from: { id: 1, is_bot: false, first_name: "x" }, query: text, offset: "" },
				});
				await api.next("answerInlineQuery");
				await under.restart();
				for (const call of api.calls.splice(0)) expect([call.method, call.error]).toEqual([call.method, null]);
			}),
			{ numRuns: 15 },
		);
	});

	it("of ten thousand characters are no question", async () => {
		report("字");
		under.say(`/ask ${"😀<&".repeat(3000)}`);
		expect((await under.api.next("sendMessage")).parsed?.text).toContain("最多 500 个字");
	});
});

describe("a forum topic that is gone", () => {
	it("does not swallow the answer", async () => {
		report("字");
		under.api.fail("sendMessage", { kind: "badRequest", description: "Bad Request: message thread not found" });
		under.say("/ask 谁?", { chat: FORUM, message_thread_id: 77, is_topic_message: true });
		expect((await under.api.next("sendMessage")).body.message_thread_id).toBe(77);
		const { body, error } = await under.api.next("sendMessage");
		expect([error, body.message_thread_id]).toEqual([null, undefined]);
	});
});
