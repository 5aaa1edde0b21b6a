/** Give it a question and what is to be done on yes, get it asked under two buttons, which only the one who asked may press. */

import type { MiddlewareFn } from "telegraf";
import { onButton } from "./buttons.ts";
import type { ChatContext } from "./chat-context.ts";
import { type Confirmation, messageKey } from "./chat-state.ts";
import type { House } from "./dependencies.ts";
import { onceNoted } from "./once-noted.ts";

export async function askFirst(
	ctx: ChatContext,
	html: string,
	action: Confirmation["action"],
	{ state }: Pick<House, "state">,
): Promise<void> {
	const { yes, no } = ctx.texts.admin;
	const buttons = [
		[
			{ text: yes, callback_data: "confirm:yes" },
			{ text: no, callback_data: "confirm:no" },
		],
	];
	const sent = await ctx.say(html, { buttons });
	await state.confirmations.set(messageKey(sent.chat.id, sent.message_id), { userId: ctx.from!.id, action });
}

/** `work` gives what to put in place of the question, or null for actions of other features. */
export function onConfirmed<Kind extends Confirmation["action"]["kind"]>(
	kind: Kind,
	house: Pick<House, "state" | "lanes" | "pause" | "calls">,
	work: (ctx: ChatContext, action: Extract<Confirmation["action"], { kind: Kind }>) => Promise<string>,
): MiddlewareFn<ChatContext> {
	const { confirmations } = house.state;
	const atWork = new Set<string>();
	return onButton("confirm", async (ctx, value, next) => {
		const message = ctx.buttonMessage;
		const key = message === null ? "" : messageKey(message.chat.id, message.message_id);
		if (atWork.has(key)) return ctx.acknowledge();
		const asked = await onceNoted(ctx.chat?.id ?? 0, () => confirmations.get(key), house);
		if (asked === undefined || asked.action.kind !== kind) return next();
		if (asked.userId !== ctx.from?.id) return ctx.acknowledge(ctx.texts.admin.notYours);
		await ctx.acknowledge();
		// Of two presses, perhaps at two instances, one does it.
		if (!(await confirmations.delete(key))) return;
		atWork.add(key);
		try {
			const action = asked.action as Extract<Confirmation["action"], { kind: Kind }>;
			const html = value === "yes" ? await work(ctx, action) : ctx.texts.admin.cancelled;
			await ctx.rewrite(message!.message_id, html, []);
		} catch (error) {
			await confirmations.set(key, asked);
			throw error;
		} finally {
			atWork.delete(key);
		}
	});
}
