import { afterEach, describe, expect, it } from "vitest";
import type { Answer, Question } from "../../src/domain.ts";
import { RETRY_PAUSES } from "../../src/telegram/telegram-calls.ts";
import { answerWith, BERT, BotUnderTest, GROUP, quote, refuse, type Setup } from "../support/bot-under-test.ts";

let under: BotUnderTest;
afterEach(() => under.dispose());
async function start(setup?: Setup): Promise<BotUnderTest> {
	under = await BotUnderTest.start(setup);
	return under;
}

describe("a follow-up", () => {
	it("brings the question before it, and shows how it was understood, also after a restart", async () => {
		const ask = async (question: Question): Promise<Answer> => ({
			...(await answerWith()(question)),
			...(question.previous === undefined ? {} : { askedAs: `${question.previous.text}＋${question.text}<` }),
		});
		const { api } = await start({ ask });
		under.say("锦州谁负责?");
		await api.next("sendMessage");
		await under.restart();
		under.say("那凌海市呢?");
		expect((await api.next("sendMessage")).parsed?.text).toMatch(/^接着:锦州谁负责\?＋那凌海市呢\?</);
		under.say("什么时候?");
		await api.next("sendMessage");
		expect(under.asked.map(({ previous }) => previous)).toEqual([
			undefined,
			{ text: "锦州谁负责?", articleIds: ["0123456789abcdef"] },
			{ text: "锦州谁负责?＋那凌海市呢?<", articleIds: ["0123456789abcdef"] },
		]);
	});

	it("continues what was looked up, not what was typed", async () => {
		const looked = { lookedUpAs: "桥梁 多长", understoodAs: "桥梁 多长" };
		const { api } = await start({ ask: async (question) => ({ ...(await answerWith()(question)), ...looked }) });
		under.say("How long is the bridge?");
		await api.next("sendMessage");
		under.say("那河呢?");
		await api.next("sendMessage");
		expect(under.asked.at(-1)?.previous?.text).toBe("桥梁 多长");
	});

	it("in reply to an earlier answer brings that one's question", async () => {
		const { api } = await start();
		under.say("一");
		const first = await api.next("sendMessage");
		under.say("二");
		await api.next("sendMessage");
		under.say("三", { reply_to_message: first.result });
		await api.next("sendMessage");
		expect(under.asked[2]?.previous?.text).toBe("一");
	});

	it("in a group follows replies only, and never what somebody else was answered", async () => {
		const { api } = await start();
		under.say("/ask 一", { chat: GROUP });
		const { result } = await api.next("sendMessage");
		under.say("/ask 二", { chat: GROUP });
		await api.next("sendMessage");
		under.say("三", { chat: GROUP, reply_to_message: result });
		await api.next("sendMessage");
		under.say("四", { chat: GROUP, reply_to_message: result, from: BERT });
		await api.next("sendMessage");
		under.say("五");
		await api.next("sendMessage");
		expect(under.asked.map(({ previous }) => previous?.text)).toEqual([
			undefined,
			undefined,
			"一",
			undefined,
			undefined,
		]);
	});

	it("comes within an hour", async () => {
		const { api, clock } = await start();
		under.say("一");
		await api.next("sendMessage");
		clock.milliseconds += 61 * 60_000;
		under.say("二");
		await api.next("sendMessage");
		expect(under.asked[1]?.previous).toBeUndefined();
	});
});

