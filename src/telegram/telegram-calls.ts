/** Give it any call of the Bot API, get Telegram's reply: every call goes through here, with waiting and repeating. */

import type { Logger } from "pino";
import { Telegram, TelegramError } from "telegraf";
import type { Telegram as BotApi, Opts } from "telegraf/types";

export interface CallsOptions {
	readonly apiRoot: string;
	readonly logger: Logger;
	readonly now: () => Date;
	/** Resolves after that many milliseconds; rejects when the signal is aborted. */
	readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
	/** Hears of every call that fails, and of groups that become supergroups. */
	readonly failed: (kind: FailureKind) => void;
	readonly moved: (from: number, to: number) => void;
}

/**
 * What went wrong, as far as the rest of the program must know.
 * gone: blocked, kicked or no such chat (403). refused: this very call is not accepted (400). unauthorized: the token.
 * conflict: another instance. busy: too many calls (429). unreachable: network, 5xx, or a reply that is not JSON.
 * stopped: the program is ending.
 */
export type FailureKind = "gone" | "refused" | "unauthorized" | "conflict" | "busy" | "unreachable" | "stopped";

/** A call that failed for good. Its message names method and reason, never the token. */
export class TelegramFailure extends Error {
	readonly kind: FailureKind;
	readonly retryAfterSeconds: number;
	readonly movedTo: number | null;
	constructor(
		kind: FailureKind,
		message: string,
		details: { retryAfterSeconds?: number; movedTo?: number | null } = {},
	) {
		super(message);
		this.name = "TelegramFailure";
		this.kind = kind;
		this.retryAfterSeconds = details.retryAfterSeconds ?? 0;
		this.movedTo = details.movedTo ?? null;
	}
}

/** Milliseconds before each repetition after a broken connection, a 5xx or a reply that is not JSON: ten minutes. */
export const RETRY_PAUSES: readonly number[] = [500, 1000, 2000, 4000, 8000, 16_000, ...Array(18).fill(30_000)];
/** How often a "too many requests" is waited for before a call is given up. */
const PATIENCE = 10;
/** Telegram's own limit for groups. */
const GROUP_MESSAGES = { count: 20, milliseconds: 60_000 };
const CALL_TIMEOUT = 30_000;
/** getUpdates is held open by Telegram for `timeout` seconds. */
const POLL_TIMEOUT = 75_000;

/** Worth one try only: late, they are of no use, and polling has a loop of its own. */
const ONCE: ReadonlySet<string> = new Set(["getUpdates", "sendChatAction", "setMessageReaction"]);
/** Worth one repetition: Telegram waits some seconds for them. */
const TWICE: ReadonlySet<string> = new Set(["answerCallbackQuery", "answerInlineQuery"]);
const COUNTED_IN_GROUPS: ReadonlySet<string> = new Set(["sendMessage", "editMessageText"]);

type Payload = Record<string, unknown>;

/** Telegraf's own client, made patient; contexts get it in place of theirs. */
export class TelegramCalls extends Telegram {
	readonly #settings: CallsOptions;
	readonly #open = new Set<AbortController>();
	readonly #polls = new Set<AbortController>();
	readonly #stopping = new AbortController();
	readonly #gone = new Set<number>();
	readonly #moved = new Map<number, number>();
	readonly #blockedUntil = new Map<number, number>();
	readonly #groupTimes = new Map<number, number[]>();

