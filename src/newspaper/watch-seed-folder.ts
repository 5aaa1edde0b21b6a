/** Give it the folder of seed files, get told when something in it has changed and lies there whole. */

import { watch } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as timer } from "node:timers/promises";
import { PageRefusedError } from "../errors.ts";
import { readSeedFile } from "./seed-folder.ts";

/** Milliseconds after which a folder in which nothing has changed meanwhile is taken to be whole. */
const QUIET = 250;
/** How often a file that is no page yet is looked at again before it is taken for what it is. */
const PATIENCE = 20;

export interface WatchOptions {
	/** Resolves when the change is worked in; called once more for what changed meanwhile. */
	readonly changed: () => Promise<void>;
	/** The folder cannot be watched any more, or `changed` failed; later changes are tried all the same. */
	readonly failed: (error: unknown) => void;
	readonly pause?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** Name → what tells one state of a file from another. */
type Stamps = ReadonlyMap<string, string>;

/** Looks once at the beginning, then whenever the system tells of a change, until the returned function is called. */
export function watchSeedFolder(
	folder: string,
	{ changed, failed, pause = async (ms, signal) => timer(ms, undefined, { signal }) }: WatchOptions,
): () => Promise<void> {
	const ending = new AbortController();
	let seen: Stamps = new Map();
	let wanted = false;
	let following: Promise<void> = Promise.resolve();
	const rest = () => pause(QUIET, ending.signal);

	const follow = async () => {
		while (wanted && !ending.signal.aborted) {
			wanted = false;
			try {
				const whole = await settled(folder, seen, rest);
				const differs = !alike(whole, seen);
				seen = whole;
				if (differs) await changed();
			} catch (error) {
				if (!ending.signal.aborted) failed(error);
			}
		}
	};
	let atWork = false;
	const look = () => {
		wanted = true;
		if (atWork) return;
		atWork = true;
		following = follow().finally(() => {
			atWork = false;
		});
	};
	const watcher = watch(folder, (_, name) => {
		if (name === null || isSeed(name)) look();
	});
	watcher.on("error", failed);
	look();
	return async () => {
		ending.abort();
		watcher.close();
		await following;
	};
}

/** Waits until no file grows any more, and for those that have changed to be pages, if they will. */
async function settled(folder: string, seen: Stamps, rest: () => Promise<void>): Promise<Stamps> {
	let stamps = await stampsOf(folder);
	for (let patience = PATIENCE; ; ) {
		await rest();
		const later = await stampsOf(folder);
		const isQuiet = alike(stamps, later);
		stamps = later;
		if (!isQuiet) continue;
		const fresh = [...later].filter(([name, stamp]) => seen.get(name) !== stamp).map(([name]) => name);
		if (patience-- === 0 || (await arePages(folder, fresh))) return later;
	}
}

async function stampsOf(folder: string): Promise<Stamps> {
	const stamps = new Map<string, string>();
	for (const name of (await readdir(folder)).filter(isSeed)) {
		const found = await stat(join(folder, name)).catch(() => null);
		if (found !== null) stamps.set(name, `${found.ino} ${found.size} ${found.mtimeMs}`);
	}
	return stamps;
}

async function arePages(folder: string, names: readonly string[]): Promise<boolean> {
	for (const name of names.filter((name) => /\.txt$/i.test(name))) {
		try {
			await readSeedFile(join(folder, name));
		} catch (error) {
			if (error instanceof PageRefusedError) return false;
			throw error;
		}
	}
	return true;
}

function isSeed(name: string): boolean {
	return /^[^.].*\.(txt|csv)$/i.test(name);
}

function alike(one: Stamps, other: Stamps): boolean {
	return one.size === other.size && [...one].every(([name, stamp]) => other.get(name) === stamp);
}
