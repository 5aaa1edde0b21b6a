/** What is no question, in private chats: a friendly sentence. It stands last, behind all other features. */

import type { Feature } from "../dependencies.ts";

export const otherMessages: Feature = (bot) => {
	bot.use(async (ctx, next) => {
		if (ctx.inGroup || !("message" in ctx.update)) return next();
		if (ctx.addressed?.kind === "media") await ctx.say(ctx.texts.onlyText);
		else if (ctx.addressed?.kind === "command") await ctx.say(ctx.texts.unknownCommand);
	});
};
