import { afterEach, describe, expect, it } from "vitest";
import { BotUnderTest, heldAsk, type Setup } from "../support/bot-under-test.ts";

let under: BotUnderTest;
afterEach(() => under.dispose());
async function start(setup?: Setup): Promise<BotUnderTest> {
	under = await BotUnderTest.start(setup);
	return under;
}

describe("many questions", () => {
	it("are answered in order within a chat while other chats do not wait", async () => {
		const held = heldAsk();
		const { api } = await start({ ask: held.ask });
		const chat = (id: number) => ({ chat: { id, type: "private" } });
		under.say("慢", chat(1));
		under.say("后", chat(1));
		under.say("别人", chat(2));
		(await held.begun("别人"))();
		expect((await api.next("sendMessage")).parsed?.text).toContain("答：别人");
		(await held.begun("慢"))();
		expect((await api.next("sendMessage")).parsed?.text).toContain("答：慢");
		(await held.begun("后"))();
		expect((await api.next("sendMessage")).parsed?.text).toContain("答：后");
	});

	it("300 from 50 chats are each answered once and in order, through faults and a restart in between", async () => {
		const { api } = await start();
		for (const kind of ["dropped", "notJson", "serverError", "dropped"] as const) api.fail("sendMessage", { kind });
		api.fail("sendMessage", { kind: "tooMany", retryAfter: 2 });
		for (let n = 0; n < 300; n++) {
			under.say(`${n}`, { chat: { id: 1 + (n % 50), type: "private" } });
			if (n === 150) {
				for (let sent = 0; sent < 40; sent++) await api.next("sendMessage");
				await under.restart();
			}
		}
		while (api.done("sendMessage").length < 300) await api.next("sendMessage");
		await under.bot.stop();
		const answers = new Map<number, number[]>();
		for (const { body, parsed } of api.done("sendMessage")) {
			const number = Number(/答：(\d+)/.exec(parsed?.text ?? "")?.[1]);
			answers.set(body.chat_id, [...(answers.get(body.chat_id) ?? []), number]);
		}
		for (let chat = 1; chat <= 50; chat++) {
			expect(answers.get(chat)).toEqual([0, 1, 2, 3, 4, 5].map((round) => round * 50 + chat - 1));
		}
	});
});

describe("stopping", () => {
	it("is possible while Telegram cannot be reached yet", async () => {
		under = await BotUnderTest.create();
		under.clock.holds = (milliseconds) => milliseconds >= 10_000;
		for (let n = 0; n < 9; n++) under.api.fail("getMe", { kind: "dropped" });
		const started = under.bot.start();
		for (let n = 0; n < 6; n++) await under.api.next("getMe");
		await under.bot.stop();
		await started;
		await under.bot.ended;
	});

	it("answers what was accepted and takes nothing new", async () => {
		const held = heldAsk();
		const { api } = await start({ ask: held.ask });
		under.say("一");
		const go = await held.begun("一");
		const stopped = under.bot.stop();
		under.say("二");
		go();
		await stopped;
		await under.bot.ended;
		expect(api.done("sendMessage").map(({ parsed }) => parsed?.text.slice(0, 3))).toEqual(["答：一"]);
		await under.restart();
		(await held.begun("二"))();
		await api.next("sendMessage");
		expect((await api.next("sendMessage")).parsed?.text).toContain("答：二");
	});

	it("keeps for the next start what is not answered within ten seconds", async () => {
		const held = heldAsk();
		const { api, clock } = await start({ ask: held.ask });
		under.say("一");
		await held.begun("一");
		const stopped = under.bot.stop();
		await clock.release(10_000);
		await stopped;
		expect(api.done("sendMessage")).toEqual([]);
		under.asked.length = 0;
		await under.restart();
		await under.whenAsked(1);
	});
});
