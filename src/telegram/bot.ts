/** Give it a token and what the program can do, get a Telegram bot that can be started and stopped. */

import { Telegraf } from "telegraf";
import type { Update, UserFromGetMe } from "telegraf/types";
import { BaowenError } from "../errors.ts";
import { addressedTo } from "./addressed.ts";
import { ChatContext } from "./chat-context.ts";
import type { BotDependencies, Feature, House } from "./dependencies.ts";
import { about } from "./features/about.ts";
import { greeting } from "./features/greeting.ts";
import { otherMessages } from "./features/other-messages.ts";
import { questions } from "./features/questions.ts";
import { Inbox } from "./inbox.ts";
import { poll, tokenRefused } from "./polling.ts";
import { TelegramCalls, TelegramFailure } from "./telegram-calls.ts";

/** Milliseconds that accepted questions have left when the program is told to end. */
const GRACE = 10_000;

/** In the order in which they see an update. */
const FEATURES: readonly Feature[] = [greeting, about, questions, otherMessages];

export interface Bot {
	/**
	 * Resolves when updates are coming in.
	 * @throws BaowenError when the token is refused or Telegram cannot be reached
	 */
	start(): Promise<void>;
	/** Accepts nothing more and resolves when what was accepted is answered, after ten seconds at the latest. */
	stop(): Promise<void>;
	/** Resolves after `stop`; rejects with a BaowenError when the bot had to give up (exit code 3: another instance). */
	readonly ended: Promise<void>;
}

export function createBot(token: string, dependencies: BotDependencies): Bot {
	const { logger, now, pause, apiRoot, stateDirectory } = dependencies;
	const calls = new TelegramCalls(token, { apiRoot, logger, now, pause });
	const house: House = { ...dependencies, calls };
	const polling = new AbortController();
	let inbox: Inbox | null = null;
	let polled: Promise<void> = Promise.resolve();
	let end: () => void = () => {};
	let giveUp: (reason: unknown) => void = () => {};
	const ended = new Promise<void>((resolve, reject) => {
		end = resolve;
		giveUp = reject;
	});
	ended.catch(() => {});

	const telegraf = new Telegraf<ChatContext>(token, {
		handlerTimeout: Number.POSITIVE_INFINITY,
		contextType: class extends ChatContext {
			constructor(...[update, , me]: ConstructorParameters<typeof ChatContext>) {
				super(update, calls, me);
			}
		},
	});
	telegraf.catch((error) => {
		throw error;
	});
	for (const feature of FEATURES) feature(telegraf, house);

	function concerns(update: Update): boolean {
		if ("message" in update) calls.welcomeBack(update.message.chat.id);
		const message = "message" in update ? update.message : "edited_message" in update ? update.edited_message : null;
		if (message === null) return "callback_query" in update || "inline_query" in update || "my_chat_member" in update;
		return addressedTo(message, telegraf.botInfo as UserFromGetMe) !== null;
	}

	async function start(): Promise<void> {
		try {
			telegraf.botInfo = await calls.getMe();
			await calls.deleteWebhook();
		} catch (error) {
			throw startFailure(error, apiRoot);
		}
		const work = (update: Update) => telegraf.handleUpdate(update);
		inbox = await Inbox.open({ stateDirectory, concerns, work, logger, stopped: calls.stopped });
		await inbox.resume();
		const { receive } = inbox;
		polled = poll({ calls, receive: receive.bind(inbox), logger, now, pause, signal: polling.signal });
		polled.catch((error) => giveUp(error));
		logger.info({ bot: telegraf.botInfo.username }, "the bot is listening");
	}

	async function stop(): Promise<void> {
		polling.abort();
		const grace = new AbortController();
		const settled = polled.catch(() => {}).then(() => inbox?.idle());
		await Promise.race([settled, pause(GRACE, grace.signal).catch(() => {})]);
		grace.abort();
		calls.stopAll();
		await settled;
		await inbox?.close();
		end();
	}

	return { start, stop, ended };
}

function startFailure(error: unknown, apiRoot: string): unknown {
	if (!(error instanceof TelegramFailure)) return error;
	// Telegram answers 404 to what does not even look like a token.
	if (error.kind === "unauthorized" || error.message.includes("404")) return tokenRefused(error);
	return new BaowenError(`Telegram cannot be reached at ${apiRoot} (${error.message}).`, { cause: error });
}
