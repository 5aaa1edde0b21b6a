/** Give it the bytes of a seed file, get the page as printed, line by line; what is no text is refused by name. */

import { createHash } from "node:crypto";
import { basename } from "node:path";
import type { Edition, Page } from "../domain.ts";
import { PageRefusedError, type Said } from "../errors.ts";

/** Bytes. A newspaper page has 20 kB; a file of this size is no page but would still be read in seconds. */
export const LARGEST_PAGE = 20 * 1024 * 1024;
/** Share of control characters from which a file that can be decoded is no text all the same. */
const MOST_CONTROLS = 0.01;
/** Share of broken characters up to which a file is damaged UTF-8 rather than another encoding. */
const MOST_DAMAGE = 0.01;
/**
 * The most frequent characters of Chinese news: a fifth of what a page is made of, at least a tenth of 99 in 100 texts
 * of 300 letters. Big5, Shift-JIS, EUC-JP and EUC-KR read as GB18030 have less than 5 in 100.
 */
const FREQUENT = new Set(
	"的国中发人在新和大全会一日年展作业地进动为行民方要同平出家建主化了工部成加实以生力合月等重强高共近天",
);
const LEAST_FREQUENT = 0.06;
/** Letters below which shares say nothing. */
const LEAST_LETTERS = 200;

const UNKNOWN_EDITION: Edition = { paper: null, date: null, page: null };

/**
 * Decodes UTF-8, UTF-16 with a byte-order mark, or GB18030; line ends may be those of Unix, Windows or old Macs.
 * @throws PageRefusedError for a file that is empty, blank, binary, damaged or larger than `LARGEST_PAGE`
 */
export function readPage(file: string, bytes: Uint8Array, edition: Edition = UNKNOWN_EDITION): Page {
	const name = basename(file);
	if (bytes.length > LARGEST_PAGE) {
		const limit = LARGEST_PAGE / 1024 / 1024;
		throw new PageRefusedError(name, {
			zh: `文件超过 ${limit} MB,请拆成一个版面一个文件后再放入。`,
			en: `larger than ${limit} MB; split it into one file for each page of the paper.`,
		});
	}
	const text = decode(name, bytes);
	if (/^[\s\p{Cc}\p{Cf}]*$/u.test(text)) {
		throw new PageRefusedError(name, {
			zh: "文件是空的,请放入版面的文字或删除此文件。",
			en: "empty; put the page's text into it or delete the file.",
		});
	}
	const lines = text.split(/\r\n|\r|\n/);
	if (lines.at(-1) === "") lines.pop();
	return {
		file: name,
		lines,
		hash: createHash("sha256").update(bytes).digest("hex"),
		paper: edition.paper,
		date: edition.date,
		page: edition.page,
	};
}

function decode(file: string, bytes: Uint8Array): string {
	const utf16 =
		bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : null;
	if (utf16 === null && bytes.includes(0)) throw new PageRefusedError(file, NOT_TEXT);
	let cause: unknown;
	for (const encoding of utf16 === null ? ["utf-8", "gb18030"] : [utf16]) {
		try {
			const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
			const controls = text.match(/[\x00-\x08\x0e-\x1f]/g)?.length ?? 0;
			if (controls > text.length * MOST_CONTROLS) throw new PageRefusedError(file, NOT_TEXT);
			if (encoding !== "gb18030" || isChinese(text)) return text;
		} catch (error) {
			if (error instanceof PageRefusedError) throw error;
			cause ??= error;
			if (encoding === "utf-8" && isDamagedUtf8(bytes)) break;
		}
	}
	const reason = {
		zh: "文字编码无法识别或已损坏,请另存为 UTF-8 后再放入。",
		en: "damaged or in an unknown encoding; save it as UTF-8.",
	};
	throw new PageRefusedError(file, reason, { cause });
}

const NOT_TEXT: Said = {
	zh: "这不是文本文件,请只放入版面的纯文本(UTF-8 或 GB18030)。",
	en: "not a text file; only the plain text of pages is taken (UTF-8 or GB18030).",
};

/** Bytes of other encodings of East Asia can often be read as GB18030 too, but become a jumble of rare characters. */
function isChinese(text: string): boolean {
	const letters = text.match(/[^\P{L}\x00-\x7f]/gu) ?? [];
	const frequent = letters.filter((letter) => FREQUENT.has(letter)).length;
	return letters.length < LEAST_LETTERS || frequent >= letters.length * LEAST_FREQUENT;
}

/** Text in another encoding read as UTF-8 is broken everywhere; a damaged or cut-off file only in a few places. */
function isDamagedUtf8(bytes: Uint8Array): boolean {
	const text = new TextDecoder("utf-8").decode(bytes);
	const broken = text.match(/\ufffd/g)?.length ?? 0;
	const beyondAscii = text.match(/[^\x00-\x7f\ufffd]/g)?.length ?? 0;
	return broken <= beyondAscii * MOST_DAMAGE + 2 && beyondAscii > broken * 4;
}
