/** `/about`: what is covered and when it was indexed. */

import { onCommand } from "../commands.ts";
import type { Feature } from "../dependencies.ts";

/** "2022-07-02 15:30" in Beijing, wherever the program runs. */
const BEIJING_TIME = new Intl.DateTimeFormat("sv-SE", {
	timeZone: "Asia/Shanghai",
	dateStyle: "short",
	timeStyle: "short",
});

export const about: Feature = (bot, { library }) => {
	bot.use(
		onCommand("about", async (ctx) => {
			const { pages, reports, indexedAt } = await library.coverage();
			await ctx.say(ctx.texts.about(pages, reports, indexedAt === null ? null : BEIJING_TIME.format(indexedAt)));
		}),
	);
};
