import { afterEach, describe, expect, it } from "vitest";
import type { Access } from "../../src/telegram/door.ts";
import { ANNA, BERT, BotUnderTest, FORUM, GROUP } from "../support/bot-under-test.ts";

const ADMIN = { id: 99, is_bot: false, first_name: "Admin" };
const STRANGER = { id: 77, is_bot: false, first_name: "Fremd" };
const THEIRS = { chat: { id: STRANGER.id, type: "private" }, from: STRANGER };
const BERTS = { chat: { id: BERT.id, type: "private" }, from: BERT };

let under: BotUnderTest;
afterEach(() => under.dispose());
async function start(access: Partial<Access>): Promise<BotUnderTest> {
	under = await BotUnderTest.start({ access });
	return under;
}
const only = (...numbers: number[]) => ({ allowedChats: new Set(numbers), admins: new Set([ADMIN.id]) });
const texts = () => under.api.done("sendMessage").map(({ parsed }) => parsed?.text ?? "");

function typeInline(from: object): void {
	under.api.push({ inline_query: { id: String(under.api.newMessageId()), from, query: "词", offset: "" } });
}

/** Nothing came of what was said before this: the bot works on all of it before it answers the admin's own question. */
async function answersOnlyTheAdmin(): Promise<void> {
	const before = under.api.calls.filter(({ method }) => /^(send|answer|edit)/.test(method)).length;
	under.say("管理员问", { chat: { id: ADMIN.id, type: "private" }, from: ADMIN });
	await under.api.next("sendMessage");
	await under.bot.stop();
	const calls = under.api.calls.filter(({ method }) => /^(send|answer|edit)/.test(method)).slice(before);
	expect(calls.map(({ method, body }) => [method, body.chat_id])).toEqual([
		["sendChatAction", ADMIN.id],
		["sendMessage", ADMIN.id],
	]);
}

describe("those who are not on the list", () => {
	it("are told so in private, once a day, with the number that an admin needs", async () => {
		const { api, clock } = await start(only(ANNA.id));
		under.say("一", THEIRS);
		const { parsed, body } = await api.next("sendMessage");
		expect(body.chat_id).toBe(STRANGER.id);
		expect(parsed?.text).toContain(String(STRANGER.id));
		under.say("/start", THEIRS);
		under.say("二", THEIRS);
		clock.milliseconds += 23 * 3_600_000;
		under.say("三", THEIRS);
		clock.milliseconds += 3_600_001;
		under.say("四", THEIRS);
		expect((await api.next("sendMessage")).body.reply_parameters.message_id).not.toBe(body.reply_parameters.message_id);
		expect(under.asked).toEqual([]);
	});

	it("get nothing in groups, inline, as guests, by buttons, and no introduction", async () => {
		await start(only(ANNA.id));
		under.say("/ask 一", { chat: GROUP, from: STRANGER });
		under.say("@baowen_bot 二", { chat: FORUM, from: STRANGER });
		typeInline(STRANGER);
		under.press({ message_id: 5, date: 0, chat: THEIRS.chat }, "full:r0123456789abcdef", { from: STRANGER });
		under.api.push({
			my_chat_member: {
				chat: GROUP,
				from: STRANGER,
				date: 1,
				old_chat_member: { status: "left" },
				new_chat_member: { status: "member" },
			},
		});
		under.api.push({
			guest_message: {
				message_id: 1,
				date: Math.floor(under.clock.milliseconds / 1000),
				chat: { id: -42, type: "group" },
				from: STRANGER,
				guest_query_id: "g1",
				text: "@baowen_bot 三",
			},
		});
		await answersOnlyTheAdmin();
		expect(under.asked.map(({ text }) => text)).toEqual(["管理员问"]);
	});

	it("can learn what is kept of them and have it removed", async () => {
		const { api } = await start(only(ANNA.id));
		under.say("/privacy", THEIRS);
		expect((await api.next("sendMessage")).parsed?.text).toContain("记多久");
		under.say("/forget", THEIRS);
		expect((await api.next("sendMessage")).parsed?.text).toContain("忘掉了");
	});
});

