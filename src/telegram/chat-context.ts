/** What a feature gets with an update: Telegraf's context, who is meant, the texts, and one way to answer. */

import { Context } from "telegraf";
import type { InlineKeyboardButton, Message, Update } from "telegraf/types";
import { type Addressed, addressedTo } from "./addressed.ts";
import { textsFor } from "./texts/choose.ts";
import type { Texts } from "./texts/zh.ts";

export type Buttons = readonly (readonly InlineKeyboardButton[])[];

export interface SayOptions {
	readonly buttons?: Buttons;
	/** Without a sound. */
	readonly quietly?: boolean;
	/** Whether it is a reply to the message of this update; yes when absent. */
	readonly asReply?: boolean;
}

export class ChatContext<U extends Update = Update> extends Context<U> {
	get texts(): Texts {
		return textsFor(this.from?.language_code);
	}

	/** The message of this update, new or edited; null for buttons and queries. */
	get incoming(): Message | null {
		const update = this.update as Update;
		if ("message" in update) return update.message;
		return "edited_message" in update ? update.edited_message : null;
	}

	get addressed(): Addressed | null {
		return this.incoming === null ? null : addressedTo(this.incoming, this.botInfo);
	}

	get inGroup(): boolean {
		return this.chat !== undefined && this.chat.type !== "private";
	}

	/** Sends the HTML in reply to the message of this update, into the same forum topic. */
	async say(html: string, { buttons = [], quietly, asReply }: SayOptions = {}): Promise<Message.TextMessage> {
		const message = this.incoming;
		const chat = this.chat;
		if (chat === undefined) throw new Error("nobody to answer to in this update");
		const reply = message !== null && asReply !== false;
		return await this.telegram.sendMessage(chat.id, html, {
			...look(buttons),
			...topicOf(message ?? this.buttonMessage),
			...(reply ? { reply_parameters: { message_id: message.message_id, allow_sending_without_reply: true } } : {}),
			...(quietly ? { disable_notification: true } : {}),
		});
	}

	/** Puts the HTML in place of a message of the bot; nothing happens where it is the same as before. */
	async rewrite(messageId: number, html: string, buttons: Buttons): Promise<void> {
		try {
			await this.telegram.editMessageText(this.chat?.id, messageId, undefined, html, look(buttons));
		} catch (error) {
			if (!String(error).includes("message is not modified")) throw error;
		}
	}

	/** Tells Telegram that the pressed button was noticed; too late, after a downtime, is no reason not to do the work. */
	async acknowledge(text?: string): Promise<void> {
		const extra = text === undefined ? {} : { show_alert: text === this.texts.buttonTooOld };
		await this.answerCbQuery(text, extra).catch(() => {});
	}

	/** The message that carries the pressed button. */
	get buttonMessage(): Message | null {
		const update = this.update as Update;
		const message = "callback_query" in update ? update.callback_query.message : undefined;
		return (message as Message | undefined) ?? null;
	}
}

function look(buttons: Buttons) {
	return {
		parse_mode: "HTML" as const,
		link_preview_options: { is_disabled: true },
		...(buttons.length === 0 ? {} : { reply_markup: { inline_keyboard: buttons.map((row) => [...row]) } }),
	};
}

/** Replies in groups without topics carry a thread number too, which Telegram refuses to take back. */
export function topicOf(message: Message | null): { message_thread_id?: number } {
	if (message === null || message.message_thread_id === undefined) return {};
	const forum = "is_forum" in message.chat && message.chat.is_forum === true;
	return message.is_topic_message === true || forum ? { message_thread_id: message.message_thread_id } : {};
}
