import { afterEach, describe, expect, it } from "vitest";
import { BaowenError } from "../../src/errors.ts";
import { createBot } from "../../src/telegram/bot.ts";
import { RETRY_PAUSES } from "../../src/telegram/telegram-calls.ts";
import { BotUnderTest, GROUP, heldAsk, type Setup } from "../support/bot-under-test.ts";
import { type Fault, TOKEN } from "../support/loopback-bot-api.ts";

let under: BotUnderTest;
afterEach(() => under.dispose());
async function start(setup?: Setup): Promise<BotUnderTest> {
	under = await BotUnderTest.start(setup);
	return under;
}

describe("a message that does not get through", () => {
	it.each<[Fault["kind"], Fault]>([
		["dropped", { kind: "dropped" }],
		["serverError", { kind: "serverError" }],
		["notJson", { kind: "notJson" }],
	])("is sent again after growing pauses: %s", async (_, fault) => {
		const { api, clock } = await start();
		api.fail("sendMessage", fault);
		api.fail("sendMessage", fault);
		under.say("一");
		expect((await api.next("sendMessage")).error).not.toBeNull();
		expect((await api.next("sendMessage")).error).not.toBeNull();
		expect((await api.next("sendMessage")).parsed?.text).toContain("答：一");
		expect(clock.pauses).toEqual([500, 1000]);
	});

	it("waits as long as Telegram asks for", async () => {
		const { api, clock } = await start();
		api.fail("sendMessage", { kind: "tooMany", retryAfter: 7 });
		under.say("一");
		await api.next("sendMessage");
		expect((await api.next("sendMessage")).parsed?.text).toContain("答：一");
		expect(clock.pauses).toEqual([7000]);
	});

	it("goes to the supergroup that the group has become, as do later ones, without a number of the old group", async () => {
		const { api } = await start();
		api.fail("sendMessage", { kind: "migrated", to: -1009999999999 });
		under.say("/ask 一", { chat: GROUP });
		await api.next("sendMessage");
		const moved = await api.next("sendMessage");
		expect(moved.body.chat_id).toBe(-1009999999999);
		expect(moved.body).not.toHaveProperty("reply_parameters");
		under.say("/ask 二", { chat: GROUP });
		expect((await api.next("sendMessage")).body.chat_id).toBe(-1009999999999);
	});

	it("to somebody who blocked the bot is given up, until they write again", async () => {
		const held = heldAsk();
		const { api } = await start({ ask: held.ask });
		api.fail("sendMessage", { kind: "forbidden" });
		under.say("一");
		under.say("二");
		(await held.begun("一"))();
		(await held.begun("二"))();
		expect((await api.next("sendMessage")).error).toContain("Forbidden");
		under.say("三");
		(await held.begun("三"))();
		expect((await api.next("sendMessage")).parsed?.text).toContain("答：三");
	});

	it("refused by Telegram is not repeated and stops nothing", async () => {
		const { api } = await start();
		api.fail("sendMessage", { kind: "badRequest", description: "Bad Request: CHAT_WRITE_FORBIDDEN" });
		under.say("一");
		under.say("二");
		await api.next("sendMessage");
		expect((await api.next("sendMessage")).parsed?.text).toContain("答：二");
	});

	it("is answered at the next start when Telegram stays away for too long", async () => {
		const { api } = await start();
		for (let n = 0; n <= RETRY_PAUSES.length; n++) api.fail("sendMessage", { kind: "dropped" });
		under.say("一");
		for (let n = 0; n <= RETRY_PAUSES.length; n++) await api.next("sendMessage");
		await under.restart();
		expect((await api.next("sendMessage")).parsed?.text).toContain("答：一");
	});
});

