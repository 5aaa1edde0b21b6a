/** Give it where to keep things, get everything that the chat remembers: nothing of it lies elsewhere. */

import type { Update } from "telegraf/types";
import type { PreviousQuestion, Quote } from "../domain.ts";
import type { KeptMap, StateStore, WorkQueue } from "../ports.ts";
import { laneOf } from "./lanes.ts";

/** An answer that stands in a chat, for its buttons, for follow-ups and for the edit of its question. */
export interface Card {
	readonly userId: number;
	readonly question: string;
	readonly previous?: PreviousQuestion;
	/** Set when the asker dropped the time that the question names. */
	readonly anyTime?: boolean;
	/** As `PreviousQuestion`, for the question that follows this one. */
	readonly context: PreviousQuestion;
	readonly quotes: readonly FeedbackQuote[];
}

export type FeedbackQuote = Pick<Quote, "text" | "span" | "caption"> & {
	readonly articleId: string;
	readonly file: string;
};

export interface Feedback {
	readonly vote: "up" | "down";
	/** Who asked; the voter stands in the key. */
	readonly askerId: number;
	readonly question: string;
	/** As it was understood, where that is something else: the question before completed it. */
	readonly askedAs?: string;
	readonly quotes: readonly FeedbackQuote[];
	/** ISO 8601. */
	readonly at: string;
	/** When the index that answered was built, ISO 8601. */
	readonly indexedAt: string | null;
}

/** A question with two buttons that an admin was asked. */
export interface Confirmation {
	readonly userId: number;
	readonly action:
		| { readonly kind: "replace"; readonly fileId: string; readonly name: string }
		| { readonly kind: "remove"; readonly file: string }
		| { readonly kind: "reindex" };
}

export interface Talk extends PreviousQuestion {
	/** Seconds since 1970, as Telegram gives them. */
	readonly askedAt: number;
}

/** Entries of which the older ones are dropped. */
export const KEPT = { answers: 2000, votes: 10_000 };

export interface ChatState {
	/** Whether other instances may share it. */
	readonly isShared: boolean;
	/** Updates that wait for their turn. */
	readonly updates: WorkQueue<Update>;
	/** By `messageKey` of the answer. */
	readonly cards: KeptMap<Card>;
	/** Number of the answer, by `messageKey` of the question. */
	readonly answers: KeptMap<number>;
	/** The last question in a private chat, by its chat number. */
	readonly talks: KeptMap<Talk>;
	/** Groups that have been introduced to the bot, by number. */
	readonly introduced: KeptMap<true>;
	/** The number that a supergroup had as a group, by its number now. */
	readonly moved: KeptMap<number>;
	/** By `messageKey` of the answer and the voter's number. */
	readonly feedback: KeptMap<Feedback>;
	/** By `messageKey` of the question. */
	readonly confirmations: KeptMap<Confirmation>;
}

export async function openChatState(store: StateStore): Promise<ChatState> {
	return {
		isShared: store.isShared,
		updates: await store.queue<Update>(laneOf),
		cards: await store.map("cards", KEPT.answers),
		answers: await store.map("answers", KEPT.answers),
		talks: await store.map("talks", KEPT.answers),
		introduced: await store.map("introduced", 10_000),
		moved: await store.map("moved", 10_000),
		feedback: await store.map("feedback", KEPT.votes),
		confirmations: await store.map("confirmations", 1000),
	};
}

export function messageKey(chatId: number, messageId: number): string {
	return `${chatId} ${messageId}`;
}
