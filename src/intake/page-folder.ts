/** Give it the folder of pages, get changes to it that are whole whenever the program dies. */

import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, rmdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { BaowenError } from "../errors.ts";
import type { SentFile } from "./sent-file.ts";

/*
 * New pages are written into a hidden folder beside the others; giving that folder its final name is the one moment at
 * which all of them are accepted. Then they are moved to their places, by `finish` at the next start if not at once.
 * Pages put away or replaced lie in another hidden folder, with the time in front of their names.
 */
const ACCEPTED = /^\.arrived-[0-9a-f]{16}$/;
const UNFINISHED = /^\.arriving-[0-9a-f]{16}$/;
const PUT_AWAY = ".removed";
/** Milliseconds after which an unfinished folder was left by a killed program, not by one at work. */
const LEFT_BEHIND = 3_600_000;

export class PageFolder {
	readonly #folder: string;

	constructor(folder: string) {
		this.#folder = folder;
	}

	/** Completes what was accepted before a crash and clears away what was not. */
	async finish(): Promise<void> {
		// What is no folder is said by who reads the pages.
		const isFolder = (await stat(this.#folder).catch(() => null))?.isDirectory() ?? false;
		for (const name of isFolder ? await readdir(this.#folder) : []) {
			if (ACCEPTED.test(name)) await this.#moveIn(join(this.#folder, name));
			if (UNFINISHED.test(name) && Date.now() - (await stat(join(this.#folder, name))).mtimeMs > LEFT_BEHIND)
				await rm(join(this.#folder, name), { recursive: true });
		}
	}

	/** Names of the pages. */
	async names(): Promise<string[]> {
		return (await readdir(this.#folder)).filter((name) => /^[^.].*\.txt$/i.test(name)).sort();
	}

	/** SHA-256 of the bytes, hex, by name. */
	async hashes(): Promise<Map<string, string>> {
		const hashes = new Map<string, string>();
		for (const name of await this.names()) hashes.set(name, hashOf(await readFile(join(this.#folder, name))));
		return hashes;
	}

	/** All of them or none; pages that had these names are put away. @throws BaowenError when it cannot be written */
	async put(files: readonly SentFile[]): Promise<void> {
		const id = randomBytes(8).toString("hex");
		const arriving = join(this.#folder, `.arriving-${id}`);
		const arrived = join(this.#folder, `.arrived-${id}`);
		try {
			await mkdir(arriving);
			for (const { name, bytes } of files) await writeDurably(join(arriving, name), bytes);
			await flush(arriving);
			await rename(arriving, arrived);
			await flush(this.#folder);
			await this.#moveIn(arrived);
		} catch (cause) {
			await rm(arriving, { recursive: true, force: true }).catch(() => {});
			throw this.#notWritten(cause);
		}
	}

	/** @throws BaowenError when it cannot be written */
	async putAway(name: string): Promise<void> {
		try {
			await this.#putAway(name);
			await flush(this.#folder);
		} catch (cause) {
			throw this.#notWritten(cause);
		}
	}

	/** Names of the pages put away. */
	async namesAway(): Promise<string[]> {
		return [...new Set((await this.#away()).map(({ name }) => name))];
	}

	/** Takes back what was put away last under that name; a page that has the name now is put away instead. */
	async takeBack(name: string): Promise<void> {
		const last = (await this.#away()).filter((page) => page.name === name).at(-1);
		if (last === undefined) return;
		const path = join(this.#folder, PUT_AWAY, last.stored);
		await this.put([{ name, bytes: await readFile(path) }]);
		await rm(path);
	}

	/** Oldest first. */
	async #away(): Promise<{ stored: string; name: string }[]> {
		if (!existsSync(join(this.#folder, PUT_AWAY))) return [];
		const stored = (await readdir(join(this.#folder, PUT_AWAY))).sort();
		return stored.map((stored) => ({ stored, name: stored.slice(stored.indexOf(" ") + 1) }));
	}

	async #moveIn(arrived: string): Promise<void> {
		for (const name of await readdir(arrived)) {
			if (existsSync(join(this.#folder, name))) await this.#putAway(name);
			await rename(join(arrived, name), join(this.#folder, name));
		}
		await flush(this.#folder);
		await rmdir(arrived);
	}

	async #putAway(name: string): Promise<void> {
		const away = join(this.#folder, PUT_AWAY);
		await mkdir(away, { recursive: true });
		const time = new Date().toISOString().replaceAll(":", "-");
		await rename(join(this.#folder, name), join(away, `${time} ${name}`));
		await flush(away);
	}

	#notWritten(cause: unknown): BaowenError {
		return new BaowenError(
			{
				zh: `版面写不进 ${this.#folder},请检查磁盘空间和权限。`,
				en: `Pages cannot be saved in ${this.#folder}; check disk space and permissions.`,
			},
			{ cause },
		);
	}
}

export function hashOf(bytes: Uint8Array): string {
	return createHash("sha256").update(bytes).digest("hex");
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
	const handle = await open(path, "wx");
	try {
		await handle.writeFile(bytes);
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/** Makes names in the folder durable. */
async function flush(folder: string): Promise<void> {
	const handle = await open(folder, "r");
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}
