/** Give it what only admins may do, get a piece of the bot that does it for them and lets everybody else pass by. */

import { Composer, type MiddlewareFn } from "telegraf";
import type { ChatContext } from "./chat-context.ts";
import type { House } from "./dependencies.ts";

export function forAdmins(
	{ access }: Pick<House, "access">,
	...work: readonly MiddlewareFn<ChatContext>[]
): MiddlewareFn<ChatContext> {
	return Composer.optional(
		(ctx) => ctx.from !== undefined && access.admins.has(ctx.from.id),
		Composer.compose([...work]),
	);
}
