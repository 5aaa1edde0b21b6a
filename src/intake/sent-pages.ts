/** Give it a file as it was sent, get the pages in it, each read and checked; one bad part and all of it is refused. */

import { setImmediate as nextTurn } from "node:timers/promises";
import type { Page } from "../domain.ts";
import { PageRefusedError } from "../errors.ts";
import { articlesOf } from "../newspaper/articles.ts";
import { readPage } from "../newspaper/read-page.ts";
import type { PageTakenIn } from "../ports.ts";
import { nameFault } from "./page-name.ts";
import { pdfText } from "./pdf-text.ts";
import type { SentFile } from "./sent-file.ts";
import { zipPages } from "./zip-pages.ts";

/** Bytes; fifty times a page. Taking a page apart holds up questions, for a second at this size. */
const LARGEST_PAGE = 1024 * 1024;

export interface SentPage extends SentFile, PageTakenIn {}

export interface SentPages {
	readonly pages: readonly SentPage[];
	/** Numbers (from 1) of the PDF's pages without text. */
	readonly withoutText: readonly number[];
}

/** @throws PageRefusedError naming the file, and the part of it, that cannot be used */
export async function sentPages(name: string, bytes: Uint8Array): Promise<SentPages> {
	if (/[^.]\.zip$/i.test(name)) {
		const files = await zipPages(name, Buffer.from(bytes), LARGEST_PAGE);
		return { pages: await checked(files, (part) => `${name}/${part}`), withoutText: [] };
	}
	if (!/[^.]\.pdf$/i.test(name)) return { pages: await checked([{ name, bytes }], (part) => part), withoutText: [] };
	const { files, withoutText } = filesOf(name, await pdfText(name, bytes));
	return { pages: await checked(files, (part) => part), withoutText };
}

/** A page of a newspaper is a page of its PDF: each becomes a file, so that a source names the page and few lines. */
function filesOf(name: string, texts: readonly string[]): { files: SentFile[]; withoutText: number[] } {
	const base = name.slice(0, name.lastIndexOf("."));
	const files: SentFile[] = [];
	const withoutText: number[] = [];
	const digits = String(texts.length).length;
	texts.forEach((text, i) => {
		const number = String(i + 1).padStart(digits, "0");
		if (!/\p{L}/u.test(text)) withoutText.push(i + 1);
		else files.push({ name: texts.length === 1 ? `${base}.txt` : `${base}-${number}.txt`, bytes: Buffer.from(text) });
	});
	if (files.length === 0) {
		throw new PageRefusedError(name, {
			zh: "这个 PDF 里只有图像,没有文字,请先做文字识别,再发文本。",
			en: "has pictures only; have their text recognised first and send that.",
		});
	}
	return { files, withoutText };
}

async function checked(files: readonly SentFile[], nameFor: (part: string) => string): Promise<SentPage[]> {
	const pages: SentPage[] = [];
	for (const { name, bytes } of files) {
		const fault = nameFault(name);
		if (fault !== null) throw new PageRefusedError(nameFor(name), fault);
		if (bytes.length > LARGEST_PAGE)
			throw new PageRefusedError(nameFor(name), {
				zh: "超过 1 MB,请拆成一个版面一个文件后再发。",
				en: "larger than 1 MB; split it into one file for each page of the paper.",
			});
		const page = read(name, bytes, nameFor(name));
		pages.push({ name, bytes, file: name, headlines: articlesOf(page).map(({ headline }) => headline) });
		// Questions come in between.
		await nextTurn();
	}
	return pages;
}

function read(name: string, bytes: Uint8Array, shown: string): Page {
	try {
		return readPage(name, bytes);
	} catch (error) {
		if (error instanceof PageRefusedError) throw new PageRefusedError(shown, error.reason, { cause: error.cause });
		throw error;
	}
}