describe("a time named in the question", () => {
	it("is shown, with a button to leave it out of account", async () => {
		const timeRange = { from: "2022-01-01", to: "2022-06-30" };
		const ask = async (question: Question): Promise<Answer> => ({
			...(await answerWith()(question)),
			...(question.anyTime ? { hasMore: true } : { timeRange }),
		});
		const { api } = await start({ ask });
		under.say("2022年上半年谁获奖了?");
		const { body, parsed, result } = await api.next("sendMessage");
		expect(parsed?.text).toMatch(/^🗓 2022-01-01 – 2022-06-30\n/);
		const button = body.reply_markup.inline_keyboard.at(-1)[0];
		expect(button.text).toContain("不限时间");
		under.press(result, button.callback_data);
		expect((await api.next("editMessageText")).parsed?.text).toMatch(/^答/);
		under.press(result, "more:3");
		await api.next("editMessageText");
		expect(under.asked.at(-1)).toEqual({ text: "2022年上半年谁获奖了?", anyTime: true, skip: 3 });
	});
});

describe("an edited question", () => {
	function edit(message: object, text: string): void {
		const edit_date = Math.floor(under.clock.milliseconds / 1000);
		under.api.push({ edited_message: { ...message, text, edit_date } });
	}

	it("changes the answer that is there, in the light of what came before it", async () => {
		const { api } = await start();
		under.say("一");
		await api.next("sendMessage");
		const question = under.say("二");
		const { result } = await api.next("sendMessage");
		under.say("三");
		await api.next("sendMessage");
		edit(question, "二改");
		const { body, parsed } = await api.next("editMessageText");
		expect(body).toMatchObject({ chat_id: 11, message_id: result.message_id });
		expect(parsed?.text).toContain("答：二改");
		expect(under.asked.at(-1)).toMatchObject({ text: "二改", previous: { text: "一" } });
	});

	it("whose words are the same changes nothing, and one whose answer is gone is answered anew", async () => {
		const { api } = await start();
		const question = under.say("一");
		await api.next("sendMessage");
		edit(question, "一");
		api.fail("editMessageText", { kind: "badRequest", description: "Bad Request: message to edit not found" });
		edit(question, "一改");
		expect((await api.next("sendMessage")).parsed?.text).toContain("答：一改");
		expect(under.asked.map(({ text }) => text)).toEqual(["一", "一改"]);
	});

	it("that now names the bot is answered", async () => {
		const { api } = await start();
		const question = under.say("谁?", { chat: GROUP });
		edit(question, "/ask 谁?");
		expect((await api.next("sendMessage")).body.reply_parameters.message_id).toBe(question.message_id);
	});
});

describe("waiting", () => {
	it("tells after five seconds how many questions are before, once, and not as a reply", async () => {
		let go = () => {};
		const first = new Promise<void>((resolve) => {
			go = resolve;
		});
		const ask = async (question: Question) => {
			await first;
			return await answerWith()(question);
		};
		const { api, clock } = await start({ ask });
		under.say("一");
		await under.whenAsked(1);
		under.say("二");
		under.say("三");
		await clock.release(5000);
		const { body, parsed } = await api.next("sendMessage");
		expect(parsed?.text).toBe("前面还有 1 个问题，请稍等。");
		expect(body).not.toHaveProperty("reply_parameters");
		await clock.release(5000);
		go();
		for (const question of ["一", "二", "三"]) {
			expect((await api.next("sendMessage")).parsed?.text).toContain(`答：${question}`);
		}
	});

	it("too long ends it: what comes in ten minutes late is not answered, what was accepted in time is", async () => {
		const { api, clock } = await start();
		const date = Math.floor(clock.milliseconds / 1000);
		under.say("太晚", { date: date - 601 });
		under.say("及时", { date: date - 599 });
		expect((await api.next("sendMessage")).parsed?.text).toContain("答：及时");
		for (let n = 0; n <= RETRY_PAUSES.length; n++) api.fail("sendMessage", { kind: "dropped" });
		under.say("存着");
		for (let n = 0; n <= RETRY_PAUSES.length; n++) await api.next("sendMessage");
		await under.bot.stop();
		clock.milliseconds += 3_600_000;
		await under.restart();
		expect((await api.next("sendMessage")).parsed?.text).toContain("答：存着");
	});
});

