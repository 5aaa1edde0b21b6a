/** `@bot words` in any chat: up to ten quotes to insert; without words, the reports added last. */

import type { Quote } from "../../domain.ts";
import type { Feature, House } from "../dependencies.ts";
import { quoteResult } from "../quote-result.ts";
import { renderQuote } from "../render-answer.ts";
import { referenceTo, reportLink } from "../report-reference.ts";

const MOST_RESULTS = 10;
/** Seconds that Telegram may give the same results to others. */
const CACHE_SECONDS = 30;

export const inlineMode: Feature = (bot, house) => {
	bot.on("inline_query", async (ctx) => {
		const { texts, me } = ctx;
		const quotes = await quotesFor(ctx.inlineQuery.query.trim(), house);
		const view = { texts, inGroup: true, reportLink: (quote: Quote) => reportLink(me, referenceTo(quote)) };
		const results = quotes
			.slice(0, MOST_RESULTS)
			.map((quote) => quoteResult(quote, renderQuote(quote, null, view), me, texts));
		await ctx.answerInlineQuery(results, {
			cache_time: CACHE_SECONDS,
			...(results.length > 0 ? {} : { button: { text: texts.inlineNothing, start_parameter: "help" } }),
		});
	});
};

/** The quotes that answer, then a quote of each other report that has the words; each place once. */
async function quotesFor(words: string, { ask, library, calls }: House): Promise<Quote[]> {
	if (words === "") return [...(await library.latestReports(MOST_RESULTS))];
	const [answer, reports] = await Promise.all([
		ask({ text: words }, calls.stopped),
		library.searchReports(words, MOST_RESULTS),
	]);
	const answering = new Set(answer.quotes.map(({ source }) => source.articleId));
	const others = reports.filter(({ source }) => !answering.has(source.articleId));
	return [...new Map([...answer.quotes, ...others].map((quote) => [referenceTo(quote), quote])).values()];
}
