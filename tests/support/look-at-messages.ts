/** `npx tsx tests/support/look-at-messages.ts page.html`: what the real program answers, as a page of a phone's width. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { readConfig } from "../../src/config.ts";
import { openProgram } from "../../src/program.ts";
import { openFileState } from "../../src/state/file-state.ts";
import { createBot } from "../../src/telegram/bot.ts";
import { OPEN_TO_ALL } from "./bot-under-test.ts";
import { type Call, LoopbackBotApi, TOKEN } from "./loopback-bot-api.ts";

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("usage: npx tsx tests/support/look-at-messages.ts page.html");

const PRIVATE = { id: 11, type: "private" };
const GROUP = { id: -500, type: "group" };
const SAID: readonly (readonly [text: string, chat?: object, language?: string])[] = [
	["/start"],
	["/help"],
	["山神村的人均年收入是多少?"],
	["张宁杯都分啥组啊"],
	["月亮上有什么?"],
	["/ask@baowen_bot 防汛抢险救援演练有哪些科目?", GROUP],
	["/ask 月亮上有什么?", GROUP],
	["/reports"],
	["/search 羽毛球"],
	["/latest"],
	["/about"],
	["山神村的人均年收入是多少?", PRIVATE, "en"],
	["月亮上有什么?", PRIVATE, "en"],
];

const directory = await mkdtemp(join(tmpdir(), "baowen-look-"));
const program = await openProgram(readConfig({ INDEX_DIR: join(directory, "index") }), () => {});
const api = await LoopbackBotApi.start();
const bot = createBot(TOKEN, {
	apiRoot: api.root,
	openState: async () => openFileState(join(directory, "state"), () => new Date()),
	logger: pino({ level: "silent" }),
	library: program.library,
	keeper: program.keeper,
	access: OPEN_TO_ALL,
	web: null,
	logQuestions: false,
	ask: (question) => program.answerer.ask(question),
	now: () => new Date(),
	pause: async () => {},
});
await bot.start();
const shown: string[] = [];
for (const [text, chat = PRIVATE, language_code = "zh"] of SAID) {
	const from = { id: 11, is_bot: false, first_name: "Anna", language_code };
	const date = Math.floor(Date.now() / 1000);
	api.push({ message: { message_id: api.newMessageId(), date, chat, from, text } });
	const answer = await nextAnswer();
	shown.push(bubble("question", text), bubble("answer", answer.body.text, answer));
	const full = buttons(answer)[0]?.[0]?.callback_data;
	if (text.startsWith("张宁杯") && full !== undefined) {
		const message = { message_id: answer.result.message_id, date, chat };
		api.push({ callback_query: { id: "1", from, message, chat_instance: "1", data: full } });
		const report = await nextAnswer();
		shown.push(bubble("question", "(全文)"), bubble("answer", report.body.text, report));
	}
}
await bot.stop();
await api.close();
await program.close();
await rm(directory, { recursive: true });
await writeFile(file, page(shown));

/** Waits past the queue position, which a clock without pauses tells at once. */
async function nextAnswer(): Promise<Call> {
	for (;;) {
		const call = await api.next("sendMessage");
		if (call.error !== null) throw new Error(call.error);
		if (!call.parsed?.text.startsWith("前面还有")) return call;
	}
}

function buttons({ body }: Call): { text: string; callback_data?: string }[][] {
	return body.reply_markup?.inline_keyboard ?? [];
}

function bubble(kind: "question" | "answer", html: string, call?: Call): string {
	const rows = call === undefined ? [] : buttons(call);
	const keyboard = rows.map((row) => `<div class="row">${row.map(({ text }) => `<u>${text}</u>`).join("")}</div>`);
	return `<div class="${kind}">${html}</div>${keyboard.join("")}`;
}

function page(bubbles: readonly string[]): string {
	return `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>
body { margin: 0; padding: 8px; width: 374px; background: #d5dfc8; font: 15px/1.4 "Noto Sans CJK SC", sans-serif; }
.question, .answer { white-space: pre-wrap; overflow-wrap: anywhere; }
.question, .answer { padding: 7px 10px; border-radius: 12px; margin-top: 8px; background: #fff; max-width: 330px; }
.question { background: #e7fecb; margin-left: auto; width: fit-content; }
blockquote { margin: 2px 0; padding: 4px 8px; border-left: 3px solid #3390ec; background: #eaf3fd; border-radius: 4px; }
blockquote[expandable] { max-height: 63px; overflow: hidden; }
a, .answer u { color: #3390ec; text-decoration: none; }
.row { display: flex; gap: 4px; margin-top: 4px; max-width: 350px; }
.row u { flex: 1; text-align: center; text-decoration: none; background: #0004; color: #fff; padding: 7px; border-radius: 8px; }
</style>${bubbles.join("\n").replaceAll("</blockquote>\n", "</blockquote>")}`;
}
