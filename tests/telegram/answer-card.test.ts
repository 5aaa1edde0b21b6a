import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Answer, Article, Question } from "../../src/domain.ts";
import { answerWith, BERT, BotUnderTest, FORUM, GROUP, quote, refuse, type Setup } from "../support/bot-under-test.ts";

let under: BotUnderTest;
afterEach(() => under.dispose());
async function start(setup?: Setup): Promise<BotUnderTest> {
	under = await BotUnderTest.start(setup);
	return under;
}

const TEXT = "第一句。答案在这一句。\n第二段。";
const ARTICLE: Article = {
	id: "0123456789abcdef",
	file: "page.txt",
	headline: "小凌河水域<b>演练</b>",
	section: "锦州脚步",
	byline: "记者崔治",
	lines: [3, 4, 7],
	text: TEXT,
	pieces: [],
	captions: [
		{ text: "甲图。", pieces: [] },
		{ text: "乙图在此。", pieces: [] },
	],
	paper: null,
	date: null,
	page: null,
};
const ANSWERING = quote("答案在这一句。", { span: { start: 4, end: 11 } });
const library = { article: async (id: string) => (id === ARTICLE.id ? ARTICLE : null) };

// biome-ignore lint/suspicious/noExplicitAny: bodies of many methods
function buttonsOf({ body }: { body: any }) {
	return body.reply_markup?.inline_keyboard ?? [];
}

