/** Give it what the chat remembers and a person's number, and nothing of that person is left there, nor on the disk. */

import type { Update } from "telegraf/types";
import { type ChatState, messageKey } from "./chat-state.ts";
import type { KeptMap } from "./kept-map.ts";
import { guestMessageOf } from "./newer-bot-api.ts";

/** Questions still waiting are not answered any more. Group conversations lose this person's questions alone. */
export async function forgetPerson(state: ChatState, userId: number): Promise<void> {
	const { accepted, cards, answers, talks, feedback, confirmations } = state;
	/** A private chat has the number of its user. */
	const isPrivate = (key: string) => key.startsWith(`${userId} `);
	const isOwnCard = (key: string) => isPrivate(key) || cards.get(key)?.userId === userId;
	const answersInChat = (key: string, answerId: number) => messageKey(Number(key.split(" ")[0]), answerId);
	await Promise.all([
		remove(answers, (key, answerId) => isPrivate(key) || isOwnCard(answersInChat(key, answerId))),
		remove(feedback, (key, { askerId }) => isPrivate(key) || askerId === userId || key.endsWith(` ${userId}`)),
		remove(talks, (key) => key === String(userId)),
		remove(confirmations, (_, asked) => asked.userId === userId),
		remove(accepted, (_, update) => senderOf(update) === userId),
	]);
	await remove(cards, isOwnCard);
	await Promise.all([answers, feedback, talks, confirmations, accepted, cards].map((map) => map.compact()));
}

async function remove<V>(map: KeptMap<V>, belongs: (key: string, value: V) => boolean): Promise<void> {
	const own = map.entries().filter(([key, value]) => belongs(key, value));
	await Promise.all(own.map(([key]) => map.delete(key)));
}

function senderOf(update: Update): number | undefined {
	if ("message" in update) return update.message.from?.id;
	if ("edited_message" in update) return update.edited_message.from?.id;
	if ("my_chat_member" in update) return update.my_chat_member.from.id;
	return guestMessageOf(update)?.from?.id;
}
