/** The real program as a process: signals, faults, what it says and what it never says. */

import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, type TestContext } from "vitest";
import { settingsHelp } from "../../src/config.ts";
import { LoopbackBotApi, TOKEN } from "../support/loopback-bot-api.ts";
import { RunningProgram } from "../support/running-program.ts";

const SEEDS = join(import.meta.dirname, "..", "..", "seeds");
const SECRET = "a-secret-of-webhooks";
const QUESTION = "山神村的人均年收入是多少?";

/** A page, a Bot API, and a way to run the program on them again and again. */
async function place({ onTestFinished }: TestContext) {
	const folder = await mkdtemp(join(tmpdir(), "baowen-main-"));
	const [page] = (await readdir(SEEDS)).sort();
	await cp(join(SEEDS, page!), join(folder, "seeds", page!));
	const api = await LoopbackBotApi.start();
	const running: RunningProgram[] = [];
	onTestFinished(async () => {
		for (const program of running) program.kill("SIGKILL");
		for (const program of running) await program.ended;
		await api.close();
		await rm(folder, { recursive: true });
	});
	const state = join(folder, "state");
	const own = { SEEDS_DIR: join(folder, "seeds"), INDEX_DIR: join(folder, "index"), STATE_DIR: state };
	return {
		api,
		state,
		run(settings: Readonly<Record<string, string>> = {}, preload?: string): RunningProgram {
			const all = { BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: api.root, ...own, ...settings };
			const program = new RunningProgram(all, [], preload);
			running.push(program);
			return program;
		},
		/** The user's number is that of the chat. */
		ask(id: number, text = QUESTION): void {
			const from = { id, is_bot: false, first_name: "Anna" };
			const date = Math.floor(Date.now() / 1000);
			api.push({ message: { message_id: api.newMessageId(), date, chat: { id, type: "private" }, from, text } });
		},
		/** Waits for that many answers; gives the chats that got them, in the order in which they did. */
		async answered(count: number): Promise<number[]> {
			while (api.done("sendMessage").length < count) await api.next("sendMessage");
			return api.done("sendMessage").map(({ body }) => body.chat_id);
		},
	};
}

/** Starting the program three times takes its time on a busy machine; ten seconds are waited for on purpose. */
const PATIENCE = 90_000;

describe("signals", () => {
	it("lose no question: killed, told to end while an answer cannot be sent, and told to end when all is done", {
		timeout: PATIENCE,
	}, async (context) => {
		const { api, run, ask, answered } = await place(context);
		const killed = run();
		for (let n = 0; n < 8; n++) for (let chat = 1; chat <= 3; chat++) ask(chat, `${QUESTION}第${n}次`);
		await api.next("sendMessage");
		killed.kill("SIGKILL");
		await killed.ended;

		const told = run();
		const replied = () => new Set(api.done("sendMessage").map(({ body }) => body.reply_parameters.message_id));
		while (replied().size < 24) await api.next("sendMessage");
		// What each chat was answered last was perhaps not noted down when the program was killed.
		const afterKill = api.done("sendMessage").length;
		expect(afterKill).toBeLessThanOrEqual(24 + 3);
		api.fail("sendMessage", { kind: "tooMany", retryAfter: 3600 }, 4);
		ask(4);
		ask(5);
		await answered(afterKill + 1);
		const began = Date.now();
		told.kill("SIGTERM");
		told.kill("SIGTERM");
		await told.says("stopping");
		ask(6);
		expect(await told.ended).toBe(0);
		expect(Date.now() - began).toBeLessThan(13_000);
		expect((await answered(afterKill + 1)).slice(afterKill)).toEqual([5]);

		const last = run();
		expect((await answered(afterKill + 3)).slice(afterKill + 1).sort()).toEqual([4, 6]);
		last.kill("SIGINT");
		expect(await last.ended).toBe(0);
		expect(await answered(0)).toHaveLength(afterKill + 3);
	});
});

describe("whatever happens", () => {
	it("every line is JSON, without the token, the secret or a question", { timeout: PATIENCE }, async (context) => {
		const { api, run, ask, answered, state } = await place(context);
		const preload = `
			process.on("SIGUSR2", () => void Promise.reject(new Error("unnoticed " + process.env.BOT_TOKEN)));
			process.on("SIGWINCH", () => { throw new Error("thrown " + process.env.WEBHOOK_SECRET); });`;
		for (const method of ["getMe", "setWebhook", "sendMessage", "setMyCommands"]) api.fail(method, { kind: "notJson" });
		for (const kind of ["dropped", "notJson", "serverError", "conflict"] as const) api.fail("sendChatAction", { kind });
		const web = { PORT: "0", WEBHOOK_URL: "https://bot.example/hook", WEBHOOK_SECRET: SECRET, LOG_LEVEL: "debug" };
		const byWebhook = run(web, preload);
		await byWebhook.says("the bot is listening");
		const line = byWebhook.output.split("\n").find((text) => text.includes("web server is listening"));
		api.webhookPort = () => JSON.parse(line!).port;
		for (let chat = 1; chat <= 6; chat++) ask(chat, "机密的问题?");
		await answered(6);
		byWebhook.kill("SIGUSR2");
		await byWebhook.says("unnoticed");
		ask(7, "还在吗?");
		await answered(7);
		byWebhook.kill("SIGWINCH");
		expect(await byWebhook.ended).toBe(1);

		for (const kind of ["dropped", "notJson"] as const) api.fail("getUpdates", { kind });
		const byPolling = run({ LOG_LEVEL: "debug" });
		ask(8, "机密的问题?");
		await answered(8);
		api.fail("getUpdates", { kind: "unauthorized" });
		ask(9, "机密的问题?");
		expect(await byPolling.ended).toBe(1);
		expect(byPolling.output).toContain("Telegram does not know this BOT_TOKEN");

		const output = byWebhook.output + byPolling.output;
		for (const line of output.trim().split("\n")) expect(JSON.parse(line)).toHaveProperty("msg");
		for (const word of [TOKEN.split(":")[1]!, SECRET, "机密"]) expect(output).not.toContain(word);
		const files = await Promise.all((await readdir(state)).map((name) => readFile(join(state, name), "utf8")));
		expect(files.join("")).not.toContain(TOKEN.split(":")[1]);
	});
});

describe("the command line", () => {
	it("explains every setting", async () => {
		const program = new RunningProgram({}, ["--help"]);
		expect(await program.ended).toBe(0);
		expect(program.output).toContain(settingsHelp());
	});

	it("says in one sentence what it does not understand, with exit code 2", async () => {
		const program = new RunningProgram({}, ["--prot", "80"]);
		expect(await program.ended).toBe(2);
		expect(program.output.trim().split("\n")).toHaveLength(1);
		expect(program.output).toContain("--prot");
	});
});
