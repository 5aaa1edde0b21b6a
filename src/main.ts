/** Starts and stops the program: the Telegram bot with a token, the same conversation in the terminal without. */

import { createHmac } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { config as readDotenv } from "dotenv";
import pino, { type Logger } from "pino";
import { type Config, readConfig, settingsHelp, stateUrl } from "./config.ts";
import { BaowenError, UsageError } from "./errors.ts";
import type { Program } from "./program.ts";
import type { Bot } from "./telegram/bot.ts";
import { terminalChat } from "./terminal/chat.ts";

const HELP = `npm start            启动报问 / start Baowen
npm start -- --help  显示全部设置 / show every setting

设置是环境变量,也可以写在 .env 里;= 后面是默认值。
Settings are environment variables or lines in .env; defaults stand behind the =.

${settingsHelp()}
`;

const say = (line: string) => process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
	if (asksForHelp(process.argv.slice(2))) {
		process.stdout.write(HELP);
		return;
	}
	readDotenv({ quiet: true });
	const config = readConfig(process.env);
	await (config.BOT_TOKEN === "" ? terminal(config) : telegram(config));
}

/** @throws UsageError for anything but `--help` */
function asksForHelp(args: string[]): boolean {
	try {
		return parseArgs({ args, options: { help: { type: "boolean", short: "h" } } }).values.help === true;
	} catch (error) {
		throw new UsageError(`不认识参数 ${args.join(" ")}:只有 --help,它列出全部设置。`, { cause: error });
	}
}

async function terminal(config: Config): Promise<void> {
	say("没有设置 BOT_TOKEN,改在终端里问答(设置方法见 README)。");
	// Loaded only where it is needed: help and what is wrong with the settings are said in less than half the time.
	const { openProgram } = await import("./program.ts");
	const program = await openProgram(config, say);
	program.watch();
	try {
		await terminalChat((question) => program.answerer.ask(question));
	} finally {
		await program.close();
	}
}

/** Everything it says is a line of JSON on standard error. */
async function telegram(config: Config): Promise<void> {
	const logger = openLog(config);
	try {
		const { openProgram } = await import("./program.ts");
		const program = await openProgram(config, (line) => logger.info(line));
		const bot = await createTelegramBot(config, program, logger);
		// A second one, as when a shell tells all its processes, changes nothing: it takes ten seconds at most.
		for (const signal of ["SIGTERM", "SIGINT"] as const)
			process.on(signal, () => {
				logger.info({ signal }, "stopping");
				void bot.stop();
			});
		try {
			await bot.start();
			program.watch();
			await bot.ended;
		} finally {
			await bot.stop();
			await program.close();
		}
	} catch (error) {
		const known = error instanceof BaowenError;
		logger.fatal(known ? {} : { err: error }, known ? error.message : "the program ends by an error of its own");
		process.exit(known ? error.exitCode : 1);
	}
}

async function createTelegramBot(config: Config, { answerer, library, keeper }: Program, logger: Logger): Promise<Bot> {
	const { openState } = await import("./state/open-state.ts");
	const { createBot } = await import("./telegram/bot.ts");
	const now = () => new Date();
	const { PORT, WEBHOOK_URL } = config;
	return createBot(config.BOT_TOKEN, {
		apiRoot: config.TELEGRAM_API_ROOT,
		openState: (stopped) =>
			openState(
				{ folder: config.STATE_DIR, databaseUrl: stateUrl(config) },
				{ now, stopped, say: (line) => logger.warn(line) },
			),
		access: {
			allowedChats: config.ALLOWED_CHATS,
			admins: config.ADMINS,
			questionsAtOnce: config.QUESTIONS_AT_ONCE,
			questionsPerMinute: config.QUESTIONS_PER_MINUTE,
		},
		web:
			PORT === null
				? null
				: { port: PORT, webhook: WEBHOOK_URL === null ? null : { url: WEBHOOK_URL, secret: webhookSecret(config) } },
		logger,
		logQuestions: config.LOG_QUESTIONS,
		library,
		keeper,
		ask: (question) => answerer.ask(question),
		now,
		pause: async (milliseconds, signal) => pause(milliseconds, undefined, { signal }),
	});
}

/** Every instance behind the webhook makes the same one, and nobody gets from it to the token. */
function webhookSecret({ WEBHOOK_SECRET, BOT_TOKEN }: Config): string {
	return WEBHOOK_SECRET ?? createHmac("sha256", BOT_TOKEN).update("webhook secret").digest("hex");
}

/** Neither the token nor the secret nor a password ever reaches it, wherever they turn up. */
function openLog(config: Config): Logger {
	const { BOT_TOKEN, STATE_URL, INDEX_URL, LOG_LEVEL } = config;
	// As it stands in an address: a short one by itself may be part of any word.
	const passwords = [STATE_URL, INDEX_URL].flatMap((url) => (url === null ? [] : new URL(url).password || []));
	const inAddresses = passwords.map((password) => `:${password}@`);
	const secrets = [BOT_TOKEN, BOT_TOKEN.split(":")[1], webhookSecret(config), ...inAddresses].filter(
		(secret) => !!secret,
	);
	const redact = (line: string) => secrets.reduce<string>((text, secret) => text.replaceAll(secret!, "[secret]"), line);
	const logger = pino({ level: LOG_LEVEL, hooks: { streamWrite: redact } }, pino.destination(2));
	process.on("unhandledRejection", (error) => logger.error({ err: error }, "something failed unnoticed"));
	process.on("uncaughtException", (error) => {
		logger.fatal({ err: error }, "the program ends by an error of its own");
		process.exit(1);
	});
	return logger;
}

main().catch((error: unknown) => {
	if (!(error instanceof BaowenError)) throw error;
	say(error.message);
	process.exit(error.exitCode);
});
