/** Give it what comes in, get whether it is let in and at what cost: strangers and the hurried are turned away kindly. */

import type { Logger } from "pino";
import type { User } from "telegraf/types";
import type { Refusal, Toll } from "../ports.ts";
import type { ChatContext } from "./chat-context.ts";
import { chatLane, type Lanes } from "./lanes.ts";
import { guestMessageOf } from "./newer-bot-api.ts";

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
	/** The number that the group had before it became a supergroup. */
	readonly formerNumber: (chatId: number) => Promise<number | undefined>;
}

/** What is to become of an update. */
export interface Visit {
	/** Whether it is worked on when the toll is paid. */
	readonly isWelcome: boolean;
	readonly toll: Toll;
	/** Says why it is not worked on, where that is to be said: to a stranger whose toll was paid, or who is too fast. */
	readonly turnAway: (refusal: Refusal | null) => void;
}

/** Strangers are told once a day. */
const ONCE_A_DAY = { size: 1, perMinute: 1 / (24 * 60) };
/** Everybody may learn what is kept of them, and have it removed. */
const FOR_EVERYBODY: ReadonlySet<string> = new Set(["privacy", "forget"]);

export class Door {
	readonly #options: DoorOptions;

	constructor(options: DoorOptions) {
		this.#options = options;
	}

	/** @throws BaowenError when the chat's memory cannot be read */
	async visit(ctx: ChatContext): Promise<Visit> {
		const { admins, questionsAtOnce: size, questionsPerMinute: perMinute } = this.#options.access;
		const person = ctx.from ?? guestMessageOf(ctx.update)?.from;
		const isAdmin = person !== undefined && admins.has(person.id);
		if (isAdmin || (await this.#isWelcome(ctx, person))) {
			const buckets = isAdmin ? [] : bucketsOf(ctx, person);
			const turnAway = (refusal: Refusal | null) => void (refusal && this.#tellHurried(ctx, refusal));
			return { isWelcome: true, toll: { buckets, size, perMinute }, turnAway };
		}
		const { chat, texts } = ctx;
		// Groups are not told at all.
		if (chat?.type !== "private" || ctx.incoming === null)
			return { isWelcome: false, toll: { buckets: [], ...ONCE_A_DAY }, turnAway: () => {} };
		const toll = { buckets: [`stranger ${chat.id}`], ...ONCE_A_DAY };
		return { isWelcome: false, toll, turnAway: () => this.#say(ctx, texts.stranger(chat.id)) };
	}

	async #isWelcome(ctx: ChatContext, person: User | undefined): Promise<boolean> {
		const { access, formerNumber } = this.#options;
		if (access.allowedChats.size === 0) return true;
		const chatId = ctx.chat?.id;
		const isAllowed = (number: number | undefined) => number !== undefined && access.allowedChats.has(number);
		if (isAllowed(person?.id) || isAllowed(chatId)) return true;
		if (ctx.inGroup) return isAllowed(await formerNumber(chatId!));
		return ctx.addressed?.kind === "command" && FOR_EVERYBODY.has(ctx.addressed.name);
	}

	#tellHurried(ctx: ChatContext, { isFirst, secondsUntilFull }: Refusal): void {
		const tooFast = ctx.texts.tooFast(secondsUntilFull);
		// A pressed button looks busy until it is answered.
		if (ctx.callbackQuery !== undefined) void ctx.acknowledge(tooFast);
		else if (ctx.incoming !== null && isFirst) this.#say(ctx, tooFast);
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
