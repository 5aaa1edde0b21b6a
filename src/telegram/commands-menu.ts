/** Tells Telegram the commands, for private chats and for groups, in both languages. */

import type { TelegramCalls } from "./telegram-calls.ts";
import { en } from "./texts/en.ts";
import { type Texts, zh } from "./texts/zh.ts";

type Command = keyof Texts["commands"];
const PRIVATE: readonly Command[] = ["ask", "search", "reports", "latest", "about", "privacy", "forget", "help"];
const ADMIN: readonly Command[] = [...PRIVATE, "stats", "remove", "restore", "reindex"];
const GROUP: readonly Command[] = ["ask", "search", "latest", "about", "help"];

/** @throws TelegramFailure */
export async function registerCommands(calls: TelegramCalls, admins: ReadonlySet<number>): Promise<void> {
	for (const [texts, language] of [
		[zh, undefined],
		[en, "en"],
	] as const) {
		const described = (names: readonly Command[]) =>
			names.map((command) => ({ command, description: texts.commands[command] }));
		const code = language === undefined ? {} : { language_code: language };
		await calls.setMyCommands(described(PRIVATE), { scope: { type: "all_private_chats" }, ...code });
		await calls.setMyCommands(described(GROUP), { scope: { type: "all_group_chats" }, ...code });
		for (const chat_id of admins) {
			// Refused until the admin has written to the bot for the first time.
			await calls.setMyCommands(described(ADMIN), { scope: { type: "chat", chat_id }, ...code }).catch(() => {});
		}
	}
}
