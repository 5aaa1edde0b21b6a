/** Give it a message and who the bot is, get what the message wants from the bot: null when it is not meant for it. */

import type { Message, UserFromGetMe } from "telegraf/types";

export type Addressed =
	| { readonly kind: "command"; readonly name: string; readonly words: string }
	/** In groups `text` is without the mention, so it can be empty. */
	| { readonly kind: "question"; readonly text: string }
	/** A photo, a voice message, a sticker… in a private chat. */
	| { readonly kind: "media" };

const MEDIA = [
	"animation",
	"audio",
	"contact",
	"dice",
	"document",
	"game",
	"location",
	"paid_media",
	"photo",
	"poll",
].concat(["sticker", "story", "venue", "video", "video_note", "voice"]);
const COMMAND = /^\/([a-z0-9_]{1,32})(?:@([a-z0-9_]+))?(?![^\s])\s*/i;

/**
 * Private chats: everything. Groups: a command that does not name another bot, a mention of this bot, or a reply to
 * one of its messages. Never what a bot wrote or what was inserted through a bot.
 */
export function addressedTo(message: Message, me: Pick<UserFromGetMe, "id" | "username">): Addressed | null {
	if ("via_bot" in message || "is_automatic_forward" in message) return null;
	if (message.from?.is_bot === true && !("sender_chat" in message)) return null;
	const isPrivate = message.chat.type === "private";
	if (!isPrivate && message.chat.type !== "group" && message.chat.type !== "supergroup") return null;
	if (!("text" in message)) return isPrivate && MEDIA.some((kind) => kind in message) ? { kind: "media" } : null;

	const command = COMMAND.exec(message.text);
	if (command !== null) {
		const [start, name, bot] = command as unknown as [string, string, string | undefined];
		if (bot !== undefined && bot.toLowerCase() !== me.username.toLowerCase()) return null;
		return { kind: "command", name: name.toLowerCase(), words: message.text.slice(start.length).trim() };
	}
	const mentions = (message.entities ?? []).filter(
		(entity) =>
			(entity.type === "mention" &&
				message.text.slice(entity.offset, entity.offset + entity.length).toLowerCase() ===
					`@${me.username.toLowerCase()}`) ||
			(entity.type === "text_mention" && entity.user.id === me.id),
	);
	if (!isPrivate && mentions.length === 0 && !repliesTo(message, me.id)) return null;
	let text = message.text;
	for (const { offset, length } of mentions.toReversed())
		text = `${text.slice(0, offset)} ${text.slice(offset + length)}`;
	return { kind: "question", text: text.trim() };
}

/** In a forum topic every message replies to the one that opened the topic: that says nothing about its reader. */
function repliesTo(message: Message.TextMessage, botId: number): boolean {
	const earlier = message.reply_to_message;
	return earlier?.from?.id === botId && !("forum_topic_created" in earlier);
}