describe("the buttons under an answer", () => {
	it("show the whole report with the quoted sentence in bold, also after a restart", async () => {
		const { api } = await start({ ask: answerWith(ANSWERING), library });
		under.say("问");
		const card = await api.next("sendMessage");
		const [[full]] = buttonsOf(card);
		expect(full.text).toContain("全文");
		await under.restart();
		const press = under.press(card.result, full.callback_data);
		expect((await api.next("answerCallbackQuery")).body.callback_query_id).toBe(press);
		expect((await api.next("sendMessage")).body.text).toBe(
			[
				"<b>小凌河水域&lt;b&gt;演练&lt;/b&gt;</b>\n锦州脚步 · 记者崔治\npage.txt 第 3–7 行",
				"第一句。<b>答案在这一句。</b>",
				"第二段。",
				"🖼 图片说明：甲图。",
				"🖼 图片说明：乙图在此。",
			].join("\n\n"),
		);
	});

	it("mark a quoted caption in the report", async () => {
		const { api } = await start({
			ask: answerWith(quote("乙图在此。", { caption: 1, span: { start: 0, end: 5 } })),
			library,
		});
		under.say("问");
		const card = await api.next("sendMessage");
		under.press(card.result, buttonsOf(card)[0][0].callback_data);
		expect((await api.next("sendMessage")).body.text).toContain("甲图。\n\n🖼 图片说明：<b>乙图在此。</b>");
	});

	it("name each report once, by the number of its quote", async () => {
		const other = { source: { articleId: "fedcba9876543210" } };
		const { api } = await start({ ask: answerWith(quote("一。"), quote("二。"), quote("三。", other)) });
		under.say("问");
		const [reports] = buttonsOf(await api.next("sendMessage"));
		expect(reports.map(({ text }: { text: string }) => text)).toEqual(["📄 全文 ①", "📄 全文 ③"]);
	});

	it("turn to further sources and back by editing the message", async () => {
		const ask = async ({ text, skip = 0 }: Question): Promise<Answer> => ({
			question: text,
			answered: true,
			quotes: [quote(`出处${skip}。`), quote(`另一处${skip}。`, { source: { articleId: "fedcba9876543210" } })],
			nearest: [],
			hasMore: skip < 3,
		});
		const { api } = await start({ ask });
		under.say("问");
		const card = await api.next("sendMessage");
		const more = buttonsOf(card)[1][0];
		expect(more.text).toContain("更多出处");
		await under.restart();
		under.press(card.result, more.callback_data);
		const second = await api.next("editMessageText");
		expect(second.body).toMatchObject({ chat_id: 11, message_id: card.result.message_id });
		expect(second.parsed?.text).toMatch(/^出处3。\n④[\s\S]*另一处3。\n⑤/);
		expect(buttonsOf(second)[0].map(({ text }: { text: string }) => text)).toEqual(["📄 全文 ④", "📄 全文 ⑤"]);
		under.press(card.result, buttonsOf(second)[1][0].callback_data);
		expect((await api.next("editMessageText")).parsed?.text).toContain("出处0。");
	});

	it("take votes, with question and quotes, one a person", async () => {
		const indexedAt = new Date("2026-01-02T03:04:05Z");
		const { api } = await start({
			ask: answerWith(ANSWERING),
			library: { coverage: async () => ({ pages: 1, reports: 1, passages: 1, indexedAt }) },
		});
		under.say("问");
		const { result } = await api.next("sendMessage");
		for (const [vote, from] of [
			["up", undefined],
			["down", undefined],
			["up", BERT],
		] as const) {
			under.press(result, `vote:${vote}`, from === undefined ? {} : { from });
			await api.next("answerCallbackQuery");
		}
		await under.bot.stop();
		const kept = await readFile(join(under.stateDirectory, "feedback.jsonl"), "utf8");
		const votes = kept
			.trim()
			.split("\n")
			.map((line) => JSON.parse(line)[1]);
		expect(votes.map(({ vote }) => vote)).toEqual(["down", "up"]);
		expect(votes[0]).toMatchObject({
			question: "问",
			indexedAt: "2026-01-02T03:04:05.000Z",
			quotes: [{ text: "答案在这一句。", articleId: ARTICLE.id, file: "page.txt", span: { start: 4, end: 11 } }],
		});
	});

	it("say kindly that they are too old, or that the report is gone", async () => {
		const { api } = await start();
		const old = { message_id: 5, date: 0, chat: { id: 11, type: "private" } };
		for (const data of ["more:3", "vote:up", "full:nonsense", "more:-1", "time:any", "unheard-of"]) {
			under.press(old, data);
			expect((await api.next("answerCallbackQuery")).body.text).toContain("太旧");
		}
		under.press(old, "full:rffffffffffffffff");
		expect((await api.next("sendMessage")).parsed?.text).toContain("已经不在");
	});

	it("work although Telegram no longer waits to hear that they were pressed", async () => {
		const { api } = await start({ ask: answerWith(ANSWERING), library });
		under.say("问");
		const card = await api.next("sendMessage");
		api.fail("answerCallbackQuery", { kind: "badRequest", description: "Bad Request: query is too old" });
		under.press(card.result, buttonsOf(card)[0][0].callback_data);
		expect((await api.next("sendMessage")).parsed?.text).toContain("第二段。");
	});

	it("under a refusal show the nearest reports", async () => {
		const { api } = await start({ ask: refuse, library });
		under.say("月亮?");
		const card = await api.next("sendMessage");
		under.press(card.result, buttonsOf(card)[0][0].callback_data);
		expect((await api.next("sendMessage")).parsed?.text).toContain("第一句。答案在这一句。");
	});

	it("in groups open the report in private, as does the headline", async () => {
		const { api } = await start({ ask: answerWith(ANSWERING), library });
		under.say("/ask 问", { chat: FORUM, message_thread_id: 77, is_topic_message: true });
		const card = await api.next("sendMessage");
		const { url } = buttonsOf(card)[0][0];
		expect(card.parsed?.entities.find(({ type }) => type === "a")?.url).toBe(url);
		const payload = /^https:\/\/t\.me\/baowen_bot\?start=([A-Za-z0-9_-]{1,64})$/.exec(url)?.[1];
		under.say(`/start ${payload}`);
		expect((await api.next("sendMessage")).body.text).toContain("<b>答案在这一句。</b>");
	});

	it("are left out of refusals in groups", async () => {
		const { api } = await start({ ask: refuse });
		under.say("/ask 月亮?", { chat: GROUP });
		expect(buttonsOf(await api.next("sendMessage"))).toEqual([]);
	});
});

describe("a long report", () => {
	it("comes in several messages that end with paragraphs, and loses nothing", async () => {
		const paragraphs = Array.from({ length: 30 }, (_, n) => `第${n}段&<。${"字".repeat(400)}。`);
		paragraphs.push("长".repeat(9000));
		const article = { ...ARTICLE, text: paragraphs.join("\n"), captions: [] };
		const { api } = await start({ library: { article: async () => article } });
		const link = `/start r${ARTICLE.id}`;
		under.say(link);
		under.say("/help");
		const texts: string[] = [];
		for (;;) {
			const { parsed } = await api.next("sendMessage");
			if (parsed?.text.includes("怎么问")) break;
			texts.push(parsed?.text ?? "");
		}
		expect(texts.length).toBeGreaterThan(4);
		const shown = texts.join("\n\n").split("\n\n").slice(1);
		expect(shown.slice(0, 30)).toEqual(paragraphs.slice(0, 30));
		expect(shown.slice(30).join("")).toBe(paragraphs[30]);
	});
});
