import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { RETRY_PAUSES } from "../../src/telegram/telegram-calls.ts";
import { answerWith, BERT, BotUnderTest, GROUP, heldAsk, quote } from "../support/bot-under-test.ts";

let under: BotUnderTest;
afterEach(() => under.dispose());

/** Everything in the state folder. */
async function kept(): Promise<string> {
	const files = await readdir(under.stateDirectory);
	return (await Promise.all(files.map((file) => readFile(join(under.stateDirectory, file), "utf8")))).join("\n");
}

const ANNA = { id: 424_242, is_bot: false, first_name: "Anna-Maria", username: "annamaria", language_code: "zh" };
const ANNAS = { chat: { id: ANNA.id, type: "private" }, from: ANNA };
const BERTS = { chat: { id: BERT.id, type: "private" }, from: BERT };

describe("/forget", () => {
	it("leaves nothing of the one who asks for it in the state folder, and everything of the others", async () => {
		under = await BotUnderTest.start({ ask: answerWith(quote("引文。")) });
		const { api } = under;
		under.say("安娜私下问", ANNAS);
		const first = await api.next("sendMessage");
		under.say("安娜追问", ANNAS);
		await api.next("sendMessage");
		under.press(first.result, "vote:down", { from: ANNA });
		await api.next("answerCallbackQuery");
		under.say("/ask 安娜在群里问", { chat: GROUP, from: ANNA });
		const inGroup = await api.next("sendMessage");
		under.press(inGroup.result, "vote:up", { from: BERT });
		await api.next("answerCallbackQuery");
		under.say("/ask 伯特在群里问", { chat: GROUP, from: BERT });
		const other = await api.next("sendMessage");
		under.press(other.result, "vote:up", { from: ANNA });
		await api.next("answerCallbackQuery");
		under.press(other.result, "vote:up", { from: BERT });
		await api.next("answerCallbackQuery");
		under.say("伯特私下问", BERTS);
		await api.next("sendMessage");
		for (let n = 0; n <= RETRY_PAUSES.length; n++) api.fail("sendMessage", { kind: "dropped" }, ANNA.id);
		under.say("安娜的问题,答不出去", ANNAS);
		for (let n = 0; n <= RETRY_PAUSES.length; n++) await api.next("sendMessage");
		for (const word of ["安娜私下问", "安娜追问", "安娜在群里问", "答不出去", String(ANNA.id), "Anna-Maria"])
			expect(await kept()).toContain(word);

		under.say("/forget", ANNAS);
		expect((await api.next("sendMessage")).parsed?.text).toContain("忘掉了");
		const left = await kept();
		for (const word of ["安娜", String(ANNA.id), "Anna", "annamaria"]) expect(left).not.toContain(word);
		expect(left.match(/"vote":"up"/g)).toHaveLength(1);
		expect(left).toContain("伯特在群里问");
		expect(left).toContain("伯特私下问");

		await under.restart();
		under.say("安娜又问", ANNAS);
		await api.next("sendMessage");
		expect(under.asked.at(-1)).toEqual({ text: "安娜又问" });
		expect(under.asked.filter(({ text }) => text.includes("答不出去"))).toHaveLength(1);
		under.press(first.result, "vote:up", { from: ANNA });
		expect((await api.next("answerCallbackQuery")).body.text).toContain("太旧");
		under.say("再追问", BERTS);
		await api.next("sendMessage");
		expect(under.asked.at(-1)?.previous?.text).toBe("伯特私下问");
	});

	it("takes back questions that wait in groups", async () => {
		const held = heldAsk();
		under = await BotUnderTest.start({ ask: held.ask });
		under.say("/ask 伯特先问", { chat: GROUP, from: BERT });
		const go = await held.begun("伯特先问");
		under.say("/ask 安娜等着", { chat: GROUP, from: ANNA });
		under.say("/forget", ANNAS);
		expect((await under.api.next("sendMessage")).parsed?.text).toContain("忘掉了");
		go();
		await under.api.next("sendMessage");
		await under.bot.stop();
		expect(under.asked.map(({ text }) => text)).toEqual(["伯特先问"]);
		expect(await kept()).not.toContain("安娜");
	});

	it("of somebody who writes as a group is asked for in private", async () => {
		under = await BotUnderTest.start();
		const anonymous = { id: 1_087_968_824, is_bot: true, first_name: "Group" };
		under.say("/forget", { chat: GROUP, from: anonymous, sender_chat: GROUP });
		expect((await under.api.next("sendMessage")).parsed?.text).toContain("私聊");
	});
});

describe("/privacy", () => {
	it("says what is kept, for how long, and whether the log has questions", async () => {
		for (const logQuestions of [false, true]) {
			under = await BotUnderTest.start({ logQuestions });
			under.say("/privacy");
			const { text } = (await under.api.next("sendMessage")).parsed!;
			for (const word of ["2000", "10000", "/forget"]) expect(text).toContain(word);
			expect(text.includes("没有问题的原文")).toBe(!logQuestions);
			if (!logQuestions) await under.dispose();
		}
	});
});

describe("the log", () => {
	it("has the text of questions only where that is wanted", async () => {
		for (const logQuestions of [false, true]) {
			const ask = async () => {
				throw new Error("no index");
			};
			under = await BotUnderTest.start({ logQuestions, ask });
			under.say("机密的问题");
			await under.api.next("sendMessage");
			await under.dispose();
			under = await BotUnderTest.start({ logQuestions });
			under.api.fail("sendMessage", { kind: "badRequest", description: "Bad Request: no" });
			under.say("机密的问题");
			under.say("机密的问题");
			await under.api.next("sendMessage");
			await under.api.next("sendMessage");
			await under.bot.stop();
			expect(under.logLines.join("").includes("机密")).toBe(logQuestions);
			if (!logQuestions) await under.dispose();
		}
	});
});

describe("/stats", () => {
	it("tells admins what has been done since the start, and nobody else", async () => {
		const held = heldAsk();
		under = await BotUnderTest.start({ ask: held.ask, access: { admins: new Set([ANNA.id]) } });
		const { api, clock } = under;
		for (const [question, milliseconds] of [
			["一", 100],
			["二", 300],
			["三", 200],
		] as const) {
			under.say(question, BERTS);
			const go = await held.begun(question);
			clock.milliseconds += milliseconds;
			go();
			await api.next("sendMessage");
		}
		under.say("四", BERTS);
		const go = await held.begun("四");
		under.say("/stats", ANNAS);
		const { text } = (await api.next("sendMessage")).parsed!;
		expect(text).toContain("2026-11-21 12:00（北京时间）以来");
		expect(text).toContain("问题 4 个：答出 3，没有说到 0，没查成 0");
		expect(text).toContain("中位数 200 毫秒，95% 在 300 毫秒以内");
		expect(text).toContain("正在等的：1 个");
		go();
		await api.next("sendMessage");
		under.say("/stats", BERTS);
		expect((await api.next("sendMessage")).parsed?.text).toContain("no such command");
	});
});
