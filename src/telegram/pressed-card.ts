/** Give it the press of a button, get the answer that the button belongs to: null when it is not remembered any more. */

import type { ChatContext } from "./chat-context.ts";
import { type Card, messageKey } from "./chat-state.ts";
import type { House } from "./dependencies.ts";
import { onceNoted } from "./once-noted.ts";

export interface PressedCard {
	/** In `ChatState.cards`. */
	readonly key: string;
	readonly messageId: number;
	readonly card: Card;
}

export async function pressedCard(ctx: ChatContext, house: House): Promise<PressedCard | null> {
	const message = ctx.buttonMessage;
	if (message === null) return null;
	const key = messageKey(message.chat.id, message.message_id);
	const card = await onceNoted(message.chat.id, () => house.state.cards.get(key), house);
	return card === undefined ? null : { key, messageId: message.message_id, card };
}