describe("getting updates", () => {
	it.each<Fault>([
		{ kind: "dropped" },
		{ kind: "serverError" },
		{ kind: "notJson" },
		{ kind: "tooMany", retryAfter: 3 },
		{ kind: "forbidden" },
	])("goes on after $kind", async (fault) => {
		under = await BotUnderTest.create();
		for (let n = 0; n < 5; n++) under.api.fail("getUpdates", fault);
		await under.bot.start();
		under.say("一");
		expect((await under.api.next("sendMessage")).parsed?.text).toContain("答：一");
	});

	it("waits for another instance to end", async () => {
		under = await BotUnderTest.create();
		for (let n = 0; n < 10; n++) under.api.fail("getUpdates", { kind: "conflict" });
		await under.bot.start();
		under.say("一");
		expect((await under.api.next("sendMessage")).parsed?.text).toContain("答：一");
		expect(under.logLines.join("")).toContain("another instance");
	});

	it("does not go round and round while calls that concern no chat must wait", async () => {
		under = await BotUnderTest.create();
		const { api, clock } = under;
		clock.holds = (milliseconds) => milliseconds === 7000 || milliseconds === 5000;
		api.fail("setMyCommands", { kind: "tooMany", retryAfter: 7 });
		await under.bot.start();
		await api.next("setMyCommands");
		under.say("一");
		await api.next("sendMessage");
		await clock.release(7000);
		await api.next("setMyCommands");
		expect(clock.pauses).toEqual([]);
	});

	it("gives up when another instance stays for two minutes, with exit code 3", async () => {
		under = await BotUnderTest.create();
		for (let n = 0; n < 100; n++) under.api.fail("getUpdates", { kind: "conflict" });
		const { milliseconds } = under.clock;
		await under.bot.start();
		const failure = await under.bot.ended.catch((error) => error);
		expect(failure).toBeInstanceOf(BaowenError);
		expect(failure).toMatchObject({ exitCode: 3, message: expect.stringContaining("Another instance") });
		expect(under.clock.milliseconds - milliseconds).toBe(120_000);
	});

	it("ends with one clear sentence when the token is withdrawn", async () => {
		under = await BotUnderTest.create();
		under.api.fail("getUpdates", { kind: "unauthorized" });
		await under.bot.start();
		await expect(under.bot.ended).rejects.toThrow("Telegram does not know this BOT_TOKEN");
	});
});

describe("a Bot API behind a path", () => {
	it.each(["/behind/a/path", "/behind/a/path/", "/"])("is reached at %s", async (path) => {
		under = await BotUnderTest.create();
		under.bot = createBot(TOKEN, { ...under.dependencies, apiRoot: under.api.root + path });
		await under.bot.start();
		under.say("一");
		expect((await under.api.next("sendMessage")).parsed?.text).toContain("答：一");
	});
});

describe("the token", () => {
	it("that Telegram does not know is one clear sentence", async () => {
		under = await BotUnderTest.create();
		under.api.fail("getMe", { kind: "unauthorized" });
		await expect(under.bot.start()).rejects.toThrow("Telegram does not know this BOT_TOKEN");
	});

	it("is in no log and no error, whatever Telegram answers", async () => {
		under = await BotUnderTest.create();
		const { api } = under;
		for (const kind of ["notJson", "dropped", "serverError"] as const) {
			api.fail("getMe", { kind });
			api.fail("getUpdates", { kind });
			api.fail("sendMessage", { kind });
			api.fail("sendChatAction", { kind });
		}
		await under.bot.start();
		under.say("一");
		for (let n = 0; n < 4; n++) await api.next("sendMessage");
		for (let n = 0; n <= RETRY_PAUSES.length; n++) api.fail("getMe", { kind: "notJson" });
		await under.bot.stop();
		const failure = await createBot(TOKEN, under.dependencies)
			.start()
			.catch((error) => error);
		expect(failure).toBeInstanceOf(BaowenError);
		const said = [under.logLines.join(""), failure.stack, failure.cause.stack, JSON.stringify(failure)].join("\n");
		expect(said).toContain("not JSON".replace("not JSON", "invalid json"));
		expect(said).not.toContain(TOKEN.split(":")[1]);
	});
});