describe("a group", () => {
	it("gets somebody's message looked up by a reply with /ask or a mention without words", async () => {
		const { api } = await start();
		const reply_to_message = { message_id: 3, date: 1, chat: GROUP, from: BERT, text: "山神村的人均年收入是多少?" };
		under.say("/ask@baowen_bot", { chat: GROUP, reply_to_message });
		await api.next("sendMessage");
		under.say("@baowen_bot", {
			chat: GROUP,
			reply_to_message: { ...reply_to_message, text: undefined, caption: "图里是谁?" },
		});
		await api.next("sendMessage");
		under.say("@baowen_bot", { chat: GROUP });
		expect((await api.next("sendMessage")).parsed?.text).toContain("写上问题");
		expect(under.asked.map(({ text }) => text)).toEqual(["山神村的人均年收入是多少?", "图里是谁?"]);
	});

	it("is sent at most twenty messages a minute", async () => {
		const { api, clock } = await start();
		const began = clock.milliseconds;
		for (let n = 0; n < 41; n++) under.say(`/ask ${n}`, { chat: GROUP });
		const sent: number[] = [];
		for (let n = 0; n < 41; n++) {
			await api.next("sendMessage");
			sent.push(Math.floor((clock.milliseconds - began) / 60_000));
		}
		expect(sent.filter((minute) => minute === 0).length).toBeLessThanOrEqual(21);
		expect(clock.milliseconds - began).toBe(120_000);
		under.say("私聊不限");
		await api.next("sendMessage");
		expect(clock.milliseconds - began).toBe(120_000);
	});

	it("is introduced to the bot once, in two lines", async () => {
		const { api } = await start();
		const added = (from: string, to: string, chat: object = GROUP) =>
			api.push({
				my_chat_member: {
					chat,
					from: BERT,
					date: 1,
					old_chat_member: { status: from },
					new_chat_member: { status: to },
				},
			});
		added("left", "member");
		const { parsed, body } = await api.next("sendMessage");
		expect(body.chat_id).toBe(GROUP.id);
		expect(parsed?.text.split("\n")).toHaveLength(2);
		expect(parsed?.text).toContain("@baowen_bot");
		under.say("", {
			chat: GROUP,
			text: undefined,
			new_chat_members: [{ id: 123456, is_bot: true, first_name: "报问" }],
		});
		added("member", "administrator");
		added("member", "kicked");
		added("left", "member");
		const moved = -1001112223334;
		under.say("", { chat: GROUP, text: undefined, migrate_to_chat_id: moved });
		added("left", "member", { id: moved, type: "supergroup" });
		under.say("/ask 一", { chat: GROUP });
		const next = await api.next("sendMessage");
		expect(next.parsed?.text).toContain("答：一");
		expect(next.body.chat_id).toBe(moved);
	});
});

describe("refusals", () => {
	it("say what would help, where something would", async () => {
		const hint = "Set EMBEDDING_MODEL to a model that knows <English>.";
		const { api } = await start({ ask: async (question) => ({ ...(await refuse(question)), hint }) });
		under.say("Who won?");
		expect((await api.next("sendMessage")).parsed?.text).toContain(`\n\n${hint}\n\n`);
		under.say("/ask Who won?", { chat: GROUP });
		expect((await api.next("sendMessage")).parsed?.text).toBe(`报道里没有说到这件事。 ${hint}`);
	});

	it("in private let the next question follow", async () => {
		const { api } = await start({ ask: refuse });
		under.say("月亮上有谁?");
		await api.next("sendMessage");
		under.say("那火星呢?");
		await api.next("sendMessage");
		expect(under.asked[1]?.previous).toEqual({ text: "月亮上有谁?", articleIds: [] });
	});

	it("do not stop a quote of markup from being shown as it is", async () => {
		const { api } = await start({ ask: answerWith(quote("<b>&amp;</b>😀")) });
		under.say("<b>&</b>");
		expect((await api.next("sendMessage")).parsed?.text).toContain("<b>&amp;</b>😀");
	});
});
