/** Give it a token and what the program can do, get a Telegram bot that can be started and stopped. */

import { once } from "node:events";
import { Telegraf } from "telegraf";
import type { Message, Update } from "telegraf/types";
import { BaowenError } from "../errors.ts";
import { addressedTo } from "./addressed.ts";
import { ChatContext } from "./chat-context.ts";
import { ChatState } from "./chat-state.ts";
import { registerCommands } from "./commands-menu.ts";
import type { BotDependencies, Feature } from "./dependencies.ts";
import { about } from "./features/about.ts";
import { browse } from "./features/browse.ts";
import { fullReport } from "./features/full-report.ts";
import { greeting } from "./features/greeting.ts";
import { groupIntroduction, isJoining } from "./features/group-introduction.ts";
import { guestQueries } from "./features/guest-queries.ts";
import { inlineMode } from "./features/inline-mode.ts";
import { moreSources } from "./features/more-sources.ts";
import { otherMessages } from "./features/other-messages.ts";
import { questionOf, questions } from "./features/questions.ts";
import { votes } from "./features/votes.ts";
import { Inbox } from "./inbox.ts";
import { Lanes } from "./lanes.ts";
import { ALLOWED_UPDATES, guestMessageOf } from "./newer-bot-api.ts";
import { poll, tokenRefused } from "./polling.ts";
import { TelegramCalls, TelegramFailure } from "./telegram-calls.ts";
import { WaitingRoom } from "./waiting-room.ts";
import { openWebhook } from "./webhook.ts";

/** Milliseconds that accepted questions have left when the program is told to end. */
const GRACE = 10_000;
/** Seconds after which a message that comes in only now, after a downtime, is not answered any more. */
const TOO_OLD = 600;

/** In the order in which they see an update. */
const FEATURES: readonly Feature[] = [
	fullReport,
	moreSources,
	votes,
	greeting,
	about,
	browse,
	questions,
	inlineMode,
	guestQueries,
	groupIntroduction,
	otherMessages,
];

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
	const lanes = new Lanes();
	const waitingRoom = new WaitingRoom(pause);
	const listening = new AbortController();
	let state: ChatState | null = null;
	let listened: Promise<void> = Promise.resolve();
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

	function concerns(update: Update): boolean {
		const message = messageOf(update);
		if (message === null) return "callback_query" in update || "inline_query" in update || "my_chat_member" in update;
		calls.welcomeBack(message.chat.id);
		const sent = "edit_date" in message ? (message.edit_date ?? message.date) : message.date;
		if (now().getTime() / 1000 - sent > TOO_OLD) return false;
		if ("migrate_to_chat_id" in message || guestMessageOf(update) !== null) return true;
		return addressedTo(message, telegraf.botInfo!) !== null || isJoining(message, telegraf.botInfo!.id);
	}

	/** Questions that must wait are told so; edits change an answer that is there already. */
	function entered(update: Update): void {
		if (!("message" in update)) return;
		const ctx = new ChatContext<Update>(update, calls, telegraf.botInfo!);
		if (!questionOf(ctx)) return;
		const chatId = update.message.chat.id;
		const tell = async (before: number) => {
			if (!calls.mustWait(chatId)) await ctx.say(ctx.texts.queue(before), { asReply: false, quietly: true });
		};
		waitingRoom
			.enter(update.update_id, chatId, tell)
			.catch((error) => logger.info({ reason: String(error) }, "the queue position was not told"));
	}

	async function start(): Promise<void> {
		try {
			telegraf.botInfo = await calls.getMe();
			const inbox = await openInbox();
			await inbox.resume();
			const receive = async (update: Update) => {
				if (concerns(update)) await inbox.receive(update);
			};
			listened = (await listen(receive)).ended;
		} catch (error) {
			if (calls.stopped.aborted) return;
			throw startFailure(error, apiRoot);
		}
		listened.catch(giveUp);
		registerCommands(calls).catch((error) => logger.warn({ reason: String(error) }, "commands are not registered"));
		logger.info({ bot: telegraf.botInfo.username }, "the bot is listening");
	}

	async function openInbox(): Promise<Inbox> {
		state = await ChatState.open(stateDirectory).catch((error) => {
			throw new BaowenError(`The state folder ${stateDirectory} cannot be used (${error.message}).`, { cause: error });
		});
		for (const feature of FEATURES) feature(telegraf, { ...dependencies, calls, state, lanes, waitingRoom });
		return new Inbox({
			accepted: state.accepted,
			done: state.done,
			lanes,
			work: (update) => telegraf.handleUpdate(update),
			entered,
			left: (update) => waitingRoom.leave(update.update_id),
			logger,
			stopped: calls.stopped,
		});
	}

	/** The promise inside settles when no update comes in any more. */
	async function listen(receive: (update: Update) => Promise<void>): Promise<{ ended: Promise<void> }> {
		const { signal } = listening;
		if (dependencies.webhook === undefined) {
			await calls.deleteWebhook();
			return { ended: poll({ calls, receive, logger, now, pause, signal }) };
		}
		const { url, secret } = dependencies.webhook;
		const webhook = await openWebhook(dependencies.webhook, receive, logger);
		const told = signal.aborted ? Promise.resolve() : once(signal, "abort");
		const ended = told.then(() => webhook.close());
		await calls.setWebhook(url, { secret_token: secret, allowed_updates: ALLOWED_UPDATES });
		return { ended };
	}

	async function stop(): Promise<void> {
		listening.abort();
		const grace = new AbortController();
		const settled = listened.catch(() => {}).then(() => lanes.idle());
		await Promise.race([settled, pause(GRACE, grace.signal).catch(() => {})]);
		grace.abort();
		calls.stopAll();
		await settled;
		await state?.close();
		end();
	}

	return { start, stop, ended };
}

function messageOf(update: Update): Message | null {
	if ("message" in update) return update.message;
	return "edited_message" in update ? update.edited_message : guestMessageOf(update);
}

function startFailure(error: unknown, apiRoot: string): unknown {
	if (!(error instanceof TelegramFailure)) return error;
	// Telegram answers 404 to what does not even look like a token.
	if (error.kind === "unauthorized" || error.message.includes("404")) return tokenRefused(error);
	return new BaowenError(`Telegram cannot be reached at ${apiRoot} (${error.message}).`, { cause: error });
}
