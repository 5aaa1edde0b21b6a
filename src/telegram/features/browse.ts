/** `/reports`, `/search words` and `/latest`: looking around without a question. */

import { onButton } from "../buttons.ts";
import { onCommand } from "../commands.ts";
import type { Feature } from "../dependencies.ts";
import { escapeName } from "../html.ts";
import { renderContents, renderHits } from "../render-list.ts";

const MOST_HITS = 10;
/** UTF-16 units of the words that are looked for. */
const LONGEST_WORDS = 100;

export const browse: Feature = (bot, { library }) => {
	bot.use(
		onCommand("reports", async (ctx) => {
			const pages = await library.pages();
			const { html, buttons } = renderContents(pages, 0, ctx);
			await ctx.say(pages.length === 0 ? ctx.texts.noReports : html, { buttons });
		}),
		onButton("pages", async (ctx, value) => {
			await ctx.acknowledge();
			const { html, buttons } = renderContents(await library.pages(), Number(value) || 0, ctx);
			if (ctx.buttonMessage !== null) await ctx.rewrite(ctx.buttonMessage.message_id, html, buttons);
		}),
		onCommand("search", async (ctx, words) => {
			if (words === "") return void (await ctx.say(ctx.texts.searchWhat));
			const searched = words.slice(0, LONGEST_WORDS);
			const hits = await library.searchReports(searched, MOST_HITS);
			const shown = escapeName(searched);
			if (hits.length === 0) return void (await ctx.say(ctx.texts.nothingFound(shown), { quietly: ctx.inGroup }));
			const { html, buttons } = renderHits(ctx.texts.searchTitle(shown), hits, ctx);
			await ctx.say(html, { buttons });
		}),
		onCommand("latest", async (ctx) => {
			const reports = await library.latestReports(MOST_HITS);
			if (reports.length === 0) return void (await ctx.say(ctx.texts.noReports));
			const { html, buttons } = renderHits(ctx.texts.latestTitle, reports, ctx);
			await ctx.say(html, { buttons });
		}),
	);
};
