import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ANNA, BotUnderTest, heldAsk, PRIVATE, WEBHOOK } from "../support/bot-under-test.ts";

let under: BotUnderTest;
beforeEach(async () => {
	under = await BotUnderTest.start({ web: { port: 0, webhook: WEBHOOK } });
});
afterEach(() => under.dispose());

const post: BotUnderTest["api"]["postToWebhook"] = (...given) => under.api.postToWebhook(...given);
const get = (path: string) => fetch(`http://127.0.0.1:${under.port}${path}`);

function update(id: number, text: string): string {
	const date = Math.floor(under.clock.milliseconds / 1000);
	return JSON.stringify({ update_id: id, message: { message_id: id, date, chat: PRIVATE, from: ANNA, text } });
}

describe("a webhook", () => {
	it("is announced to Telegram and answers what Telegram brings, each update once", async () => {
		expect((await under.api.next("setWebhook")).body).toMatchObject({
			url: WEBHOOK.url,
			secret_token: WEBHOOK.secret,
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
		for (const secret of ["", "guess", `${WEBHOOK.secret}x`])
			expect((await post(update(1, "一"), { secret })).status).toBe(401);
		for (const path of ["/", "/hook", `${new URL(WEBHOOK.url).pathname}/more`])
			expect((await post(update(1, "一"), { path })).status).toBe(404);
		for (const body of ["", "{", "null", "[]", '{"update_id":"1"}', '{"update_id":1.5}'])
			expect((await post(body)).status).toBe(400);
		expect((await get(new URL(WEBHOOK.url).pathname)).status).toBe(405);
		await post(update(2, "二"));
		await under.api.next("sendMessage");
		expect(under.asked).toEqual([{ text: "二" }]);
	});

	it("passes over updates that cannot be read instead of having them brought again and again", async () => {
		const strange = [{ message: {} }, { message: "x" }, { inline_query: {} }, { my_chat_member: {} }, { poll: {} }];
		for (const [n, fields] of [...strange, {}].entries())
			expect((await post(JSON.stringify({ update_id: 10 + n, ...fields }))).status).toBe(200);
		await under.restart();
		await post(update(2, "二"));
		expect((await under.api.next("sendMessage")).parsed?.text).toContain("答：二");
	});

	it("refuses a body that is too large without reading it to the end", async () => {
		const socket = connect(under.port, "127.0.0.1");
		const head = `POST ${new URL(WEBHOOK.url).pathname} HTTP/1.1\r\nHost: x\r\nX-Telegram-Bot-Api-Secret-Token: ${WEBHOOK.secret}\r\n`;
		socket.write(`${head}Content-Length: 1000000000\r\n\r\n${"x".repeat(1_100_000)}`);
		const [reply] = await new Promise<Buffer[]>((resolve) => socket.on("data", (chunk) => resolve([chunk])));
		expect(String(reply)).toContain("413");
		socket.destroy();
	});

	it("is closed when the bot stops, after what was accepted is answered", async () => {
		await post(update(1, "一"));
		await under.bot.stop();
		expect(under.api.done("sendMessage")).toHaveLength(1);
		await expect(post(update(2, "二"))).rejects.toThrow();
	});

	it("does not let somebody who never finishes a request hold up the end", async () => {
		const socket = connect(under.port, "127.0.0.1");
		socket.on("error", () => {});
		const closed = new Promise((resolve) => socket.on("close", resolve));
		socket.write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
		await new Promise((resolve) => socket.once("data", resolve));
		const slow = connect(under.port, "127.0.0.1");
		slow.on("error", () => {});
		await new Promise((resolve) => slow.once("connect", resolve));
		slow.write(`POST ${new URL(WEBHOOK.url).pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n`);
		// Connections are served in the order in which they came: the slow one is known to the server after this.
		await get("/healthz");
		const stopped = under.bot.stop();
		await under.clock.release(10_000);
		await stopped;
		await closed;
		slow.destroy();
	});

	it("that another program has taken the port of is one clear sentence", async () => {
		const other = await BotUnderTest.create({ web: { port: under.port, webhook: WEBHOOK } });
		await expect(other.bot.start()).rejects.toThrow(`Port ${under.port} cannot be listened on`);
		await other.dispose();
	});

	it("that Telegram does not like is one clear sentence", async () => {
		const other = await BotUnderTest.create({ web: { port: 0, webhook: WEBHOOK } });
		const description = "Bad Request: bad webhook: HTTPS URL must be provided for webhook";
		other.api.fail("setWebhook", { kind: "badRequest", description });
		await expect(other.bot.start()).rejects.toThrow(`(setWebhook: 400: ${description})`);
		await other.dispose();
	});
});

describe("the web server", () => {
	it("says whether the bot is listening, by webhook as by polling", async () => {
		expect((await get("/healthz")).status).toBe(200);
		const polling = await BotUnderTest.create({ web: { port: 0, webhook: null } });
		polling.api.fail("getMe", { kind: "dropped" });
		polling.clock.holds = (milliseconds) => milliseconds === 500;
		const started = polling.bot.start();
		await polling.api.next("getMe");
		const healthz = () => fetch(`http://127.0.0.1:${polling.port}/healthz`);
		expect((await healthz()).status).toBe(503);
		await polling.clock.release(500);
		await started;
		expect((await healthz()).status).toBe(200);
		expect((await fetch(`http://127.0.0.1:${polling.port}/hook`, { method: "POST" })).status).toBe(404);
		await polling.dispose();
	});

	it("has figures for Prometheus", async () => {
		await under.dispose();
		const held = heldAsk();
		let isKnown = true;
		under = await BotUnderTest.start({
			web: { port: 0, webhook: WEBHOOK },
			ask: async (question) => ({ ...(await held.ask(question)), answered: isKnown }),
		});
		under.api.fail("sendMessage", { kind: "tooMany", retryAfter: 1 });
		under.api.fail("sendMessage", { kind: "dropped" });
		await post(update(1, "一"));
		(await held.begun("一"))();
		for (let n = 0; n < 3; n++) await under.api.next("sendMessage");
		await post(update(2, "二"));
		const go = await held.begun("二");
		expect(await (await get("/metrics")).text()).toContain("\nbaowen_queue_length 1\n");
		isKnown = false;
		go();
		await under.api.next("sendMessage");
		await expect.poll(async () => await (await get("/metrics")).text()).toContain("\nbaowen_abstained_total 1\n");
		const reply = await get("/metrics");
		expect(reply.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
		const figures = await reply.text();
		for (const line of [
			"baowen_questions_total 2",
			"baowen_answered_total 1",
			"baowen_failed_total 0",
			"baowen_answer_seconds_count 2",
			'baowen_telegram_errors_total{kind="busy"} 1',
			'baowen_telegram_errors_total{kind="unreachable"} 1',
			"baowen_queue_length 0",
		])
			expect(figures).toContain(`\n${line}\n`);
	});
});
