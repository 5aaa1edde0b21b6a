/** Give it the state folder, get everything that the chat remembers: nothing of it lies elsewhere. */

import { join } from "node:path";
import type { Update } from "telegraf/types";
import type { PreviousQuestion, Quote } from "../domain.ts";
import { KeptMap } from "./kept-map.ts";

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

export class ChatState {
	readonly accepted: KeptMap<Update>;
	readonly done: KeptMap<true>;
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

	private constructor(state: Omit<ChatState, "close">) {
		this.accepted = state.accepted;
		this.done = state.done;
		this.cards = state.cards;
		this.answers = state.answers;
		this.talks = state.talks;
		this.introduced = state.introduced;
		this.moved = state.moved;
		this.feedback = state.feedback;
		this.confirmations = state.confirmations;
	}

	static async open(directory: string): Promise<ChatState> {
		const file = (name: string) => join(directory, `${name}.jsonl`);
		return new ChatState({
			accepted: await KeptMap.open(file("accepted")),
			done: await KeptMap.open(file("done"), 2000),
			cards: await KeptMap.open(file("cards"), KEPT.answers),
			answers: await KeptMap.open(file("answers"), KEPT.answers),
			talks: await KeptMap.open(file("talks"), KEPT.answers),
			introduced: await KeptMap.open(file("introduced"), 10_000),
			moved: await KeptMap.open(file("moved"), 10_000),
			feedback: await KeptMap.open(file("feedback"), KEPT.votes),
			confirmations: await KeptMap.open(file("confirmations"), 1000),
		});
	}

	async close(): Promise<void> {
		for (const map of Object.values(this)) await (map as KeptMap<unknown>).close();
	}
}

export function messageKey(chatId: number, messageId: number): string {
	return `${chatId} ${messageId}`;
}
