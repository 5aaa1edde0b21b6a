/** `/stats`, for admins: what the bot, or the one of its instances that answers, has done since it was started. */

import { beijingTime } from "../beijing-time.ts";
import { onCommand } from "../commands.ts";
import type { Feature } from "../dependencies.ts";

export const stats: Feature = (bot, { access, tally, waitingRoom, state }) => {
	bot.use(async (ctx, next) => {
		if (ctx.from === undefined || !access.admins.has(ctx.from.id)) return next();
		await onCommand("stats", async (asked) => {
			const figures = await tally.figures();
			await asked.say(asked.texts.stats(figures, waitingRoom.size, beijingTime(figures.since), state.isShared));
		})(ctx, next);
	});
};
