/** `/reindex`, after a confirmation: the index is made anew, while questions are answered from the old one; for admins. */

import { forAdmins } from "../admins.ts";
import { onCommand } from "../commands.ts";
import { askFirst, onConfirmed } from "../confirmation.ts";
import type { Feature } from "../dependencies.ts";
import { orRefusal } from "../refusal.ts";

export const reindex: Feature = (bot, house) => {
	const { keeper, library } = house;
	bot.use(
		forAdmins(
			house,
			onCommand("reindex", (ctx) => askFirst(ctx, ctx.texts.admin.reindexQuestion, { kind: "reindex" }, house)),
		),
		onConfirmed("reindex", house, (ctx) =>
			orRefusal(ctx, house, async () => {
				await keeper.reindex();
				const { pages, reports } = await library.coverage();
				return ctx.texts.admin.reindexed(pages, reports);
			}),
		),
	);
};
