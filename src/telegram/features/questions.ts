/** A question, by command, mention, reply or in private: the answer is one message in reply to it. */

import PQueue from "p-queue";
import type { ChatContext } from "../chat-context.ts";
import type { Feature, House } from "../dependencies.ts";
import { renderAnswer } from "../render-answer.ts";

/** Characters; longer questions are hardly questions. */
const QUESTION_LIMIT = 500;
/** Looking up is work for the processor: more at once would only make each slower. */
const LOOKED_UP_AT_ONCE = 4;

export const questions: Feature = (bot, house) => {
	const lookups = new PQueue({ concurrency: LOOKED_UP_AT_ONCE });
	bot.use(async (ctx, next) => {
		const text = questionOf(ctx);
		if (text === null || !("message" in ctx.update)) return next();
		if (text === "") await ctx.say(ctx.texts.askWhat);
		else if ([...text].length > QUESTION_LIMIT) await ctx.say(ctx.texts.tooLong(QUESTION_LIMIT));
		else await answer(ctx, text, house, lookups);
	});
};

function questionOf({ addressed }: ChatContext): string | null {
	if (addressed?.kind === "question") return addressed.text;
	return addressed?.kind === "command" && addressed.name === "ask" ? addressed.words : null;
}

async function answer(ctx: ChatContext, text: string, house: House, lookups: PQueue): Promise<void> {
	const { calls, logger, ask } = house;
	const typing = ctx.sendChatAction("typing").catch(() => {});
	let html: string;
	let quietly = false;
	try {
		const found = await lookups.add(() => unlessStopped(ask({ text }, calls.stopped), calls.stopped));
		html = renderAnswer(found, { texts: ctx.texts, inGroup: ctx.inGroup, reportLink: () => null });
		quietly = ctx.inGroup && !found.answered;
	} catch (error) {
		if (calls.stopped.aborted) throw error;
		logger.error({ err: error }, "a question could not be looked up");
		html = ctx.texts.failed;
	}
	// An action that arrives after the answer would show "typing" for five seconds more.
	await typing;
	await ctx.say(html, { quietly });
}

/** So that a lookup that does not heed the signal cannot hold up the end of the program. */
async function unlessStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
	let onAbort = () => {};
	const stopped = new Promise<never>((_, reject) => {
		onAbort = () => reject(signal.reason);
		signal.addEventListener("abort", onAbort, { once: true });
	});
	return await Promise.race([work, stopped]).finally(() => signal.removeEventListener("abort", onAbort));
}
