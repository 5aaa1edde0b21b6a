import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import type { Answer } from "../../src/domain.ts";
import { openFileState } from "../../src/state/file-state.ts";
import type { Feedback } from "../../src/telegram/chat-state.ts";
import { quote } from "../support/bot-under-test.ts";
import { replay, replayText, votedDown } from "./feedback.ts";

const voted = (question: string, first: string | null, vote: Feedback["vote"] = "down"): Feedback => ({
	vote,
	askerId: 1,
	question,
	quotes: first === null ? [] : [{ text: first, span: { start: 0, end: 1 }, caption: null, articleId: "", file: "" }],
	at: "2026-11-21T04:00:00.000Z",
	indexedAt: null,
});

it("asks again what was voted down, as it was understood, and says what has become of the first quote", async () => {
	const folder = await mkdtemp(join(tmpdir(), "baowen-feedback-"));
	onTestFinished(() => rm(folder, { recursive: true }));
	const state = openFileState(folder, () => new Date());
	const kept = await state.map<Feedback>("feedback", 100);
	const votes = [
		voted("一", "甲"),
		voted("praised", "甲", "up"),
		{ ...voted("那呢", "甲"), askedAs: "二" },
		voted("三", "甲"),
		voted("四", "甲"),
		voted("五", null),
	];
	for (const [n, vote] of votes.entries()) await kept.set(String(n), vote);
	await state.close();

	const now: Record<string, string[]> = { 一: ["甲"], 二: ["乙", "甲"], 三: ["乙"], 四: [], 五: [] };
	const ask = async ({ text }: { text: string }): Promise<Answer> => {
		const quotes = now[text]!.map((words) => quote(words));
		return { question: text, answered: quotes.length > 0, quotes, nearest: [] };
	};
	const replayed = await replay({ answerer: { ask } }, await votedDown(openFileState(folder, () => new Date())));
	const outcomes = replayed.map(({ outcome }) => outcome);
	expect(outcomes).toEqual(["as before", "further down", "other quotes", "refused", "still refused"]);
	expect(replayText(replayed[1]!)).toContain("二\nthen:\n  “甲”\nnow: further down\n  “乙”\n  “甲”");
});
