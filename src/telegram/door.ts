/** Give it what comes in, get whether it is taken in: strangers and the hurried are turned away, kindly and seldom. */

import type { Logger } from "pino";
import type { User } from "telegraf/types";
import type { ChatContext } from "./chat-context.ts";
import { chatLane, type Lanes } from "./lanes.ts";
import { guestMessageOf } from "./newer-bot-api.ts";
import { TokenBuckets } from "./token-buckets.ts";

export interface Access {
	/** Numbers of users, who may use the bot everywhere, and of groups, in which everyone may; empty: everyone everywhere. */
	readonly allowedChats: ReadonlySet<number>;
	/** Numbers of users who always may, without limits. */
	readonly admins: ReadonlySet<number>;
	/** For each user and each group. */
	readonly questionsAtOnce: number;
	readonly questionsPerMinute: number;
}

export interface DoorOptions {
	readonly access: Access;
	readonly lanes: Lanes;
	readonly logger: Logger;
	readonly now: () => Date;
	/** The number that the group had before it became a supergroup. */
	readonly formerNumber: (chatId: number) => number | undefined;
}

const DAY = 24 * 3600 * 1000;
/** Strangers of whom it is remembered that they have been told. */
const MOST_STRANGERS = 10_000;
/** Everybody may learn what is kept of them, and have it removed. */
const FOR_EVERYBODY: ReadonlySet<string> = new Set(["privacy", "forget"]);

export class Door {
	readonly #options: DoorOptions;
	readonly #buckets: TokenBuckets;
	/** When the chat was told that it is not for them, in milliseconds; the one told last stands last. */
	readonly #told = new Map<number, number>();

	constructor(options: DoorOptions) {
		this.#options = options;
		const { questionsAtOnce, questionsPerMinute } = options.access;
		this.#buckets = new TokenBuckets(questionsAtOnce, questionsPerMinute, options.now);
	}

	/** To be asked once for each update. */
	admits(ctx: ChatContext): boolean {
		const person = ctx.from ?? guestMessageOf(ctx.update)?.from;
		if (person !== undefined && this.#options.access.admins.has(person.id)) return true;
		if (!this.#isWelcome(ctx, person)) {
			this.#tellStranger(ctx);
			return false;
		}
		return this.#isInTime(ctx, person);
	}

	#isWelcome(ctx: ChatContext, person: User | undefined): boolean {
		const { access, formerNumber } = this.#options;
		if (access.allowedChats.size === 0) return true;
		const chatId = ctx.chat?.id;
		const numbers = [person?.id, chatId, chatId === undefined ? undefined : formerNumber(chatId)];
		if (numbers.some((number) => number !== undefined && access.allowedChats.has(number))) return true;
		return !ctx.inGroup && ctx.addressed?.kind === "command" && FOR_EVERYBODY.has(ctx.addressed.name);
	}

	/** In private only, once a day. */
	#tellStranger(ctx: ChatContext): void {
		const { chat, texts } = ctx;
		if (chat?.type !== "private" || ctx.incoming === null) return;
		const now = this.#options.now().getTime();
		if (now - (this.#told.get(chat.id) ?? Number.NEGATIVE_INFINITY) < DAY) return;
		this.#told.delete(chat.id);
		this.#told.set(chat.id, now);
		if (this.#told.size > MOST_STRANGERS) this.#told.delete(this.#told.keys().next().value as number);
		this.#say(ctx, texts.stranger(chat.id));
	}

	#isInTime(ctx: ChatContext, person: User | undefined): boolean {
		const refusal = this.#buckets.take(bucketsOf(ctx, person));
		if (refusal === null) return true;
		const tooFast = ctx.texts.tooFast(refusal.secondsUntilFull);
		// A pressed button looks busy until it is answered.
		if (ctx.callbackQuery !== undefined) void ctx.acknowledge(tooFast);
		else if (ctx.incoming !== null && refusal.isFirst) this.#say(ctx, tooFast);
		return false;
	}

	/** After the answers to what was taken in before. */
	#say(ctx: ChatContext, html: string): void {
		const { lanes, logger } = this.#options;
		lanes
			.run(chatLane(ctx.chat!.id), () => ctx.say(html, { quietly: ctx.inGroup }))
			.catch((error) => logger.info({ reason: String(error) }, "somebody was turned away without a word"));
	}
}

/** A word typed inline is a query each: they have buckets of their own. Being added to a group or moved costs nothing. */
function bucketsOf(ctx: ChatContext, person: User | undefined): string[] {
	if (ctx.inlineQuery !== undefined) return [`inline ${ctx.inlineQuery.from.id}`];
	const asks = ctx.addressed !== null || ctx.callbackQuery !== undefined || guestMessageOf(ctx.update) !== null;
	if (!asks) return [];
	// Administrators who write as their group, and channels, all have the same number.
	const own = person === undefined || person.is_bot ? [] : [`user ${person.id}`];
	return ctx.chat !== undefined && ctx.inGroup ? [...own, `group ${ctx.chat.id}`] : own;
}
