/**
 * The real program twice behind one webhook, with one index and one state; the one that indexes is killed in the middle.
 * `QUESTIONS=300 npx vitest run tests/program/several-programs.test.ts` asks more.
 */

import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { LoopbackBotApi, TOKEN } from "../support/loopback-bot-api.ts";
import { startPgliteServer } from "../support/pglite-server.ts";
import { NO_POSTGRES, PostgresServer } from "../support/postgres-server.ts";
import { RunningProgram } from "../support/running-program.ts";

const QUESTIONS = Number(process.env.QUESTIONS ?? 60);
const CHATS = 10;
/** Seconds in which a report is to be known to all; far less on a machine that is not busy. */
const SOON = 5;
const SEEDS = join(import.meta.dirname, "..", "..", "seeds");
const ADMIN = { id: 1, is_bot: false, first_name: "Anna" };

async function place() {
	const folder = await mkdtemp(join(tmpdir(), "baowen-several-"));
	const seeds = join(folder, "seeds");
	const [page] = (await readdir(SEEDS)).sort();
	await cp(join(SEEDS, page!), join(seeds, page!));
	const [api, index, state] = await Promise.all([LoopbackBotApi.start(), startPgliteServer(), PostgresServer.start()]);
	const running: { program: RunningProgram; port: number }[] = [];
	onTestFinished(async () => {
		for (const { program } of running) {
			program.kill("SIGKILL");
			await program.ended;
		}
		await Promise.all([api.close(), index.stop(), state.stop()]);
		await rm(folder, { recursive: true });
	});
	let turn = 0;
	api.webhookPort = () => running[turn++ % running.length]!.port;
	const shared = {
		BOT_TOKEN: TOKEN,
		TELEGRAM_API_ROOT: api.root,
		ADMINS: String(ADMIN.id),
		QUESTIONS_AT_ONCE: "1000",
		WEBHOOK_URL: "https://bot.example/hook",
		PORT: "0",
		SEEDS_DIR: seeds,
		INDEX_URL: index.url,
		STATE_URL: await state.newDatabase(),
	};
	const say = (from: typeof ADMIN, content: object): number => {
		const message_id = api.newMessageId();
		const date = Math.floor(Date.now() / 1000);
		api.push({ message: { message_id, date, chat: { id: from.id, type: "private" }, from, ...content } });
		return message_id;
	};
	return {
		api,
		seeds,
		say,
		async start(): Promise<void> {
			const program = new RunningProgram({ ...shared, INDEX_DIR: join(folder, `index-${running.length}`) });
			await program.says("the bot is listening");
			const line = program.output.split("\n").find((text) => text.includes("web server is listening"));
			running.push({ program, port: JSON.parse(line!).port });
		},
		async killFirst(): Promise<void> {
			const [first] = running.splice(0, 1);
			first!.program.kill("SIGKILL");
			await first!.program.ended;
			await api.bringAgain();
		},
		/** Asks each program in turn until all answers have the words; gives the seconds that it took. */
		async knownToAll(question: string, words: string): Promise<number> {
			const began = Date.now();
			for (let known = 0; known < running.length; ) {
				const id = say(ADMIN, { text: question });
				let answer = await api.next("sendMessage");
				while (answer.body.reply_parameters?.message_id !== id) answer = await api.next("sendMessage");
				known = answer.parsed?.text.includes(words) ? known + 1 : 0;
			}
			return (Date.now() - began) / 1000;
		},
	};
}

it.skipIf(NO_POSTGRES !== null)(
	`two programs answer as one, while the one that indexes is killed ${NO_POSTGRES ?? ""}`,
	{ timeout: 120_000 },
	async () => {
		const { api, seeds, say, start, killFirst, knownToAll } = await place();
		// The first one has the index to itself, and the duty to keep it up to date.
		await start();
		await start();
		const bridge = "新桥通车\n\n本报讯 记者李明报道 昨日,白沙河大桥正式通车,全长1234米。\n";
		say(ADMIN, { text: "你好" });
		// To the second one.
		say(ADMIN, { document: api.document("bridge.txt", Buffer.from(bridge)) });
		expect(await knownToAll("白沙河大桥全长多少米?", "1234米")).toBeLessThan(SOON);

		const sent = () => api.done("sendMessage").filter(({ body }) => body.chat_id !== ADMIN.id);
		const asked = new Map<number, number[]>();
		for (let n = 0; n < QUESTIONS; n++) {
			const person = { ...ADMIN, id: 100 + (n % CHATS) };
			const id = say(person, { text: `白沙河大桥全长多少米?第${n}次` });
			asked.set(person.id, [...(asked.get(person.id) ?? []), id]);
			if (n !== QUESTIONS / 2) continue;
			while (sent().length < QUESTIONS / 6) await api.next("sendMessage");
			await killFirst();
		}
		const replied = () => new Set(sent().map(({ body }) => body.reply_parameters.message_id));
		while (replied().size < QUESTIONS) await api.next("sendMessage");
		// What the killed one had sent and not noted down yet is answered again: Telegram tells nobody what it has sent.
		expect(sent().length).toBeLessThanOrEqual(QUESTIONS + CHATS);
		for (const [chat, ids] of asked) {
			const replies = sent().filter(({ body }) => body.chat_id === chat);
			const order = replies.map(({ body }) => body.reply_parameters.message_id);
			expect(order).toEqual(order.toSorted((one, other) => one - other));
			expect(new Set(order)).toEqual(new Set(ids));
		}

		const tower = "新塔落成\n\n本报讯 记者李明报道 昨日,黑山电视塔正式落成,高567米。\n";
		await writeFile(join(seeds, "tower.txt"), tower);
		expect(await knownToAll("黑山电视塔高多少米?", "567米")).toBeLessThan(SOON);
	},
);
