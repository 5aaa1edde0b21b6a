/** Admins keep the reports in the chat: the real folder, model and index behind the bot, over real HTTP. */

import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readConfig } from "../../src/config.ts";
import { openProgram, type Program } from "../../src/program.ts";
import { ANNA, BERT, BotUnderTest, GROUP } from "../support/bot-under-test.ts";
import { TOKEN } from "../support/loopback-bot-api.ts";
import { makeZip } from "../support/made-files.ts";

const SEEDS = join(import.meta.dirname, "..", "..", "seeds");
const QUESTION = "山神村的人均年收入是多少?";
const ANSWER = "人均年收入已突破2万元";
const BERTS_CHAT = { id: BERT.id, type: "private", first_name: "Bert" };

let folder: string;
let seeds: string;
let page: Buffer;
let other: Buffer;
let program: Program;
let under: BotUnderTest;

beforeAll(async () => {
	const [first, second] = (await readdir(SEEDS)).sort();
	page = await readFile(join(SEEDS, first!));
	other = await readFile(join(SEEDS, second!));
});
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "baowen-admin-"));
	seeds = join(folder, "seeds");
	const [, , third] = (await readdir(SEEDS)).sort();
	await cp(join(SEEDS, third!), join(seeds, third!));
	program = await openProgram(readConfig({ SEEDS_DIR: seeds, INDEX_DIR: join(folder, "index") }), () => {});
	under = await BotUnderTest.start({
		ask: (question) => program.answerer.ask(question),
		library: { coverage: () => program.library.coverage() },
		keeper: program.keeper,
		access: { admins: new Set([ANNA.id]) },
	});
});
afterEach(async () => {
	await under.dispose();
	await program.close();
	await rm(folder, { recursive: true });
});
const send = (name: string, bytes: Uint8Array, options = {}) =>
	under.say("", { text: undefined, document: under.api.document(name, bytes), ...options });
const reply = async () => (await under.api.next("sendMessage")).parsed!.text;
const ask = async (text = QUESTION) => {
	under.say(text);
	return reply();
};
/** What the bot writes in place of its question when the button is pressed. */
async function pressed(choice: "yes" | "no", from = ANNA): Promise<string> {
	const question = under.api.done("sendMessage").at(-1)!;
	under.press(question.result, `confirm:${choice}`, { from });
	await under.api.next("answerCallbackQuery");
	return (await under.api.next("editMessageText")).parsed!.text;
}
const pages = async () => (await readdir(seeds)).filter((name) => !name.startsWith("."));

describe("a page that an admin sends", () => {
	it("is answered from at once, with the headlines found told, and says so when it comes again", async () => {
		expect(await ask()).not.toContain(ANSWER);
		const begun = performance.now();
		send("港城 8月10日.txt", page);
		const told = await reply();
		expect(told).toMatch(/^✅ 港城 8月10日\.txt：\d+ 篇报道\n1\. \S/);
		expect(await ask()).toContain(ANSWER);
		expect(performance.now() - begun).toBeLessThan(5000);
		expect(await readFile(join(seeds, "港城 8月10日.txt"))).toEqual(page);
		send("港城 8月10日.txt", page);
		expect(await reply()).toContain("已经收过了");
		send("again.txt", page);
		expect(await reply()).toContain("和已有的 港城 8月10日.txt 一字不差");
		expect(await pages()).toHaveLength(2);
		expect(under.logLines.join("")).not.toContain(TOKEN.split(":")[1]);
	});

	it("in a zip comes with the others", async () => {
		const entries = [
			{ name: "x/a.txt", bytes: page },
			{ name: "x/b.txt", bytes: other },
		];
		send("both.zip", makeZip(entries));
		const told = await reply();
		expect(told).toContain("a.txt：");
		expect(told).toContain("b.txt：");
		expect(await ask()).toContain(ANSWER);
	});

	it("replaces another of its name when the admin who sent it says so", async () => {
		send("a.txt", page);
		await reply();
		send("a.txt", other);
		expect(await reply()).toContain("a.txt。要用新的替换吗");
		expect(await pressed("no")).toContain("什么也没动");
		expect(await ask()).toContain(ANSWER);
		send("a.txt", other);
		await reply();
		under.press(under.api.done("sendMessage").at(-1)!.result, "confirm:yes", { from: BERT });
		expect((await under.api.next("answerCallbackQuery")).body.text).toContain("for the one who asked");
		expect(await readFile(join(seeds, "a.txt"))).toEqual(page);
		await under.restart();
		expect(await pressed("yes")).toContain("✅ a.txt");
		expect(await readFile(join(seeds, "a.txt"))).toEqual(other);
		expect(await ask()).not.toContain(ANSWER);
	});

	it("that cannot be used is refused by name, and nothing of it is kept", async () => {
		for (const [name, bytes] of [
			["bad.txt", Buffer.from([0, 1, 2])],
			["../up.txt", page],
			["bad.zip", makeZip([{ name: "../up.txt", bytes: page }])],
		] as const) {
			send(name, bytes);
			const told = await reply();
			expect(told.startsWith(name), told).toBe(true);
		}
		expect(await readdir(seeds)).toHaveLength(1);
		expect(await readdir(folder)).not.toContain("up.txt");
	});

	it("that is too large is not fetched; one without a name is asked to have one", async () => {
		const document = { ...under.api.document("long.txt", page), file_size: 21 * 1024 * 1024 };
		under.say("", { text: undefined, document });
		expect(await reply()).toMatch(/^long\.txt 超过 20 MB/);
		under.say("", { text: undefined, document: { ...document, file_name: undefined, file_size: 10 } });
		expect(await reply()).toContain("没有名字");
		expect(under.api.fetched).toBe(0);
	});

	it("is fetched again after faults, and asked for again when Telegram does not have it", async () => {
		for (const kind of ["dropped", "serverError"] as const) under.api.fail("file", { kind });
		send("a.txt", page);
		expect(await reply()).toContain("✅ a.txt");
		expect(under.api.fetched).toBe(3);
		under.say("", { text: undefined, document: { ...under.api.document("b.txt", page), file_id: "unknown" } });
		expect(await reply()).toContain("没能从 Telegram 取到 b.txt");
		expect(under.logLines.join("")).not.toContain(TOKEN.split(":")[1]);
	});
});

