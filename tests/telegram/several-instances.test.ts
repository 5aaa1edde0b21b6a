import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { Database } from "../../src/postgres/database.ts";
import { ANNA, answerWith, BERT, GROUP, heldAsk, PRIVATE, quote, type Setup } from "../support/bot-under-test.ts";
import { type Instance, Instances } from "../support/instances.ts";
import type { Call } from "../support/loopback-bot-api.ts";
import { NO_POSTGRES, PostgresServer } from "../support/postgres-server.ts";

/** On a busy machine three instances and a server take their time. */
const PATIENCE = 90_000;

describe.skipIf(NO_POSTGRES !== null)(`several instances behind one webhook ${NO_POSTGRES ?? ""}`, () => {
	let server: PostgresServer;
	beforeAll(async () => {
		server = await PostgresServer.start();
	}, 60_000);
	afterAll(() => server.stop());

	async function place() {
		const url = await server.newDatabase();
		const instances = await Instances.prepare(url);
		onTestFinished(() => instances.dispose());
		return { instances, api: instances.api, url };
	}
	async function two(setup: Setup = {}) {
		const { instances, ...rest } = await place();
		return { instances, ...rest, a: await instances.start(setup), b: await instances.start(setup) };
	}
	/** What the whole database holds. */
	async function kept(url: string): Promise<string> {
		const database = new Database(url);
		const tables = ["kept", "updates", "buckets"].map((table) =>
			database.query<{ row: string }>(`SELECT ${table}::text AS row FROM baowen_state.${table}`),
		);
		const rows = (await Promise.all(tables)).flat();
		await database.close();
		return rows.map(({ row }) => row).join("\n");
	}
	/** Until nothing is being worked on: a chat's messages stay with the instance that has one of them in hand. */
	async function settled(url: string): Promise<void> {
		const database = new Database(url);
		while ((await database.query("SELECT FROM baowen_state.updates WHERE item IS NOT NULL LIMIT 1")).length > 0);
		await database.close();
	}
	const numberIn = ({ parsed }: Call) => Number(/答：(\d+)/.exec(parsed?.text ?? "")?.[1]);
	const inChat = (id: number) => ({ chat: { id, type: "private" } });

	it("300 questions from 50 chats are each answered once and in order, while one that is stuck is killed", {
		timeout: PATIENCE,
	}, async () => {
		const { instances, api } = await place();
		const held = heldAsk();
		const stuck = await instances.start({ ask: held.ask });
		const others = [await instances.start(), await instances.start()];
		for (let n = 0; n < 300; n++) {
			stuck.under.say(`${n}`, inChat(1 + (n % 50)));
			if (n === 150) {
				// By now every chat has a question with the one that is stuck, and later ones behind it.
				await held.begun("0");
				while (api.done("sendMessage").length < 40) await api.next("sendMessage");
				stuck.kill();
			}
		}
		// What was being brought to the one that was killed.
		void api.bringAgain();
		while (api.done("sendMessage").length < 300) await api.next("sendMessage");
		for (const { under } of others) await under.bot.stop();
		const answers = new Map<number, number[]>();
		for (const call of api.done("sendMessage"))
			answers.set(call.body.chat_id, [...(answers.get(call.body.chat_id) ?? []), numberIn(call)]);
		for (let chat = 1; chat <= 50; chat++)
			expect(answers.get(chat)).toEqual([0, 1, 2, 3, 4, 5].map((round) => round * 50 + chat - 1));
		// Both have had their share.
		for (const { under } of others) expect(under.asked.length).toBeGreaterThan(50);
	});

	it("answer a chat in order, whichever of them its messages come to", async () => {
		const { instances, api } = await place();
		const held = heldAsk();
		const a = await instances.start({ ask: held.ask });
		const b = await instances.start();
		a.under.say("0");
		const go = await held.begun("0");
		for (let n = 1; n < 6; n++) a.under.say(`${n}`);
		await api.bringAgain();
		// Another chat has not to wait.
		instances.next(b);
		a.under.say("别人", inChat(2));
		await api.next("sendMessage");
		go();
		for (let n = 1; n < 6; n++) (await held.begun(`${n}`))();
		for (let n = 0; n < 6; n++) expect(numberIn(await api.next("sendMessage"))).toBe(n);
		expect(b.under.asked.map(({ text }) => text)).toEqual(["别人"]);
	});

	it("pass over what was brought to another one, also at the same moment", async () => {
		const { instances, api, a, b } = await two();
		const message = a.under.say("一");
		await api.next("sendMessage");
		const post = (instance: Instance, update: object) => {
			instances.next(instance);
			return api.postToWebhook(JSON.stringify(update));
		};
		const updates = Array.from({ length: 20 }, (_, n) => ({
			update_id: 5000 + n,
			message: { ...message, text: `${n}` },
		}));
		const replies = await Promise.all(updates.flatMap((update) => [post(a, update), post(b, update), post(a, update)]));
		expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
		for (let n = 0; n < 20; n++) await api.next("sendMessage");
		for (const { under } of [a, b]) await under.bot.stop();
		expect(new Set(api.done("sendMessage").slice(1).map(numberIn)).size).toBe(20);
		expect(api.done("sendMessage")).toHaveLength(21);
	});

	it("know each other's answers: buttons, follow-ups, edits and votes", async () => {
		const ask: Setup["ask"] = async (question) => ({ ...(await answerWith()(question)), hasMore: true });
		const { instances, api, a, b, url } = await two({ ask });
		instances.next(a);
		const question = a.under.say("一");
		const answer = await api.next("sendMessage");
		await settled(url);
		instances.next(b);
		b.under.press(answer.result, "more:3");
		expect((await api.next("editMessageText")).body.message_id).toBe(answer.result.message_id);
		expect(b.under.asked.at(-1)).toMatchObject({ text: "一", skip: 3 });
		instances.next(b);
		b.under.say("那二呢");
		await api.next("sendMessage");
		expect(b.under.asked.at(-1)?.previous?.text).toBe("一");
		instances.next(b);
		api.push({ edited_message: { ...question, text: "一改", edit_date: question.date } });
		expect((await api.next("editMessageText")).body.message_id).toBe(answer.result.message_id);
		instances.next(b);
		b.under.press(answer.result, "vote:down");
		for (let n = 0; n < 2; n++) await api.next("answerCallbackQuery");
		instances.next(a);
		api.push({ message: { ...question, message_id: api.newMessageId(), text: "/start" } });
		await api.next("sendMessage");
		expect(a.under.asked).toHaveLength(1);
	});

	it("find an answer that another one has sent and not noted down yet", async () => {
		const { instances, api, a, b, url } = await two();
		instances.next(a);
		a.under.say("一");
		const answer = await api.next("sendMessage");
		a.line.hold();
		instances.clock.holds = (milliseconds) => milliseconds === 100 || milliseconds >= 5000;
		instances.next(b);
		b.under.press(answer.result, "vote:up");
		await instances.clock.release(100);
		a.line.release();
		await expect.poll(() => kept(url)).toContain("(cards,");
		instances.clock.holdNothing();
		expect((await api.next("answerCallbackQuery")).body.text).toContain("谢谢");
	});

	it("share the limits", async () => {
		const access = { questionsAtOnce: 3, questionsPerMinute: 6 };
		const { api, a, b, instances } = await two({ access });
		for (let n = 0; n < 6; n++) a.under.say(`${n}`);
		b.under.say("别人", { chat: { id: BERT.id, type: "private" }, from: BERT });
		const texts: string[] = [];
		for (let n = 0; n < 5; n++) texts.push((await api.next("sendMessage")).parsed?.text.slice(0, 4) ?? "");
		expect(texts.filter((text) => text.startsWith("答："))).toHaveLength(4);
		expect(texts.filter((text) => text.startsWith("您问得太"))).toHaveLength(1);
		instances.clock.milliseconds += 30_000;
		for (let n = 6; n < 9; n++) a.under.say(`${n}`);
		for (let n = 6; n < 9; n++) expect(numberIn(await api.next("sendMessage"))).toBe(n);
	});

	it("introduce themselves to a group once, and ask an admin once", async () => {
		const access = { admins: new Set([ANNA.id]) };
		let removed = 0;
		const never = () => Promise.reject(new Error("not asked for"));
		const remove = async () => void removed++;
		const keeper = { add: never, named: async () => "页面.txt", remove, restore: never, reindex: never };
		const { api, a, b, instances } = await two({ access, keeper });
		const me = { id: 123456, is_bot: true, first_name: "报问" };
		const joined = { chat: GROUP, from: ANNA, date: Math.floor(instances.clock.milliseconds / 1000) };
		const [before, after] = [
			{ status: "left", user: me },
			{ status: "member", user: me },
		];
		api.push({ my_chat_member: { ...joined, old_chat_member: before, new_chat_member: after } });
		api.push({ message: { ...joined, message_id: api.newMessageId(), new_chat_members: [me] } });
		await api.next("sendMessage");
		a.under.say("/remove 页面");
		const question = await api.next("sendMessage");
		for (let n = 0; n < 4; n++) a.under.press(question.result, "confirm:yes");
		await api.next("editMessageText");
		for (let n = 0; n < 4; n++) await api.next("answerCallbackQuery");
		for (const { under } of [a, b]) await under.bot.stop();
		expect(removed).toBe(1);
		expect(api.done("sendMessage")).toHaveLength(2);
	});

	it("hand over what waits when one is stopped", async () => {
		const { instances, api } = await place();
		const held = heldAsk();
		const a = await instances.start({ ask: held.ask });
		a.under.say("0");
		await held.begun("0");
		for (let n = 1; n < 4; n++) a.under.say(`${n}`);
		const b = await instances.start();
		const stopped = a.under.bot.stop();
		await instances.clock.release(10_000);
		await stopped;
		for (let n = 0; n < 4; n++) expect(numberIn(await api.next("sendMessage"))).toBe(n);
		expect(b.under.asked).toHaveLength(4);
	});

	it("forget a person for all", async () => {
		const { api, a, b, instances, url } = await two();
		const anna = { ...ANNA, id: 424_242, first_name: "Anna-Maria" };
		const annas = { chat: { ...PRIVATE, id: anna.id }, from: anna };
		instances.next(a);
		a.under.say("安娜私下问", annas);
		const first = await api.next("sendMessage");
		instances.next(a);
		a.under.press(first.result, "vote:down", { from: anna });
		await api.next("answerCallbackQuery");
		a.under.say("/ask 安娜在群里问", { chat: GROUP, from: anna });
		await api.next("sendMessage");
		a.under.say("伯特问", { chat: { id: BERT.id, type: "private" }, from: BERT });
		await api.next("sendMessage");
		await expect.poll(() => kept(url)).toContain("安娜在群里问");
		instances.next(b);
		b.under.say("/forget", annas);
		await api.next("sendMessage");
		for (const { under } of [a, b]) await under.bot.stop();
		const left = await kept(url);
		expect(left).toContain("伯特问");
		for (const word of ["安娜", String(anna.id), "Anna"]) expect(left).not.toContain(word);
	});

	it("lose nothing while the database is away, and go on by themselves", async () => {
		const held = heldAsk();
		const { instances, api, a, b } = await two({ ask: held.ask });
		const date = Math.floor(instances.clock.milliseconds / 1000);
		const bring = async (n: number, instance: Instance) => {
			instances.next(instance);
			const message = { message_id: 9000 + n, date, chat: PRIVATE, from: ANNA, text: `${n}` };
			return (await api.postToWebhook(JSON.stringify({ update_id: 9000 + n, message }))).status;
		};
		for (const n of [0, 1]) expect(await bring(n, a)).toBe(200);
		const go = await held.begun("0");
		await server.goAway();
		for (const instance of [a, b]) {
			expect(await bring(2, instance)).toBe(503);
			const health = await fetch(`http://127.0.0.1:${instance.under.port}/healthz`);
			expect([health.status, await health.text()]).toEqual([
				503,
				"the database of the chat's memory cannot be reached",
			]);
		}
		go();
		expect(numberIn(await api.next("sendMessage"))).toBe(0);
		await server.comeBack();
		await expect.poll(() => bring(2, b)).toBe(200);
		for (const n of [1, 2]) {
			(await held.begun(`${n}`))();
			expect(numberIn(await api.next("sendMessage"))).toBe(n);
		}
		for (const { under } of [a, b]) {
			await expect.poll(async () => (await fetch(`http://127.0.0.1:${under.port}/healthz`)).status).toBe(200);
			const said = under.logLines.join("\n");
			expect(said).toMatch(/数据库 127.0.0.1:\d+\/test_\d+ 连不上:[^\n]*\n/);
			expect(said).toContain("又连上了");
			expect(said).not.toContain("a-secret");
			await under.bot.stop();
		}
		expect(api.done("sendMessage")).toHaveLength(3);
	});

	it("tell an admin that /stats counts one of them", async () => {
		const { api, a } = await two({ access: { admins: new Set([ANNA.id]) }, ask: answerWith(quote("引文")) });
		a.under.say("/stats");
		expect((await api.next("sendMessage")).parsed?.text).toContain("这一个实例");
	});
});
