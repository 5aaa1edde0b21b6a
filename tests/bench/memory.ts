/** `npx tsx tests/bench/memory.ts [questions]`: how much memory the real program takes after so many questions. */

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LoopbackBotApi, TOKEN } from "../support/loopback-bot-api.ts";
import { RunningProgram } from "../support/running-program.ts";

const total = Number(process.argv[2] ?? 10_000);
/** As many as wait at once. */
const BATCH = 100;
/** Nobody asks more than fits into a bucket. */
const PEOPLE = Math.ceil(total / 20);

const file = join(import.meta.dirname, "..", "answer", "given-questions.jsonl");
const lines = (await readFile(file, "utf8")).trim().split("\n");
const questions = lines.map((line): string => JSON.parse(line).question);

const folder = await mkdtemp(join(tmpdir(), "baowen-memory-"));
const api = await LoopbackBotApi.start();
const program = new RunningProgram({
	BOT_TOKEN: TOKEN,
	TELEGRAM_API_ROOT: api.root,
	INDEX_DIR: join(folder, "index"),
	STATE_DIR: join(folder, "state"),
	LOG_LEVEL: "warn",
});
try {
	await api.next("deleteWebhook");
	for (let asked = 0; asked < total; asked += BATCH) {
		for (let n = asked; n < asked + BATCH; n++) ask(1000 + (n % PEOPLE), questions[n % questions.length]!);
		for (let sent = 0; sent < BATCH; sent++) await api.next("sendMessage");
		if ((asked + BATCH) % 1000 === 0) console.log(`${asked + BATCH} questions: ${await residentMegabytes()} MB`);
	}
} finally {
	if (program.output !== "") console.log(program.output);
	program.kill("SIGTERM");
	await program.ended;
	await api.close();
	await rm(folder, { recursive: true });
}

function ask(id: number, text: string): void {
	const from = { id, is_bot: false, first_name: "Anna" };
	const date = Math.floor(Date.now() / 1000);
	api.push({ message: { message_id: api.newMessageId(), date, chat: { id, type: "private" }, from, text } });
}

async function residentMegabytes(): Promise<number> {
	const status = await readFile(`/proc/${program.process.pid}/status`, "utf8");
	return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
}
