/** Added to a group, the bot introduces itself in two lines, once; a group that becomes a supergroup is the same group. */

import type { Feature } from "../dependencies.ts";

const OUTSIDE: ReadonlySet<string> = new Set(["left", "kicked"]);

export const groupIntroduction: Feature = (bot, { state, calls }) => {
	bot.on("my_chat_member", async (ctx) => {
		const { chat, old_chat_member: before, new_chat_member: after } = ctx.myChatMember;
		if (chat.type !== "group" && chat.type !== "supergroup") return;
		if (!OUTSIDE.has(before.status) || OUTSIDE.has(after.status) || state.introduced.has(String(chat.id))) return;
		await state.introduced.set(String(chat.id), true);
		await ctx.say(ctx.texts.introduction(ctx.me));
	});
	bot.use(async (ctx, next) => {
		const message = ctx.incoming;
		if (message === null || !("migrate_to_chat_id" in message)) return next();
		calls.chatMoved(message.chat.id, message.migrate_to_chat_id);
		await state.introduced.set(String(message.migrate_to_chat_id), true);
	});
};
