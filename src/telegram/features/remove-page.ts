/** `/remove page`, after a confirmation, and `/restore page`, which undoes it; for admins. */

import { forAdmins } from "../admins.ts";
import { onCommand } from "../commands.ts";
import { askFirst, onConfirmed } from "../confirmation.ts";
import type { Feature } from "../dependencies.ts";
import { escapeName } from "../html.ts";
import { orRefusal } from "../refusal.ts";
import { pageHtml } from "../render-intake.ts";

export const removePage: Feature = (bot, house) => {
	const { keeper } = house;
	bot.use(
		forAdmins(
			house,
			onCommand("remove", async (ctx, words) => {
				const { admin } = ctx.texts;
				if (words === "") return void (await ctx.say(admin.removeWhat));
				let file: string | null = null;
				const html = await orRefusal(ctx, house, async () => {
					file = await keeper.named(words);
					return admin.removeQuestion(escapeName(file));
				});
				if (file === null) await ctx.say(html);
				else await askFirst(ctx, html, { kind: "remove", file }, house);
			}),
			onCommand("restore", async (ctx, words) => {
				if (words === "") return void (await ctx.say(ctx.texts.admin.restoreWhat));
				await ctx.say(await orRefusal(ctx, house, async () => pageHtml(await keeper.restore(words), ctx.texts)));
			}),
		),
		onConfirmed("remove", house, (ctx, { file }) =>
			orRefusal(ctx, house, async () => {
				await keeper.remove(file);
				return ctx.texts.admin.removed(escapeName(file));
			}),
		),
	);
};
