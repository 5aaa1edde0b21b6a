import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { BaowenError } from "../../src/errors.ts";
import { openFileState } from "../../src/state/file-state.ts";
import { chatStateContract } from "../contracts/chat-state.ts";

async function newFolder(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), "baowen-state-"));
	onTestFinished(() => rm(folder, { recursive: true }));
	return folder;
}

describe("the chat's memory in files", () => {
	chatStateContract(async () => {
		const folder = await newFolder();
		// Every change is durable when it resolves, so that closing files adds nothing that a kill would not leave.
		return { open: async (now) => openFileState(folder, now), kill: (store) => store.close() };
	});

	it("goes on with a folder of the first version", async () => {
		const folder = await newFolder();
		const update = { lane: "chat 11", text: "还没答" };
		await writeFile(
			join(folder, "accepted.jsonl"),
			`["1 a",${JSON.stringify(update)}]\n["2 b",{"lane":"x"}]\n["2 b"]\n`,
		);
		await writeFile(join(folder, "done.jsonl"), '["2 b",true]\n');
		await writeFile(join(folder, "cards.jsonl"), '["11 5","old"]\n["11 5","new"]\n');
		const store = openFileState(folder, () => new Date());
		const queue = await store.queue<typeof update>(({ lane }) => lane);
		const arrived: string[] = [];
		await queue.follow(({ text }) => arrived.push(text));
		expect(arrived).toEqual(["还没答"]);
		expect((await queue.next("chat 11"))?.key).toBe("1 a");
		const toll = { buckets: [], size: 1, perMinute: 1 };
		expect(await queue.accept({ key: "2 b", lane: "x", item: update, toll })).toEqual({ outcome: "known" });
		expect(await (await store.map("cards", 2000)).get("11 5")).toBe("new");
		await store.close();
	});

	it("says in one sentence when the folder cannot be used", async () => {
		const folder = await newFolder();
		await writeFile(join(folder, "no-folder"), "");
		const store = openFileState(join(folder, "no-folder"), () => new Date());
		const failure = await store.map("cards", 1).catch((error) => error);
		expect(failure).toBeInstanceOf(BaowenError);
		expect(failure.message).toContain(join(folder, "no-folder"));
	});
});
