/** Added to a group, the bot introduces itself in two lines, once; a group that becomes a supergroup is the same group. */

import type { Message, Update } from "telegraf/types";
import type { Feature } from "../dependencies.ts";

const OUTSIDE: ReadonlySet<string> = new Set(["left", "kicked"]);

export const groupIntroduction: Feature = (bot, { state, calls }) => {
	bot.use(async (ctx, next) => {
		const { chat } = ctx;
		if (chat === undefined || !isAdded(ctx.update, ctx.botInfo.id)) return next();
		if ((await state.introduced.get(String(chat.id))) !== undefined) return;
		await state.introduced.set(String(chat.id), true);
		await ctx.say(ctx.texts.introduction(ctx.me), { asReply: false });
	});
	bot.use(async (ctx, next) => {
		const message = ctx.incoming;
		if (message === null || !("migrate_to_chat_id" in message)) return next();
		calls.chatMoved(message.chat.id, message.migrate_to_chat_id);
		await state.introduced.set(String(message.migrate_to_chat_id), true);
	});
};

/** Telegram tells it twice, by the change of the member and by a message in the group that not every bot gets. */
function isAdded(update: Update, botId: number): boolean {
	if ("message" in update) return isJoining(update.message, botId);
	if (!("my_chat_member" in update)) return false;
	const { chat, old_chat_member: before, new_chat_member: after } = update.my_chat_member;
	const isGroup = chat.type === "group" || chat.type === "supergroup";
	return isGroup && OUTSIDE.has(before.status) && !OUTSIDE.has(after.status);
}

/** Whether the message says that the bot has come into the group. */
export function isJoining(message: Message, botId: number): boolean {
	return "new_chat_members" in message && message.new_chat_members.some(({ id }) => id === botId);
}
