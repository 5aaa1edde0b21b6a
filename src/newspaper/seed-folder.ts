/** Give it the folder of seed files, get its pages; a bad file is named and left out, the others go on. */

import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Edition, Page } from "../domain.ts";
import { BaowenError, PageRefusedError } from "../errors.ts";
import { isDate, readEditions } from "./editions.ts";
import { LARGEST_PAGE, readPage } from "./read-page.ts";

const EDITIONS_FILE = "pages.csv";

export interface SeedFolder {
	/** In the order of their names. */
	readonly pages: readonly Page[];
	/** Files that cannot be used, and a faulty `pages.csv`; the pages are then read without it. */
	readonly refused: readonly BaowenError[];
}

/** Reads every `.txt` of the folder, with what its `pages.csv` says. @throws BaowenError when there is no such folder */
export async function readSeedFolder(folder: string): Promise<SeedFolder> {
	let names: string[];
	try {
		names = await readdir(folder);
	} catch (cause) {
		throw new BaowenError(`找不到存放版面的文件夹 ${folder},请建立它或修改 SEEDS_DIR。`, { cause });
	}
	const refused: BaowenError[] = [];
	const editions = await readEditionsOf(folder, names, refused);
	const pages: Page[] = [];
	for (const name of names.filter((name) => /^[^.].*\.txt$/i.test(name)).sort()) {
		try {
			pages.push(await readSeedFile(join(folder, name), editions.get(name)));
		} catch (error) {
			if (!(error instanceof BaowenError)) throw error;
			refused.push(error);
		}
	}
	return { pages, refused };
}

/** A YYYY-MM-DD in the file's name is the date where `pages.csv` gives none. */
function withDateOfName(name: string, edition: Edition = { paper: null, date: null, page: null }): Edition {
	const [date = null] = name.match(/(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)/) ?? [];
	return date !== null && isDate(date) ? { ...edition, date: edition.date ?? date } : edition;
}

/** @throws PageRefusedError when the file cannot be read or is no page */
export async function readSeedFile(path: string, edition?: Edition): Promise<Page> {
	try {
		const entry = await stat(path);
		// A device such as /dev/zero has no end; a folder named like a page has no text.
		if (!entry.isFile()) throw new PageRefusedError(basename(path), "不是普通文件,请换成版面的文本文件。");
		const { size } = entry;
		// One byte more than allowed is enough to be refused; a huge file is not read to be told so.
		if (size > LARGEST_PAGE) return readPage(path, new Uint8Array(LARGEST_PAGE + 1));
		return readPage(path, await readFile(path), withDateOfName(basename(path), edition));
	} catch (cause) {
		if (cause instanceof BaowenError) throw cause;
		throw new PageRefusedError(basename(path), "无法读取,请检查它是否存在、是否有读取权限。", { cause });
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
