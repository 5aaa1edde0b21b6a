/** A file that an admin sends in private: checked, stored, indexed; the reply lists the headlines found. */

import type { Message } from "telegraf/types";
import { forAdmins } from "../admins.ts";
import type { ChatContext } from "../chat-context.ts";
import { askFirst, onConfirmed } from "../confirmation.ts";
import type { Feature, House } from "../dependencies.ts";
import { download } from "../download.ts";
import { escapeName } from "../html.ts";
import { orRefusal } from "../refusal.ts";
import { sentHtml } from "../render-intake.ts";

/** Bytes; Telegram gives bots no larger files. */
const LARGEST_FILE = 20 * 1024 * 1024;

export const upload: Feature = (bot, house) => {
	bot.use(
		forAdmins(house, async (ctx, next) => {
			const message = ctx.incoming;
			if (ctx.inGroup || message === null || !("document" in message) || !("message" in ctx.update)) return next();
			await receive(ctx, (message as Message.DocumentMessage).document, house);
		}),
		onConfirmed("replace", house, async (ctx, { fileId, name }) => {
			const outcome = await takeIn(ctx, fileId, name, house, true);
			return outcome.html;
		}),
	);
};

async function receive(ctx: ChatContext, file: Message.DocumentMessage["document"], house: House): Promise<void> {
	const { admin } = ctx.texts;
	const { file_id: fileId, file_name: name = "", file_size: size = 0 } = file;
	if (name === "") return void (await ctx.say(admin.noName));
	if (size > LARGEST_FILE) return void (await ctx.say(admin.tooBig(escapeName(name), LARGEST_FILE / 1024 / 1024)));
	const typing = ctx.sendChatAction("typing").catch(() => {});
	const { html, isQuestion } = await takeIn(ctx, fileId, name, house, false);
	await typing;
	if (isQuestion) await askFirst(ctx, html, { kind: "replace", fileId, name }, house);
	else await ctx.say(html);
}

async function takeIn(
	ctx: ChatContext,
	fileId: string,
	name: string,
	house: House,
	replace: boolean,
): Promise<{ html: string; isQuestion: boolean }> {
	const { keeper, logger } = house;
	const { texts } = ctx;
	const bytes = await download(fileId, LARGEST_FILE, house);
	if (bytes === null) return { html: texts.admin.notFetched(escapeName(name)), isQuestion: false };
	let isQuestion = false;
	const html = await orRefusal(ctx, house, async () => {
		const sent = await keeper.add(name, bytes, { replace });
		isQuestion = sent.conflicts.length > 0;
		logger.info({ admin: ctx.from?.id, added: sent.added.map(({ file }) => file) }, "a file was sent in");
		if (isQuestion) return texts.admin.replaceQuestion(escapeName(sent.conflicts.join(", "), 1000));
		return sentHtml(sent, texts);
	});
	return { html, isQuestion };
}
