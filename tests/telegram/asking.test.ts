import { afterEach, describe, expect, it } from "vitest";
import type { Question } from "../../src/domain.ts";
import {
	ANNA,
	answerWith,
	BERT,
	BOTS_MESSAGE,
	BotUnderTest,
	FORUM,
	GROUP,
	quote,
	refuse,
	type Setup,
} from "../support/bot-under-test.ts";

let under: BotUnderTest;
afterEach(() => under.dispose());
async function start(setup?: Setup): Promise<BotUnderTest> {
	under = await BotUnderTest.start(setup);
	return under;
}

describe("a private chat", () => {
	it("answers every text with one message: the words in bold, the sentence as a quote, the source under it", async () => {
		const sentence = "如今人均年收入已突破2万元,14年无一例上访案件。";
		const { api } = await start({ ask: answerWith(quote(sentence, { highlights: [{ start: 2, end: 13 }] })) });
		const question = under.say("山神村的人均年收入是多少?");
		const { body } = await api.next("sendMessage");
		expect(body).toMatchObject({
			chat_id: 11,
			parse_mode: "HTML",
			reply_parameters: { message_id: question.message_id },
		});
		expect(body.text).toBe(
			"<blockquote>如今<b>人均年收入已突破2万元</b>,14年无一例上访案件。</blockquote>\n📰 小凌河水域开展演练\n锦州脚步 · 记者崔治\npage.txt 第 3–5 行",
		);
		expect(under.asked).toEqual([{ text: "山神村的人均年收入是多少?" }]);
	});

	it("shows that it is working, and is done with that before it answers", async () => {
		const { api } = await start();
		under.say("问");
		await api.next("sendMessage");
		const seen = api.calls.filter(({ method }) => method.startsWith("send")).map(({ method }) => method);
		expect(seen).toEqual(["sendChatAction", "sendMessage"]);
		expect(api.done("sendChatAction")[0]?.body).toEqual({ chat_id: 11, action: "typing" });
	});

	it("says honestly that the reports do not say it, with the nearest headlines", async () => {
		const { api } = await start({ ask: refuse });
		under.say("月亮上有什么?");
		const { parsed } = await api.next("sendMessage");
		expect(parsed?.text).toContain("报道里没有说");
		expect(parsed?.text).toContain("小凌河水域开展演练");
	});

	it("greets, explains, and tells what is covered", async () => {
		const indexedAt = new Date("2022-07-02T07:30:00Z");
		const { api } = await start({
			library: { coverage: async () => ({ pages: 5, reports: 41, passages: 9, indexedAt }) },
		});
		under.say("/start");
		expect((await api.next("sendMessage")).parsed?.text).toContain("报问");
		under.say("/help@baowen_bot");
		expect((await api.next("sendMessage")).parsed?.text).toContain("@baowen_bot");
		under.say("/about");
		const { text } = (await api.next("sendMessage")).parsed ?? {};
		expect(text).toContain("5 个版面、41 篇报道");
		expect(text).toContain("2022-07-02 15:30");
	});

	it.each([
		["你好呀!", "直接问我"],
		["早上好", "直接问我"],
		["Hello", "直接问我"],
		["谢谢你~", "不客气"],
		["辛苦了!", "不客气"],
	])("answers %s with a friendly word and looks nothing up", async (words, answer) => {
		const { api } = await start();
		under.say(words);
		expect((await api.next("sendMessage")).parsed?.text).toContain(answer);
		expect(under.asked).toEqual([]);
	});

	it.each(["你好,锦州港上半年吞吐量多少?", "感谢信是谁写的?", "早稻什么时候收?"])("looks %s up", async (words) => {
		const { api } = await start();
		under.say(words);
		await api.next("sendMessage");
		expect(under.asked).toEqual([{ text: words }]);
	});

	it("speaks English to those whose Telegram does", async () => {
		const { api } = await start({ ask: refuse });
		under.say("火星?", { from: BERT });
		expect((await api.next("sendMessage")).parsed?.text).toContain("The reports do not say.");
	});

	it("takes /ask with words, and asks for them where they are missing", async () => {
		const { api } = await start();
		under.say("/ask 谁获奖了?");
		await api.next("sendMessage");
		under.say("/ask\n第二行的问题");
		await api.next("sendMessage");
		under.say("/ask");
		expect((await api.next("sendMessage")).parsed?.text).toContain("写上问题");
		expect(under.asked.map(({ text }) => text)).toEqual(["谁获奖了?", "第二行的问题"]);
	});

	it("answers what is no text, no known command or far too long with a friendly sentence", async () => {
		const { api } = await start();
		under.say("", { text: undefined, photo: [{ file_id: "x" }] });
		expect((await api.next("sendMessage")).parsed?.text).toContain("文字");
		under.say("/dance");
		expect((await api.next("sendMessage")).parsed?.text).toContain("没有这个命令");
		under.say("长".repeat(501));
		expect((await api.next("sendMessage")).parsed?.text).toContain("500");
		expect(under.asked).toEqual([]);
	});

	it("says that it failed when looking up fails, and goes on", async () => {
		let broken = true;
		const ask = async (question: Question) => {
			if (broken) throw new Error("no index");
			return await answerWith()(question);
		};
		const { api } = await start({ ask });
		under.say("一");
		expect((await api.next("sendMessage")).parsed?.text).toContain("没查成");
		broken = false;
		under.say("二");
		expect((await api.next("sendMessage")).parsed?.text).toContain("答：二");
	});
});

