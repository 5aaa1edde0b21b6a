/** `/start` and `/help`. */

import { onCommand } from "../commands.ts";
import type { Feature } from "../dependencies.ts";

export const greeting: Feature = (bot) => {
	bot.use(onCommand("start", async (ctx) => void (await ctx.say(ctx.texts.welcome))));
	bot.use(onCommand("help", async (ctx) => void (await ctx.say(ctx.texts.help(ctx.me)))));
};
