/** Give it a token and what the program can do, get a Telegram bot that can be started and stopped. */

import { Telegraf } from "telegraf";
import type { Message, Update } from "telegraf/types";
import { BaowenError } from "../errors.ts";
import type { StateStore } from "../ports.ts";
import { addressedTo } from "./addressed.ts";
import { ChatContext } from "./chat-context.ts";
import { type ChatState, openChatState } from "./chat-state.ts";
import { registerCommands } from "./commands-menu.ts";
import type { BotDependencies, Feature } from "./dependencies.ts";
import { Door } from "./door.ts";
import { about } from "./features/about.ts";
import { browse } from "./features/browse.ts";
import { fullReport } from "./features/full-report.ts";
import { greeting } from "./features/greeting.ts";
import { groupIntroduction, isJoining } from "./features/group-introduction.ts";
import { guestQueries } from "./features/guest-queries.ts";
import { inlineMode } from "./features/inline-mode.ts";
import { moreSources } from "./features/more-sources.ts";
import { otherMessages } from "./features/other-messages.ts";
import { personalData } from "./features/personal-data.ts";
import { questionOf, questions } from "./features/questions.ts";
import { reindex } from "./features/reindex.ts";
import { removePage } from "./features/remove-page.ts";
import { stats } from "./features/stats.ts";
import { upload } from "./features/upload.ts";
import { votes } from "./features/votes.ts";
import { Inbox } from "./inbox.ts";
import { Lanes, laneOf } from "./lanes.ts";
import { ALLOWED_UPDATES, guestMessageOf } from "./newer-bot-api.ts";
import { poll, tokenRefused } from "./polling.ts";
import { Tally } from "./tally.ts";
import { TelegramCalls, TelegramFailure } from "./telegram-calls.ts";
import { WaitingRoom } from "./waiting-room.ts";
import { openWebServer, type WebServer } from "./web-server.ts";

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
	personalData,
	stats,
	upload,
	removePage,
	reindex,
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
	const { logger, now, pause, apiRoot, openState, access, web } = dependencies;
	const waitingRoom = new WaitingRoom(pause);
	const tally = new Tally(now(), () => waitingRoom.size);
	const calls = new TelegramCalls(token, {
		apiRoot,
		logger,
		now,
		pause,
		failed: (kind) => tally.telegramError(kind),
		moved: (from, to) => void state?.moved.set(String(to), from).catch(notNoted),
	});
	const lanes = new Lanes();
	const listening = new AbortController();
	let store: StateStore | null = null;
	let state: ChatState | null = null;
	/** Null: no update is taken in, not yet or not any more. */
	let receive: ((update: Update) => Promise<void>) | null = null;
	let webServer: WebServer | null = null;
	let listened: Promise<void> = Promise.resolve();
	let stopped: Promise<void> | null = null;
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
		if ("my_chat_member" in update) return update.my_chat_member.chat.type !== "channel";
		if (message === null) return "callback_query" in update || "inline_query" in update;
		calls.welcomeBack(message.chat.id);
		const sent = "edit_date" in message ? (message.edit_date ?? message.date) : message.date;
		if (now().getTime() / 1000 - sent > TOO_OLD) return false;
		if ("migrate_to_chat_id" in message || guestMessageOf(update) !== null) return true;
		return addressedTo(message, telegraf.botInfo!) !== null || isJoining(message, telegraf.botInfo!.id);
	}

	/** What Telegram should never send must not come again and again; what the database does not take must. */
	async function unlessMalformed<T>(update: Update, look: () => T | Promise<T>): Promise<T | null> {
		try {
			return await look();
		} catch (error) {
			if (error instanceof BaowenError) throw error;
			logger.warn({ update: update.update_id, reason: String(error) }, "an update that cannot be read is passed over");
			return null;
		}
	}

	/** Without the address of the database: anybody may ask. */
	function trouble(): string | null {
		if (receive === null) return "not listening";
		return store?.trouble ? "the database of the chat's memory cannot be reached" : null;
	}

	function notNoted(error: unknown): void {
		logger.error({ err: error }, "what the chat remembers could not be written");
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
			if (web !== null) webServer = await openWebServer(web, { receiver: () => receive, trouble, tally, logger });
			telegraf.botInfo = await calls.getMe();
			const inbox = await openInbox();
			await inbox.follow();
			receive = async (update) => {
				// One of which it cannot be told whose turn it is cannot be read either.
				if (await unlessMalformed(update, () => concerns(update) && laneOf(update) !== "")) await inbox.receive(update);
			};
			listened = (await listen(receive)).ended;
		} catch (error) {
			if (calls.stopped.aborted) return;
			throw startFailure(error, apiRoot);
		}
		listened.catch(giveUp);
		registerCommands(calls, access.admins).catch((error) =>
			logger.warn({ reason: String(error) }, "commands are not registered"),
		);
		logger.info({ bot: telegraf.botInfo.username }, "the bot is listening");
	}

	async function openInbox(): Promise<Inbox> {
		store = await openState(calls.stopped);
		const opened = await openChatState(store);
		state = opened;
		for (const [to, from] of await opened.moved.entries()) calls.chatMoved(from, Number(to));
		const door = new Door({ access, lanes, logger, formerNumber: (chatId) => opened.moved.get(String(chatId)) });
		const house = { ...dependencies, calls, state: opened, lanes, waitingRoom, tally };
		for (const feature of FEATURES) feature(telegraf, house);
		return new Inbox({
			updates: opened.updates,
			lanes,
			visit: (update) => unlessMalformed(update, () => door.visit(new ChatContext(update, calls, telegraf.botInfo!))),
			work: (update) => telegraf.handleUpdate(update),
			entered,
			left: (update) => waitingRoom.leave(update.update_id),
			logger,
			stopped: calls.stopped,
		});
	}

	/** The promise inside settles when no update is fetched any more. */
	async function listen(receive: (update: Update) => Promise<void>): Promise<{ ended: Promise<void> }> {
		if (web?.webhook) {
			const { url, secret } = web.webhook;
			await calls.setWebhook(url, { secret_token: secret, allowed_updates: ALLOWED_UPDATES });
			return { ended: Promise.resolve() };
		}
		await calls.deleteWebhook();
		return { ended: poll({ calls, receive, logger, now, pause, signal: listening.signal }) };
	}

	async function finish(): Promise<void> {
		listening.abort();
		receive = null;
		const grace = new AbortController();
		const heard = Promise.all([listened.catch(() => {}), webServer?.close()]);
		const settled = heard.then(() => lanes.idle());
		await Promise.race([settled, pause(GRACE, grace.signal).catch(() => {})]);
		grace.abort();
		calls.stopAll();
		webServer?.closeAtOnce();
		await settled;
		await store?.close();
		end();
	}

	return {
		start,
		stop: () => {
			stopped ??= finish();
			return stopped;
		},
		ended,
	};
}

function messageOf(update: Update): Message | null {
	if ("message" in update) return update.message;
	return "edited_message" in update ? update.edited_message : guestMessageOf(update);
}

function startFailure(error: unknown, apiRoot: string): unknown {
	if (!(error instanceof TelegramFailure)) return error;
	// Telegram answers 404 to what does not even look like a token.
	if (error.kind === "unauthorized" || error.message.includes("404")) return tokenRefused(error);
	if (error.kind === "refused") return new BaowenError(`Telegram refuses this (${error.message}).`, { cause: error });
	return new BaowenError(`Telegram cannot be reached at ${apiRoot} (${error.message}).`, { cause: error });
}
