/** What the chat needs from the rest of the program, and what its features share. */

import type { Logger } from "pino";
import type { Telegraf } from "telegraf";
import type { Answer, Question } from "../domain.ts";
import type { Library, PageKeeper, StateStore } from "../ports.ts";
import type { ChatContext } from "./chat-context.ts";
import type { ChatState } from "./chat-state.ts";
import type { Access } from "./door.ts";
import type { Lanes } from "./lanes.ts";
import type { Tally } from "./tally.ts";
import type { TelegramCalls } from "./telegram-calls.ts";
import type { WaitingRoom } from "./waiting-room.ts";
import type { WebSettings } from "./web-server.ts";

export interface BotDependencies {
	/** Where the Bot API is, such as https://api.telegram.org. */
	readonly apiRoot: string;
	/**
	 * Opens what the bot must remember; it closes it when it stops. The signal is aborted when nothing is waited for any
	 * more. @throws BaowenError
	 */
	readonly openState: (stopped: AbortSignal) => Promise<StateStore>;
	readonly logger: Logger;
	readonly library: Library;
	readonly keeper: PageKeeper;
	/** The signal is aborted when nobody waits for the answer any more. */
	readonly ask: (question: Question, signal: AbortSignal) => Promise<Answer>;
	readonly access: Access;
	/** Null: nothing is listened on. */
	readonly web: WebSettings | null;
	/** Whether the log may have the text of questions. */
	readonly logQuestions: boolean;
	readonly now: () => Date;
	/** Resolves after that many milliseconds; rejects when the signal is aborted. */
	readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** What every feature is given. */
export interface House extends BotDependencies {
	readonly calls: TelegramCalls;
	readonly state: ChatState;
	/** For work that must wait for other work; the work on a message is in its chat's lane already. */
	readonly lanes: Lanes;
	readonly waitingRoom: WaitingRoom;
	readonly tally: Tally;
}

/** One thing the bot can do: puts its handlers into the bot. They run in the chat's turn and may take their time. */
export type Feature = (bot: Telegraf<ChatContext>, house: House) => void;
