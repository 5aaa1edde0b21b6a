/** Give it the first word of a button's data and what to do, get a piece of the bot that does it when one is pressed. */

import type { MiddlewareFn } from "telegraf";
import type { ChatContext } from "./chat-context.ts";

/** Data is `name:value`, 64 bytes at most. `work` must answer the press first: Telegram waits for that only seconds. */
export function onButton(
	name: string,
	work: (ctx: ChatContext, value: string, next: () => Promise<void>) => Promise<void>,
): MiddlewareFn<ChatContext> {
	return async (ctx, next) => {
		const query = ctx.callbackQuery;
		if (query === undefined || !("data" in query) || !query.data.startsWith(`${name}:`)) return next();
		await work(ctx, query.data.slice(name.length + 1), next);
	};
}
