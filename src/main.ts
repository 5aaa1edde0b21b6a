/** Starts and stops the program: the Telegram bot with a token, the same conversation in the terminal without. */

import { setTimeout as pause } from "node:timers/promises";
import { config as readDotenv } from "dotenv";
import pino from "pino";
import { type Config, readConfig } from "./config.ts";
import { BaowenError } from "./errors.ts";
import { openProgram } from "./program.ts";
import { createBot } from "./telegram/bot.ts";
import { terminalChat } from "./terminal/chat.ts";

const say = (line: string) => process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
	readDotenv({ quiet: true });
	const config = readConfig(process.env);
	if (config.BOT_TOKEN === "") say("没有设置 BOT_TOKEN,改在终端里问答(设置方法见 README)。");
	const program = await openProgram(config, say);
	try {
		if (config.BOT_TOKEN === "") await terminalChat((text) => program.answerer.ask({ text }));
		else await telegram(config, program);
	} finally {
		await program.close();
	}
}

async function telegram(config: Config, { answerer, library }: Awaited<ReturnType<typeof openProgram>>): Promise<void> {
	const logger = pino(pino.destination(2));
	const bot = createBot(config.BOT_TOKEN, {
		apiRoot: config.TELEGRAM_API_ROOT,
		stateDirectory: config.STATE_DIR,
		logger,
		library,
		ask: (question) => answerer.ask(question),
		now: () => new Date(),
		pause: async (milliseconds, signal) => pause(milliseconds, undefined, { signal }),
	});
	for (const signal of ["SIGTERM", "SIGINT"] as const)
		process.once(signal, () => {
			logger.info({ signal }, "stopping");
			void bot.stop();
		});
	await bot.start();
	await bot.ended;
}

main().catch((error: unknown) => {
	if (!(error instanceof BaowenError)) throw error;
	say(error.message);
	process.exit(error.exitCode);
});
