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

	it("says in one sentence when the folder cannot be used", async () => {
		const folder = await newFolder();
		await writeFile(join(folder, "no-folder"), "");
		const store = openFileState(join(folder, "no-folder"), () => new Date());
		const failure = await store.map("cards", 1).catch((error) => error);
		expect(failure).toBeInstanceOf(BaowenError);
		expect(failure.message).toContain(join(folder, "no-folder"));
	});
});
