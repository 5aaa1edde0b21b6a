/** What the Bot API has since 7.1, where Telegraf's types end: the only place with casts for it. */

import type { InlineQueryResult, Message, Opts, Update } from "telegraf/types";
import type { TelegramCalls } from "./telegram-calls.ts";

/** Everything the features listen to; channel posts are not among them. `guest_message` came with Bot API 10.0. */
export const ALLOWED_UPDATES = [
	"message",
	"edited_message",
	"callback_query",
	"inline_query",
	"my_chat_member",
	"guest_message",
] as unknown as NonNullable<Opts<"getUpdates">["allowed_updates"]>;

/** Bot API 10.0: somebody mentions the bot in a chat that it has not joined. */
export type GuestMessage = Message & { readonly guest_query_id: string };

/** Null for every other update. */
export function guestMessageOf(update: Update): GuestMessage | null {
	const { guest_message: message } = update as Update & { guest_message?: GuestMessage };
	return message ?? null;
}

/** Bot API 10.0: posts the one message with which a guest may answer. */
export async function answerGuestQuery(
	calls: TelegramCalls,
	queryId: string,
	result: InlineQueryResult,
): Promise<void> {
	type AnyCall = (method: string, payload: object) => Promise<unknown>;
	const call = calls.callApi.bind(calls) as unknown as AnyCall;
	await call("answerGuestQuery", { guest_query_id: queryId, result });
}
