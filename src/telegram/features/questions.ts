/** A question, by command, mention, reply or in private: the answer is one message in reply to it. */

import PQueue from "p-queue";
import type { Message } from "telegraf/types";
import { type Answer, contextOf, type PreviousQuestion } from "../../domain.ts";
import { answerCard } from "../answer-card.ts";
import type { ChatContext } from "../chat-context.ts";
import { type Card, messageKey } from "../chat-state.ts";
import type { Feature, House } from "../dependencies.ts";
import { unlessStopped } from "../unless-stopped.ts";

/** Characters; longer questions are hardly questions. */
const QUESTION_LIMIT = 500;
/** Looking up is work for the processor: more at once would only make each slower. */
const LOOKED_UP_AT_ONCE = 4;
/** Seconds after which a question no longer follows the one before. */
const TALK_ENDS = 3600;

export const questions: Feature = (bot, house) => {
	const lookups = new PQueue({ concurrency: LOOKED_UP_AT_ONCE });
	bot.use(async (ctx, next) => {
		const text = questionOf(ctx);
		if (text === null) return next();
		if (text === "") await respond(ctx, ctx.texts.askWhat, house);
		else if ([...text].length > QUESTION_LIMIT) await respond(ctx, ctx.texts.tooLong(QUESTION_LIMIT), house);
		else await answer(ctx, text, house, lookups);
	});
};

/** In a reply to somebody's message, a command or a mention without words asks what that message says. */
export function questionOf({ addressed, incoming, botInfo }: ChatContext): string | null {
	const isAsk = addressed?.kind === "command" && addressed.name === "ask";
	const words = addressed?.kind === "question" ? addressed.text : isAsk ? addressed.words : null;
	if (words !== "" || incoming === null || !("reply_to_message" in incoming)) return words;
	const earlier = incoming.reply_to_message as Message | undefined;
	if (earlier === undefined || earlier.from?.id === botInfo.id) return "";
	const text = "text" in earlier ? earlier.text : "caption" in earlier ? (earlier.caption ?? "") : "";
	return [...text.trim()].slice(0, QUESTION_LIMIT).join("");
}

async function answer(ctx: ChatContext, text: string, house: House, lookups: PQueue): Promise<void> {
	const { calls, logger, ask, waitingRoom, state, tally, now, logQuestions } = house;
	const earlier = await earlierAnswer(ctx, state.answers);
	const card = earlier === undefined ? undefined : await state.cards.get(messageKey(ctx.chat!.id, earlier));
	if (card?.question === text) return;
	const previous = card === undefined ? await previousQuestion(ctx, house) : card.previous;
	const began = now().getTime();
	tally.asked();
	const typing = ctx.sendChatAction("typing").catch(() => {});
	let found: Answer;
	try {
		found = await lookups.add(() => {
			waitingRoom.begin(ctx.update.update_id);
			const question = previous === undefined ? { text } : { text, previous };
			return unlessStopped(ask(question, calls.stopped), calls.stopped);
		});
	} catch (error) {
		if (calls.stopped.aborted) throw error;
		logger.error({ err: error }, "a question could not be looked up");
		await typing;
		await respond(ctx, ctx.texts.failed, house);
		tally.done("failed", now().getTime() - began);
		return;
	}
	// An action that arrives after the answer would show "typing" for five seconds more.
	await typing;
	const { html, buttons } = answerCard(found, 0, ctx);
	const sent = await respond(ctx, html, house, { buttons, quietly: ctx.inGroup && !found.answered });
	const outcome = found.answered ? "answered" : "abstained";
	const milliseconds = now().getTime() - began;
	tally.done(outcome, milliseconds);
	logger.info({ chat: ctx.chat!.id, milliseconds, ...(logQuestions && { question: text }) }, outcome);
	await remember(ctx, sent, cardOf(ctx, text, previous, found), house);
}

/** Sends the answer, or puts it in place of the one to the question before it was edited. Gives its `messageKey`. */
async function respond(
	ctx: ChatContext,
	html: string,
	{ state, logger }: House,
	{ buttons = [], quietly = false }: { buttons?: ReturnType<typeof answerCard>["buttons"]; quietly?: boolean } = {},
): Promise<string> {
	const earlier = await earlierAnswer(ctx, state.answers);
	if (earlier !== undefined) {
		try {
			await ctx.rewrite(earlier, html, buttons);
			return messageKey(ctx.chat!.id, earlier);
		} catch (error) {
			if (!String(error).includes("message to edit not found")) throw error;
			logger.info("the answer to an edited question is gone; it is answered anew");
		}
	}
	const sent = await ctx.say(html, { buttons, quietly });
	await state.answers.set(messageKey(ctx.chat!.id, ctx.incoming!.message_id), sent.message_id);
	// The group may have become a supergroup meanwhile.
	return messageKey(sent.chat.id, sent.message_id);
}

async function earlierAnswer(ctx: ChatContext, answers: House["state"]["answers"]): Promise<number | undefined> {
	if (!("edited_message" in ctx.update)) return undefined;
	return await answers.get(messageKey(ctx.update.edited_message.chat.id, ctx.update.edited_message.message_id));
}

/** Nothing is shared between people or chats: what somebody else was answered is no context. */
async function previousQuestion(ctx: ChatContext, { state }: House): Promise<PreviousQuestion | undefined> {
	const message = ctx.incoming!;
	const repliedTo = "reply_to_message" in message ? message.reply_to_message?.message_id : undefined;
	const card = repliedTo === undefined ? undefined : await state.cards.get(messageKey(message.chat.id, repliedTo));
	if (card !== undefined) return isSamePerson(message, card.userId) ? card.context : undefined;
	const talk = ctx.inGroup ? undefined : await state.talks.get(String(message.chat.id));
	if (talk === undefined || message.date - talk.askedAt > TALK_ENDS) return undefined;
	return { text: talk.text, articleIds: talk.articleIds };
}

/** Administrators who write as their group all have the same number. */
function isSamePerson({ from }: Message, userId: number): boolean {
	return from?.id === userId && !from.is_bot;
}

function cardOf(ctx: ChatContext, question: string, previous: PreviousQuestion | undefined, found: Answer): Card {
	return {
		userId: ctx.from?.id ?? 0,
		question,
		...(previous === undefined ? {} : { previous }),
		context: contextOf(found),
		quotes: found.quotes.map(({ text, span, caption, source: { articleId, file } }) => ({
			text,
			span,
			caption,
			articleId,
			file,
		})),
	};
}

async function remember(ctx: ChatContext, sent: string, card: Card, { state }: House): Promise<void> {
	const talk = { ...card.context, askedAt: ctx.incoming!.date };
	await Promise.all([state.cards.set(sent, card), ctx.inGroup || state.talks.set(String(ctx.chat!.id), talk)]);
}
