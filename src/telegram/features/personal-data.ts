/** `/privacy` says what is kept; `/forget` removes what is kept of the one who asks for it. */

import { KEPT } from "../chat-state.ts";
import { onCommand } from "../commands.ts";
import type { Feature } from "../dependencies.ts";
import { forgetPerson } from "../forget.ts";

export const personalData: Feature = (bot, { state, logQuestions }) => {
	bot.use(
		onCommand(
			"privacy",
			async (ctx) => void (await ctx.say(ctx.texts.privacy(KEPT.answers, KEPT.votes, logQuestions, state.isShared))),
		),
		onCommand("forget", async (ctx) => {
			// Administrators who write as their group, and channels, all have the same number.
			if (ctx.from === undefined || ctx.from.is_bot) return void (await ctx.say(ctx.texts.forgetInPrivate));
			await forgetPerson(state, ctx.from.id);
			await ctx.say(ctx.texts.forgotten);
		}),
	);
};
