/**
 * The real program, killed at random moments of taking in, removing and indexing pages: the next start answers as before
 * or as after. `KILLS=50 npx vitest run tests/program/killed.test.ts` kills it more often.
 */

import { watch } from "node:fs";
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { readConfig } from "../../src/config.ts";
import { openProgram } from "../../src/program.ts";
import { LoopbackBotApi, TOKEN } from "../support/loopback-bot-api.ts";
import { makeZip } from "../support/made-files.ts";
import { RunningProgram } from "../support/running-program.ts";

const KILLS = Number(process.env.KILLS ?? 2);
const SEEDS = join(import.meta.dirname, "..", "..", "seeds");
const ADMIN = { id: 11, is_bot: false, first_name: "Anna" };
const CHAT = { id: 11, type: "private" };

it(`holds all pages or none of a zip, ${KILLS} times`, { timeout: 60_000 + KILLS * 20_000 }, async () => {
	const folder = await mkdtemp(join(tmpdir(), "baowen-killed-"));
	const seeds = join(folder, "seeds");
	const api = await LoopbackBotApi.start();
	let running: RunningProgram | null = null;
	onTestFinished(async () => {
		running?.kill("SIGKILL");
		await running?.ended;
		await api.close();
		await rm(folder, { recursive: true });
	});
	const names = (await readdir(SEEDS)).sort();
	await cp(join(SEEDS, names[0]!), join(seeds, names[0]!));
	const sent = await Promise.all(
		names.slice(1).map(async (name) => ({ name, bytes: await readFile(join(SEEDS, name)) })),
	);
	const zip = makeZip(sent);
	const paths = { SEEDS_DIR: seeds, INDEX_DIR: join(folder, "index"), STATE_DIR: join(folder, "state") };
	const outcomes: number[] = [];

	for (let kill = 0; kill < KILLS; kill++) {
		const settings = { BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: api.root, ADMINS: String(ADMIN.id), ...paths };
		const program = new RunningProgram(settings);
		running = program;
		await program.says("is listening");
		const document = api.document(`pages-${kill}.zip`, zip);
		const date = Math.floor(Date.now() / 1000);
		// From fetching the file to the answer there are about forty changes in these folders; the first ones decide most.
		await killedAtChange(program, Math.floor(40 * (kill / KILLS) ** 2), [seeds, paths.INDEX_DIR], () =>
			api.push({ message: { message_id: api.newMessageId(), date, chat: CHAT, from: ADMIN, document } }),
		);
		// Nobody asks for the file again: the next start decides alone.
		await rm(paths.STATE_DIR, { recursive: true });

		const next = await openProgram(readConfig(paths), (line) => expect(line).not.toMatch(/跳过|不能用/));
		const indexed = (await next.library.pages()).map(({ file }) => file).sort();
		const stored = (await readdir(seeds)).filter((name) => !name.startsWith("."));
		expect(indexed).toEqual(stored.sort());
		expect([names.slice(0, 1), names]).toContainEqual(stored);
		outcomes.push(stored.length);
		for (const { name, bytes } of stored.length > 1 ? sent : []) {
			expect(await readFile(join(seeds, name))).toEqual(bytes);
			await next.keeper.remove(name);
		}
		await next.close();
		expect((await readdir(seeds)).filter((name) => name.startsWith(".arrived"))).toEqual([]);
	}
	if (KILLS >= 20) expect(new Set(outcomes)).toEqual(new Set([1, names.length]));
});

/** Kills the program when `work` has led it to so many changes in the folders. */
async function killedAtChange(
	program: RunningProgram,
	change: number,
	folders: readonly string[],
	work: () => void,
): Promise<void> {
	let changes = 0;
	const watchers = folders.map((folder) =>
		watch(folder, () => {
			if (changes++ === change) program.kill("SIGKILL");
		}),
	);
	work();
	await program.ended;
	for (const watcher of watchers) watcher.close();
}
