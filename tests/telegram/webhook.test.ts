import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ANNA, BotUnderTest, PRIVATE } from "../support/bot-under-test.ts";

const SECRET = "only-Telegram_knows";
let under: BotUnderTest;
let port: number;
beforeEach(async () => {
	port = await freePort();
	under = await BotUnderTest.start({
		web: { port, webhook: { url: "https://bot.example/hook/baowen", secret: SECRET } },
	});
});
afterEach(() => under.dispose());

async function freePort(): Promise<number> {
	const server = createServer().listen(0);
	await once(server, "listening");
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, "close");
	return port;
}

function post(body: string, { path = "/hook/baowen", secret = SECRET } = {}): Promise<Response> {
	const headers = { "x-telegram-bot-api-secret-token": secret };
	return fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", body, headers });
}

function update(id: number, text: string): string {
	const date = Math.floor(under.clock.milliseconds / 1000);
	return JSON.stringify({ update_id: id, message: { message_id: id, date, chat: PRIVATE, from: ANNA, text } });
}

describe("a webhook", () => {
	it("is announced to Telegram and answers what Telegram posts, each update once", async () => {
		expect((await under.api.next("setWebhook")).body).toMatchObject({
			url: "https://bot.example/hook/baowen",
			secret_token: SECRET,
			allowed_updates: expect.arrayContaining(["message", "guest_message"]),
		});
		expect((await post(update(1, "一"))).status).toBe(200);
		expect((await post(update(1, "一"))).status).toBe(200);
		expect((await post(update(2, "二"))).status).toBe(200);
		for (const text of ["一", "二"])
			expect((await under.api.next("sendMessage")).parsed?.text).toContain(`答：${text}`);
		expect(under.api.done("getUpdates")).toEqual([]);
	});

	it("lets nobody else in, and is not confused by what is no update", async () => {
		expect((await post(update(1, "一"), { secret: "guess" })).status).toBe(401);
		expect((await post(update(1, "一"), { path: "/" })).status).toBe(404);
		for (const body of ["", "{", "null", "[]", '{"update_id":"1"}']) expect((await post(body)).status).toBe(400);
		expect((await fetch(`http://127.0.0.1:${port}/hook/baowen`)).status).toBe(405);
		expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
		await post(update(2, "二"));
		await under.api.next("sendMessage");
		expect(under.asked).toEqual([{ text: "二" }]);
	});

	it("is closed when the bot stops, after what was accepted is answered", async () => {
		await post(update(1, "一"));
		await under.bot.stop();
		expect(under.api.done("sendMessage")).toHaveLength(1);
		await expect(post(update(2, "二"))).rejects.toThrow();
	});

	it("that another program has taken the port of is one clear sentence", async () => {
		const other = await BotUnderTest.create({
			web: { port, webhook: { url: "https://bot.example/", secret: SECRET } },
		});
		await expect(other.bot.start()).rejects.toThrow(`Port ${port} cannot be listened on`);
		await other.dispose();
	});
});