	constructor(token: string, settings: CallsOptions) {
		// Without the slash the last part of a path would be replaced instead of continued.
		super(token, { apiRoot: settings.apiRoot.replace(/\/*$/, "/"), webhookReply: false });
		this.#settings = settings;
	}

	/** Aborted when no call is repeated any more. */
	get stopped(): AbortSignal {
		return this.#stopping.signal;
	}

	/** Ends every call and every pause; later calls fail at once. */
	stopAll(): void {
		this.#stopping.abort();
		for (const controller of [...this.#open, ...this.#polls]) controller.abort();
	}

	/** Ends the polling request that Telegram holds open. */
	endPolling(): void {
		for (const controller of this.#polls) controller.abort();
	}

	/** A chat that blocked the bot has written again. */
	welcomeBack(chatId: number): void {
		this.#gone.delete(chatId);
	}

	/** Calls to the group go to its supergroup from now on. */
	chatMoved(from: number, to: number): void {
		if (this.#moved.get(from) === to) return;
		this.#moved.set(from, to);
		this.#settings.moved(from, to);
	}

	/** Whether a message to that chat would have to wait now. */
	mustWait(chatId: number): boolean {
		const now = this.#settings.now().getTime();
		const times = this.#groupTimes.get(chatId) ?? [];
		return (this.#blockedUntil.get(chatId) ?? 0) > now || (times.at(-GROUP_MESSAGES.count) ?? 0) > now - 60_000;
	}

	/** @throws TelegramFailure */
	override async callApi<M extends keyof BotApi>(method: M, payload: Opts<M>): Promise<ReturnType<BotApi[M]>> {
		const body: Payload = { ...(payload as Payload) };
		const repetitions = ONCE.has(method) ? 0 : TWICE.has(method) ? 1 : RETRY_PAUSES.length;
		let broken = 0;
		let busy = 0;
		for (;;) {
			this.#readdress(body);
			await this.#turn(method, body);
			try {
				return await this.#once(method, body as Opts<M>);
			} catch (error) {
				const failure = this.#failure(method, error);
				if (failure.kind !== "stopped") this.#settings.failed(failure.kind);
				const chatId = Number(body.chat_id);
				if (failure.movedTo !== null) {
					this.chatMoved(chatId, failure.movedTo);
				} else if (failure.kind === "refused" && /thread not found/.test(failure.message) && body.message_thread_id) {
					delete body.message_thread_id;
				} else if (failure.kind === "busy" && repetitions > 1 && ++busy <= PATIENCE) {
					this.#settings.logger.warn({ method, seconds: failure.retryAfterSeconds }, "Telegram asks to wait");
					const milliseconds = failure.retryAfterSeconds * 1000;
					if (Number.isNaN(chatId)) await this.#wait(milliseconds, method);
					else this.#blockedUntil.set(chatId, this.#settings.now().getTime() + milliseconds);
				} else if (failure.kind === "unreachable" && broken < repetitions) {
					this.#settings.logger.warn({ method, reason: failure.message }, "Telegram call failed, trying again");
					await this.#wait(RETRY_PAUSES[broken++] as number, method);
				} else {
					if (failure.kind === "gone") this.#forget(chatId);
					throw failure;
				}
			}
		}
	}

	/** Where the group became a supergroup its message numbers are others, so there is no message to reply to. */
	#readdress(body: Payload): void {
		for (let to = this.#moved.get(Number(body.chat_id)); to !== undefined; to = this.#moved.get(to)) {
			body.chat_id = to;
			delete body.reply_parameters;
		}
	}

	async #turn(method: string, body: Payload): Promise<void> {
		const chatId = Number(body.chat_id);
		if (this.#gone.has(chatId)) throw new TelegramFailure("gone", `${method}: the chat has blocked the bot`);
		const now = this.#settings.now().getTime();
		const blocked = (this.#blockedUntil.get(chatId) ?? 0) - now;
		if (blocked > 0) {
			if (ONCE.has(method)) throw new TelegramFailure("busy", `${method}: Telegram asked to wait`);
			await this.#wait(blocked, method);
		} else {
			this.#blockedUntil.delete(chatId);
		}
		if (chatId < 0 && COUNTED_IN_GROUPS.has(method)) await this.#wait(this.#groupDelay(chatId), method);
	}

	/** Takes the group's next free place, in milliseconds from now. */
	#groupDelay(chatId: number): number {
		const now = this.#settings.now().getTime();
		const times = (this.#groupTimes.get(chatId) ?? []).filter((time) => time > now - GROUP_MESSAGES.milliseconds);
		const time = Math.max(now, (times.at(-GROUP_MESSAGES.count) ?? 0) + GROUP_MESSAGES.milliseconds);
		times.push(time);
		this.#groupTimes.set(chatId, times);
		for (const [group, sent] of this.#groupTimes) {
			if ((sent.at(-1) ?? 0) <= now - GROUP_MESSAGES.milliseconds) this.#groupTimes.delete(group);
		}
		return time - now;
	}

	async #wait(milliseconds: number, method: string): Promise<void> {
		if (milliseconds <= 0) return;
		try {
			await this.#settings.pause(milliseconds, this.#stopping.signal);
		} catch (error) {
			if (this.#stopping.signal.aborted) throw new TelegramFailure("stopped", `${method}: the program is ending`);
			throw error;
		}
	}

	async #once<M extends keyof BotApi>(method: M, body: Opts<M>): Promise<ReturnType<BotApi[M]>> {
		if (this.#stopping.signal.aborted) throw new TelegramFailure("stopped", `${method}: the program is ending`);
		const controller = new AbortController();
		const polls = method === "getUpdates";
		const open = polls ? this.#polls : this.#open;
		const timer = setTimeout(() => controller.abort(), polls ? POLL_TIMEOUT : CALL_TIMEOUT);
		open.add(controller);
		try {
			type Signal = NonNullable<NonNullable<Parameters<Telegram["callApi"]>[2]>["signal"]>;
			return await super.callApi(method, body, { signal: controller.signal as unknown as Signal });
		} finally {
			clearTimeout(timer);
			open.delete(controller);
		}
	}

	#forget(chatId: number): void {
		if (Number.isNaN(chatId)) return;
		this.#settings.logger.info({ chatId }, "the chat does not want to hear from the bot");
		this.#gone.add(chatId);
		if (this.#gone.size > 10_000) this.#gone.delete(this.#gone.values().next().value as number);
	}

	#failure(method: string, error: unknown): TelegramFailure {
		if (error instanceof TelegramFailure) return error;
		const reason = error instanceof Error ? error.message : String(error);
		const message = `${method}: ${reason.replaceAll(this.token, "[token]")}`;
		if (this.#stopping.signal.aborted) return new TelegramFailure("stopped", message);
		if (!(error instanceof TelegramError)) return new TelegramFailure("unreachable", message);
		const movedTo = error.parameters?.migrate_to_chat_id;
		if (movedTo !== undefined) return new TelegramFailure("refused", message, { movedTo });
		const retryAfterSeconds = error.parameters?.retry_after ?? 1;
		const kinds: Record<number, FailureKind> = { 401: "unauthorized", 403: "gone", 409: "conflict", 429: "busy" };
		const kind = kinds[error.code] ?? (error.code >= 500 ? "unreachable" : "refused");
		return new TelegramFailure(kind, message, { retryAfterSeconds });
	}
}
