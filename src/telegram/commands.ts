/** Give it a command's name and what to do, get a piece of the bot that does it when the command is meant for the bot. */

import type { MiddlewareFn } from "telegraf";
import type { ChatContext } from "./chat-context.ts";

/** Telegraf's own `command` also lets edited and inserted messages through, and knows no words after a line break. */
export function onCommand(
	name: string,
	work: (ctx: ChatContext, words: string) => Promise<void>,
): MiddlewareFn<ChatContext> {
	return async (ctx, next) => {
		const { addressed } = ctx;
		if (addressed?.kind !== "command" || addressed.name !== name || !("message" in ctx.update)) return next();
		await work(ctx, addressed.words);
	};
}