describe("a group", () => {
	it("is answered when a command, a mention or a reply is meant for the bot, and left alone otherwise", async () => {
		const { api } = await start();
		const inGroup = { chat: GROUP };
		under.say("大家好", inGroup);
		under.say("/ask@another_bot 别人的", inGroup);
		under.say("@another_bot 别人的", inGroup);
		under.say("发到 me@baowen_bot.example 吧", { ...inGroup, entities: [{ type: "email", offset: 3, length: 21 }] });
		under.say("回复别人", { ...inGroup, reply_to_message: { ...BOTS_MESSAGE, from: BERT } });
		under.say("/dance", inGroup);
		under.say("", { ...inGroup, text: undefined, sticker: { file_id: "x" } });
		under.say("经别的机器人插入", {
			...inGroup,
			reply_to_message: BOTS_MESSAGE,
			via_bot: { id: 123456, is_bot: true },
		});
		under.say("/ask 机器人说的", { ...inGroup, from: { id: 99, is_bot: true, first_name: "x" } });
		api.push({ channel_post: { message_id: 1, date: 1, chat: { id: -9, type: "channel" }, text: "/ask 频道" } });
		under.say("/ask 一", inGroup);
		under.say("/ask@Baowen_Bot 二", inGroup);
		under.say("@baowen_bot 三", inGroup);
		under.say("四,@baowen_bot", inGroup);
		under.say("五", { ...inGroup, reply_to_message: BOTS_MESSAGE });
		for (const question of ["一", "二", "三", "四,", "五"]) {
			expect((await api.next("sendMessage")).parsed?.text).toContain(`答：${question}\n`);
		}
		expect(under.asked).toHaveLength(5);
	});

	it("gets refusals in one quiet line", async () => {
		const { api } = await start({ ask: refuse });
		under.say("/ask 月亮?", { chat: GROUP });
		const { parsed, body } = await api.next("sendMessage");
		expect(parsed?.text).toBe("报道里没有说到这件事。");
		expect(body.disable_notification).toBe(true);
	});

	it("is answered in the same forum topic, where replying to the topic's opening means nothing", async () => {
		const { api } = await start();
		const topic = { chat: FORUM, message_thread_id: 77, is_topic_message: true };
		const opening = { ...BOTS_MESSAGE, chat: FORUM, message_id: 77, forum_topic_created: { name: "x" } };
		under.say("随便聊聊", { ...topic, reply_to_message: opening });
		under.say("@baowen_bot 谁?", { ...topic, reply_to_message: opening });
		expect((await api.next("sendMessage")).body.message_thread_id).toBe(77);
		expect(under.asked).toHaveLength(1);
	});

	it("without topics gets no thread number, though replies carry one", async () => {
		const { api } = await start();
		const chat = { ...FORUM, is_forum: undefined };
		under.say("那呢?", { chat, message_thread_id: 50, reply_to_message: { ...BOTS_MESSAGE, chat } });
		expect((await api.next("sendMessage")).body).not.toHaveProperty("message_thread_id");
	});
});

describe("updates", () => {
	function message(text: string): object {
		const chat = { id: 11, type: "private" };
		return { message: { message_id: 1, date: under.clock.milliseconds / 1000, chat, from: ANNA, text } };
	}

	it("are answered once, however often they come, also after a restart", async () => {
		const { api } = await start();
		const update_id = api.push(message("一"));
		api.push({ update_id, ...message("一") });
		await api.next("sendMessage");
		await under.restart();
		api.push({ update_id, ...message("一") });
		under.say("二");
		expect((await api.next("sendMessage")).parsed?.text).toContain("答：二");
	});

	it("with the number of another one are none the less answered", async () => {
		const { api } = await start();
		const update_id = api.push(message("一"));
		await api.next("sendMessage");
		await under.restart();
		api.push({ update_id, ...message("二") });
		expect((await api.next("sendMessage")).parsed?.text).toContain("答：二");
	});
});
