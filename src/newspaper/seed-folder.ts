/** Give it the folder of seed files, get its pages; a bad file is named and left out, the others go on. */

import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Edition, Page } from "../domain.ts";
import { BaowenError, PageRefusedError } from "../errors.ts";
import { isDate, readEditions } from "./editions.ts";
import { LARGEST_PAGE, readPage } from "./read-page.ts";

const EDITIONS_FILE = "pages.csv";
/** Files read at once: enough to hide the way to the disk, few enough to hold. */
const READ_AT_ONCE = 16;

/** A file that should be a page; its text is not held. */
export interface SeedFile {
	readonly path: string;
	/** Base name. */
	readonly file: string;
	/** What `pages.csv` and the file's name say about it. */
	readonly edition: Edition;
	/** `sourceHash` at the time of the survey. */
	readonly hash: string;
}

export interface SeedFolder<Content> {
	/** In the order of their names. */
	readonly pages: readonly Content[];
	/** Files that cannot be used, and a faulty `pages.csv`; the pages are then read without it. */
	readonly refused: readonly BaowenError[];
}

/** Reads every `.txt` of the folder, with what its `pages.csv` says. @throws BaowenError when there is no such folder */
export function readSeedFolder(folder: string): Promise<SeedFolder<Page>> {
	return eachSeedFile(folder, readSeedFile);
}

/**
 * The same without holding more than a few files, whatever their number: what has changed can be told by their hashes.
 * Whether a file is text is found out when it is read.
 */
export function surveySeedFolder(folder: string): Promise<SeedFolder<SeedFile>> {
	return eachSeedFile(folder, async (path, edition) => {
		const bytesHash = createHash("sha256")
			.update(await bytesOf(path))
			.digest("hex");
		return { path, file: basename(path), edition, hash: sourceHash(bytesHash, edition) };
	});
}

async function eachSeedFile<Content>(
	folder: string,
	look: (path: string, edition: Edition) => Promise<Content>,
): Promise<SeedFolder<Content>> {
	let names: string[];
	try {
		names = await readdir(folder);
	} catch (cause) {
		const said = {
			zh: `找不到存放版面的文件夹 ${folder},请建立它或修改 SEEDS_DIR。`,
			en: `The folder of pages ${folder} cannot be found; make it or change SEEDS_DIR.`,
		};
		throw new BaowenError(said, { cause });
	}
	const refused: BaowenError[] = [];
	const editions = await readEditionsOf(folder, names, refused);
	const pages: Content[] = [];
	const files = names.filter((name) => /^[^.].*\.txt$/i.test(name)).sort();
	for (let start = 0; start < files.length; start += READ_AT_ONCE) {
		const looks = files.slice(start, start + READ_AT_ONCE).map(async (name) => {
			return await look(join(folder, name), editionOf(name, editions)).catch(unlessRefused);
		});
		for (const found of await Promise.all(looks)) {
			if (found instanceof BaowenError) refused.push(found);
			else pages.push(found);
		}
	}
	return { pages, refused };
}

function unlessRefused(error: unknown): BaowenError {
	if (error instanceof BaowenError) return error;
	throw error;
}

/**
 * A hash of all that a page's articles are made from. An edition is printed under every quote: a changed line in
 * `pages.csv` must change it too.
 */
export function sourceHash(bytesHash: string, { paper, date, page }: Edition): string {
	return createHash("sha256")
		.update(JSON.stringify([bytesHash, paper, date, page]))
		.digest("hex");
}

const NO_EDITION: Edition = { paper: null, date: null, page: null };

/** A YYYY-MM-DD in the file's name is the date where `pages.csv` gives none. */
function editionOf(name: string, editions: ReadonlyMap<string, Edition>): Edition {
	const edition = editions.get(name) ?? NO_EDITION;
	const [date = null] = name.match(/(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)/) ?? [];
	return date !== null && isDate(date) ? { ...edition, date: edition.date ?? date } : edition;
}

/** @throws PageRefusedError when the file cannot be read or is no page */
export async function readSeedFile(path: string, edition = editionOf(basename(path), new Map())): Promise<Page> {
	return readPage(path, await bytesOf(path), edition);
}

/** @throws PageRefusedError when the file cannot be read */
async function bytesOf(path: string): Promise<Uint8Array> {
	try {
		const entry = await stat(path);
		// A device such as /dev/zero has no end; a folder named like a page has no text.
		if (!entry.isFile()) {
			const reason = {
				zh: "不是普通文件,请换成版面的文本文件。",
				en: "not a plain file; put the page's text file there.",
			};
			throw new PageRefusedError(basename(path), reason);
		}
		// One byte more than allowed is enough to be refused; a huge file is not read to be told so.
		if (entry.size > LARGEST_PAGE) return new Uint8Array(LARGEST_PAGE + 1);
		return await readFile(path);
	} catch (cause) {
		if (cause instanceof BaowenError) throw cause;
		const reason = {
			zh: "无法读取,请检查它是否存在、是否有读取权限。",
			en: "cannot be read; check that it is there and may be read.",
		};
		throw new PageRefusedError(basename(path), reason, { cause });
	}
}

async function readEditionsOf(folder: string, names: string[], refused: BaowenError[]): Promise<Map<string, Edition>> {
	if (!names.includes(EDITIONS_FILE)) return new Map();
	try {
		return readEditions(await readFile(join(folder, EDITIONS_FILE), "utf8"), EDITIONS_FILE);
	} catch (cause) {
		const isSaid = cause instanceof BaowenError;
		refused.push(isSaid ? cause : new BaowenError(`${EDITIONS_FILE} 无法读取,请检查它是不是文件。`, { cause }));
		return new Map();
	}
}