describe("others", () => {
	it("can send what they like: a friendly word in private, nothing in groups, nothing kept", async () => {
		send("a.txt", page, { chat: BERTS_CHAT, from: BERT });
		expect(await reply()).toContain("I only understand text");
		send("a.txt", page, { chat: GROUP, from: BERT });
		send("a.txt", page, { chat: GROUP, from: ANNA });
		for (const command of ["/remove 002", "/restore 002", "/reindex"]) {
			under.say(command, { chat: GROUP, from: BERT });
			under.say(command, { chat: BERTS_CHAT, from: BERT });
			expect(await reply()).toContain("no such command");
		}
		expect(under.api.done("sendMessage").every(({ body }) => body.chat_id === BERT.id)).toBe(true);
		expect(await pages()).toHaveLength(1);
		expect(under.api.fetched).toBe(0);
	});
});

describe("/remove, /restore and /reindex", () => {
	it("take a page away after a question, and bring it back, also after a restart", async () => {
		send("a.txt", page);
		await reply();
		under.say("/remove a");
		expect(await reply()).toBe("要移走 a.txt 吗？");
		expect(await ask()).toContain(ANSWER);
		const question = under.api.done("sendMessage").at(-2)!;
		under.press(question.result, "confirm:yes");
		expect((await under.api.next("editMessageText")).parsed!.text).toContain("a.txt 移走了");
		expect(await ask()).not.toContain(ANSWER);
		await under.restart();
		under.say("/restore a.txt");
		expect(await reply()).toContain("✅ a.txt");
		expect(await ask()).toContain(ANSWER);
		under.press(question.result, "confirm:yes");
		expect((await under.api.next("answerCallbackQuery")).body.callback_query_id).toBeDefined();
	});

	it("say what is missing", async () => {
		for (const [said, told] of [
			["/remove", "文件名"],
			["/restore", "文件名"],
			["/remove nothing", "没有叫“nothing”的版面"],
			["/restore nothing", "没有移走过叫“nothing”的版面"],
		] as const) {
			under.say(said);
			expect(await reply()).toContain(told);
		}
	});

	it("make the index anew, while questions are answered", async () => {
		send("a.txt", page);
		await reply();
		under.say("/reindex");
		await reply();
		const done = pressed("yes");
		expect(await ask()).toContain(ANSWER);
		expect(await done).toMatch(/^索引重建好了：2 个版面、\d+ 篇报道。$/);
		expect(await ask()).toContain(ANSWER);
	});
});

it("says in English what is wrong to an admin who reads English", async () => {
	const from = { ...ANNA, language_code: "en" };
	send("empty.txt", Buffer.alloc(0), { from });
	expect(await reply()).toBe("empty.txt: empty; put the page's text into it or delete the file.");
	under.say("/remove nowhere", { from });
	expect(await reply()).toBe("There is no page named “nowhere”; /reports lists all.");
	under.say("/remove nowhere");
	expect(await reply()).toBe("没有叫“nowhere”的版面,/reports 列出全部版面。");
});

it("knows its admins by their number in every chat", async () => {
	under.say("/remove 002", { chat: GROUP });
	expect(await reply()).toContain("要移走");
	expect(await pressed("no")).toContain("什么也没动");
});
