/** Give it what the chat remembers and a person's number, and nothing of that person is left there, nor on the disk. */

import type { Update } from "telegraf/types";
import type { KeptMap } from "../ports.ts";
import { type ChatState, messageKey } from "./chat-state.ts";
import { guestMessageOf } from "./newer-bot-api.ts";

/** Questions still waiting are not answered any more. Group conversations lose this person's questions alone. */
export async function forgetPerson(state: ChatState, userId: number): Promise<void> {
	const { updates, cards, answers, talks, feedback, confirmations } = state;
	/** A private chat has the number of its user. */
	const isPrivate = (key: string) => key.startsWith(`${userId} `);
	const ownCards = await own(cards, (key, card) => isPrivate(key) || card.userId === userId);
	const isOwnCard = new Set(ownCards);
	const answersInChat = (key: string, answerId: number) => messageKey(Number(key.split(" ")[0]), answerId);
	const waiting = (await updates.waiting()).filter(([, update]) => senderOf(update) === userId);
	await Promise.all([
		updates.erase(waiting.map(([key]) => key)),
		erase(answers, (key, answerId) => isPrivate(key) || isOwnCard.has(answersInChat(key, answerId))),
		erase(feedback, (key, { askerId }) => isPrivate(key) || askerId === userId || key.endsWith(` ${userId}`)),
		erase(talks, (key) => key === String(userId)),
		erase(confirmations, (_, asked) => asked.userId === userId),
	]);
	// Last: after a crash in between, the answers are found by them again.
	await cards.erase(ownCards);
}

async function own<V>(map: KeptMap<V>, belongs: (key: string, value: V) => boolean): Promise<string[]> {
	return (await map.entries()).filter(([key, value]) => belongs(key, value)).map(([key]) => key);
}

async function erase<V>(map: KeptMap<V>, belongs: (key: string, value: V) => boolean): Promise<void> {
	await map.erase(await own(map, belongs));
}

function senderOf(update: Update): number | undefined {
	if ("message" in update) return update.message.from?.id;
	if ("edited_message" in update) return update.edited_message.from?.id;
	if ("my_chat_member" in update) return update.my_chat_member.from.id;
	return guestMessageOf(update)?.from?.id;
}
