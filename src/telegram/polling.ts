/** Give it a place for updates, get them one after the other for as long as the bot runs, whatever Telegram does. */

import type { Logger } from "pino";
import type { Update } from "telegraf/types";
import { BaowenError } from "../errors.ts";
import { ALLOWED_UPDATES } from "./newer-bot-api.ts";
import { type TelegramCalls, TelegramFailure } from "./telegram-calls.ts";

/** Seconds that Telegram holds a request open while there is nothing new. */
const HOLD_SECONDS = 50;
/** How long another instance with the same token is waited for, and how often it is looked for, in milliseconds. */
const CONFLICT_PATIENCE = 120_000;
const CONFLICT_PAUSE = 3000;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;

export interface PollingOptions {
	readonly calls: TelegramCalls;
	/** Resolves when the update may be forgotten by Telegram. */
	readonly receive: (update: Update) => Promise<void>;
	readonly logger: Logger;
	readonly now: () => Date;
	readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
	readonly signal: AbortSignal;
}

/**
 * Telegraf's own polling ends at the first 409 and awaits the work on a batch; this one does neither.
 * Resolves when `signal` is aborted.
 * @throws BaowenError exit code 3 when another instance keeps polling for two minutes, 1 when the token is refused
 */
export async function poll({ calls, receive, logger, now, pause, signal }: PollingOptions): Promise<void> {
	let offset = 0;
	let failures = 0;
	let conflictSince: number | null = null;
	signal.addEventListener("abort", () => calls.endPolling(), { once: true });
	const getUpdates = (timeout: number, limit: number) =>
		calls.callApi("getUpdates", {
			offset,
			timeout,
			limit,
			allowed_updates: ALLOWED_UPDATES,
		});
	while (!signal.aborted) {
		try {
			const updates = await getUpdates(HOLD_SECONDS, 100);
			conflictSince = null;
			if (signal.aborted) break;
			await Promise.all(updates.map(receive));
			offset = Math.max(offset, ...updates.map(({ update_id }) => update_id + 1));
			failures = 0;
		} catch (error) {
			if (signal.aborted) break;
			const kind = error instanceof TelegramFailure ? error.kind : null;
			const reason = error instanceof Error ? error.message : String(error);
			let milliseconds = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** failures++);
			if (kind === "unauthorized") throw tokenRefused(error);
			if (kind === "conflict") {
				conflictSince ??= now().getTime();
				if (now().getTime() - conflictSince >= CONFLICT_PATIENCE) throw otherInstance(error);
				milliseconds = CONFLICT_PAUSE;
				logger.warn("another instance of this bot is running with the same token; waiting for it to end");
			} else {
				if (error instanceof TelegramFailure && kind === "busy") milliseconds = error.retryAfterSeconds * 1000;
				logger.warn({ reason, milliseconds }, "getting updates failed, trying again");
			}
			await pause(milliseconds, signal).catch(() => {});
		}
	}
	// Tells Telegram what was accepted; what it answers now is not accepted and comes again.
	if (offset > 0) await getUpdates(0, 1).catch(() => {});
}

export function tokenRefused(cause: unknown): BaowenError {
	return new BaowenError("Telegram does not know this BOT_TOKEN: copy it again from @BotFather.", { cause });
}

function otherInstance(cause: unknown): BaowenError {
	const message = "Another instance is running with the same BOT_TOKEN: stop it, or give this one a token of its own.";
	return new BaowenError(message, { cause, exitCode: 3 });
}
