/** `/about`: what is covered and when it was indexed. */

import { beijingTime } from "../beijing-time.ts";
import { onCommand } from "../commands.ts";
import type { Feature } from "../dependencies.ts";

export const about: Feature = (bot, { library }) => {
	bot.use(
		onCommand("about", async (ctx) => {
			const { pages, reports, indexedAt } = await library.coverage();
			await ctx.say(ctx.texts.about(pages, reports, indexedAt === null ? null : beijingTime(indexedAt)));
		}),
	);
};
