/** `/start`, `/help`, and a hello or a thank-you, which asks nothing. */

import { smallTalk } from "../../text/small-talk.ts";
import { onCommand } from "../commands.ts";
import type { Feature } from "../dependencies.ts";

export const greeting: Feature = (bot) => {
	bot.use(onCommand("start", async (ctx) => void (await ctx.say(ctx.texts.welcome))));
	bot.use(onCommand("help", async (ctx) => void (await ctx.say(ctx.texts.help(ctx.me)))));
	bot.use(async (ctx, next) => {
		const isNew = ctx.addressed?.kind === "question" && !("edited_message" in ctx.update);
		const talk = isNew ? smallTalk(ctx.addressed.text) : null;
		if (talk === "hello") await ctx.say(ctx.texts.hello);
		else if (talk === "thanks") await ctx.say(ctx.texts.youAreWelcome);
		else await next();
	});
};