describe("those who are on the list", () => {
	it("may use it everywhere; in a group that is on it, everybody may", async () => {
		const { api } = await start(only(ANNA.id, FORUM.id));
		under.say("一");
		expect((await api.next("sendMessage")).parsed?.text).toContain("答：一");
		under.say("/ask 二", { chat: GROUP });
		expect((await api.next("sendMessage")).parsed?.text).toContain("答：二");
		under.say("/ask 三", { chat: FORUM, from: STRANGER });
		expect((await api.next("sendMessage")).parsed?.text).toContain("答：三");
		typeInline(ANNA);
		expect((await api.next("answerInlineQuery")).body.results).toHaveLength(1);
	});

	it("stay on it when their group becomes a supergroup, also after a restart", async () => {
		const { api } = await start(only(GROUP.id));
		const moved = { id: -1009998887776, type: "supergroup", title: GROUP.title };
		api.fail("sendMessage", { kind: "migrated", to: moved.id });
		under.say("/ask 一", { chat: GROUP, from: STRANGER });
		await api.next("sendMessage");
		expect((await api.next("sendMessage")).body.chat_id).toBe(moved.id);
		under.say("/ask 二", { chat: moved, from: STRANGER });
		expect((await api.next("sendMessage")).parsed?.text).toContain("答：二");
		await under.restart();
		under.say("/ask 三", { chat: moved, from: STRANGER });
		expect((await api.next("sendMessage")).parsed?.text).toContain("答：三");
	});
});

describe("those who ask too fast", () => {
	const limits = { questionsAtOnce: 3, questionsPerMinute: 6, admins: new Set([ADMIN.id]) };

	it("are told so once, after their answers, and are served again when their bucket has filled", async () => {
		const { api, clock } = await start(limits);
		for (let n = 0; n < 6; n++) under.say(`${n}`);
		for (let n = 0; n < 4; n++) await api.next("sendMessage");
		expect(texts().map((text) => text.slice(0, 3))).toEqual(["答：0", "答：1", "答：2", "您问得"]);
		expect(texts()[3]).toContain("30 秒");
		under.say("别人", BERTS);
		await api.next("sendMessage");
		clock.milliseconds += 10_000;
		under.say("6");
		await api.next("sendMessage");
		under.say("7");
		under.say("别人", BERTS);
		await api.next("sendMessage");
		clock.milliseconds += 10_000;
		under.say("8");
		await api.next("sendMessage");
		expect(
			texts()
				.map((text) => text.slice(0, 4))
				.slice(4),
		).toEqual(["答：别人", "答：6\n", "答：别人", "答：8\n"]);
	});

	it("in a group share the group's bucket, and are told so without a sound", async () => {
		const { api } = await start(limits);
		for (let n = 0; n < 6; n++) under.say(`/ask ${n}`, { chat: GROUP, from: { ...ANNA, id: 200 + n } });
		for (let n = 0; n < 4; n++) await api.next("sendMessage");
		expect(api.done("sendMessage")[3]?.body).toMatchObject({ chat_id: GROUP.id, disable_notification: true });
		under.say("私聊", { chat: { id: 205, type: "private" }, from: { ...ANNA, id: 205 } });
		expect((await api.next("sendMessage")).parsed?.text).toContain("答：私聊");
		under.say("大家聊天,不是问它", { chat: GROUP });
		await answersOnlyTheAdmin();
	});

	it("with buttons are told so on the button; inline they have a bucket of its own", async () => {
		const { api } = await start(limits);
		for (let n = 0; n < 4; n++) typeInline(ANNA);
		under.say("一");
		const { result } = await api.next("sendMessage");
		for (const data of ["vote:up", "vote:down", "vote:up"]) under.press(result, data);
		const shown: string[] = [];
		for (let n = 0; n < 3; n++) shown.push((await api.next("answerCallbackQuery")).body.text);
		expect(shown.filter((text) => text.includes("太快"))).toHaveLength(1);
		expect(api.done("answerInlineQuery")).toHaveLength(3);
	});

	it("are never admins", async () => {
		const { api } = await start(limits);
		for (let n = 0; n < 10; n++) under.say(`${n}`, { chat: { id: ADMIN.id, type: "private" }, from: ADMIN });
		for (let n = 0; n < 10; n++) expect((await api.next("sendMessage")).parsed?.text).toContain(`答：${n}`);
	});

	it("are not counted twice when Telegram repeats itself", async () => {
		const { api } = await start(limits);
		const message = under.say("一");
		const { update_id } = { update_id: api.push({ message: { ...message, text: "二" } }) };
		for (let n = 0; n < 5; n++) api.push({ update_id, message: { ...message, text: "二" } });
		under.say("三");
		for (const question of ["一", "二", "三"])
			expect((await api.next("sendMessage")).parsed?.text).toContain(`答：${question}`);
	});
});
