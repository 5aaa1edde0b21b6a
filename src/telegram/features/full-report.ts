/** The whole report, as printed, with the quoted sentence in bold: by button, or by a link from a group. */

import { onButton } from "../buttons.ts";
import type { ChatContext } from "../chat-context.ts";
import { onCommand } from "../commands.ts";
import type { Feature, House } from "../dependencies.ts";
import { renderArticle } from "../render-article.ts";
import { type ReportReference, readReference } from "../report-reference.ts";

export const fullReport: Feature = (bot, house) => {
	bot.use(
		onButton("full", async (ctx, value) => {
			const reference = readReference(value);
			if (reference === null) return await ctx.acknowledge(ctx.texts.buttonTooOld);
			await ctx.acknowledge();
			await house.lanes.run(`reports ${ctx.chat?.id}`, () => show(ctx, reference, house));
		}),
		async (ctx, next) => {
			const { addressed } = ctx;
			const words = addressed?.kind === "command" && addressed.name === "start" ? addressed.words : "";
			const reference = readReference(words);
			if (reference === null) return next();
			await onCommand("start", (start) => show(start, reference, house))(ctx, next);
		},
	);
};

async function show(ctx: ChatContext, { articleId, marked }: ReportReference, { library }: House): Promise<void> {
	const article = await library.article(articleId);
	const messages = article === null ? [ctx.texts.reportGone] : renderArticle(article, marked, ctx.texts);
	for (const [n, html] of messages.entries()) await ctx.say(html, { asReply: n === 0 });
}
