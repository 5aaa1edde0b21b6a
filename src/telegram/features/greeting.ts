/** `/start`, `/help`, and a hello or a thank-you, which asks nothing. */

import { onCommand } from "../commands.ts";
import type { Feature } from "../dependencies.ts";

const HELLO =
	/^(?:你好|您好|大家好|嗨|哈[喽啰]|在吗|在不在|早上?好?|[上中下]午好|晚[上安]好?|hi|hello|hey|good (?:morning|afternoon|evening))$/iu;
const THANKS = /^(?:谢谢|多谢|感谢|谢了|辛苦了|再见|拜拜|thanks|thank you|thx|bye|goodbye)$/iu;
/** 你好呀! 谢谢你~ */
const TRAILING = /(?:你|您|呀|啊|哦|啦|了|\p{P}|\p{S}|\s)+$/u;

export const greeting: Feature = (bot) => {
	bot.use(onCommand("start", async (ctx) => void (await ctx.say(ctx.texts.welcome))));
	bot.use(onCommand("help", async (ctx) => void (await ctx.say(ctx.texts.help(ctx.me)))));
	bot.use(async (ctx, next) => {
		const words = ctx.addressed?.kind === "question" ? ctx.addressed.text : "";
		const bare = words.replace(TRAILING, "");
		if ("edited_message" in ctx.update) return next();
		if (HELLO.test(bare)) await ctx.say(ctx.texts.hello);
		else if (THANKS.test(bare) || THANKS.test(words)) await ctx.say(ctx.texts.youAreWelcome);
		else await next();
	});
};
