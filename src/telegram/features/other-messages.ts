/** What no other feature takes: a friendly sentence, in private chats and for buttons of old. It stands last. */

import type { Feature } from "../dependencies.ts";

export const otherMessages: Feature = (bot) => {
	bot.on("callback_query", (ctx) => ctx.acknowledge(ctx.texts.buttonTooOld));
	bot.use(async (ctx, next) => {
		if (ctx.inGroup || !("message" in ctx.update)) return next();
		if (ctx.addressed?.kind === "media") await ctx.say(ctx.texts.onlyText);
		else if (ctx.addressed?.kind === "command") await ctx.say(ctx.texts.unknownCommand);
	});
};
