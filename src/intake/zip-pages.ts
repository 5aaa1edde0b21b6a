/** Give it the bytes of a zip, get the files in it; nothing is unpacked before sizes and names of all are known. */

import { buffer } from "node:stream/consumers";
import { crc32 } from "node:zlib";
import { type Entry, fromBufferPromise, type ZipFile } from "yauzl";
import { PageRefusedError, type Said } from "../errors.ts";
import type { SentFile } from "./sent-file.ts";

/** Files in one zip. */
const MOST_ENTRIES = 500;
/** Bytes that all of them unpack to; a page has 20 kB. */
const MOST_UNPACKED = 20 * 1024 * 1024;
/** What other systems put beside the files. */
const BESIDE = /^__MACOSX\/|(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini)$/;
/** Kinds of compression that any zip has: none, deflate. */
const KNOWN_METHODS = [0, 8];
const UTF8_NAME = 0x800;

/**
 * Names are base names.
 * @throws PageRefusedError naming zip and entry: no zip, damaged, encrypted, too much, a path that leads elsewhere
 */
export async function zipPages(zipName: string, bytes: Buffer, mostBytes: number): Promise<SentFile[]> {
	const refuse = (reason: Said, cause?: unknown) => new PageRefusedError(zipName, reason, { cause });
	try {
		const zip = await fromBufferPromise(bytes, { decodeStrings: false });
		const entries = await checkedEntries(zip, refuse, mostBytes);
		const files: SentFile[] = [];
		for (const { name, entry } of entries) files.push({ name, bytes: await unpacked(zip, entry) });
		return files;
	} catch (error) {
		if (error instanceof PageRefusedError) throw error;
		throw refuse(
			{ zh: "压缩包打不开或已损坏,请重新打包成 zip 再发。", en: "damaged or not a zip file; please pack it again." },
			error,
		);
	}
}

async function checkedEntries(
	zip: ZipFile,
	refuse: (reason: Said) => PageRefusedError,
	mostBytes: number,
): Promise<{ name: string; entry: Entry }[]> {
	if (zip.entryCount > MOST_ENTRIES)
		throw refuse({
			zh: `里面有 ${zip.entryCount} 个文件,最多 ${MOST_ENTRIES} 个,请分几次发。`,
			en: `has ${zip.entryCount} files, but at most ${MOST_ENTRIES} are allowed; send it in parts.`,
		});
	const entries = new Map<string, { name: string; entry: Entry }>();
	let total = 0;
	for await (const entry of zip.eachEntry()) {
		const path = entryPath(entry);
		if (path === null)
			throw refuse({
				zh: "里面有文件名的编码无法识别,请改用 UTF-8 文件名重新打包。",
				en: "has a file name in an unknown encoding; pack it again with names in UTF-8.",
			});
		if (leadsElsewhere(path))
			throw refuse({
				zh: `里面的“${path}”指向别处,请去掉文件名里的路径。`,
				en: `“${path}” inside it leads elsewhere; use plain file names.`,
			});
		if (path.endsWith("/") || BESIDE.test(path)) continue;
		if (entry.isEncrypted())
			throw refuse({
				zh: `里面的“${path}”加了密码,请去掉密码重新打包。`,
				en: `“${path}” inside it is password-protected; remove the password and pack it again.`,
			});
		if (!KNOWN_METHODS.includes(entry.compressionMethod))
			throw refuse({
				zh: `里面的“${path}”用了少见的压缩方法,请重新打包成普通的 zip。`,
				en: `“${path}” inside it is packed in an unusual way; pack it again as a plain zip.`,
			});
		const name = path.slice(path.lastIndexOf("/") + 1);
		if (/\.(zip|rar|7z|gz|tar|tgz|xz|bz2)$/i.test(name))
			throw refuse({
				zh: `里面的“${path}”又是压缩包,请先解开。`,
				en: `“${path}” inside it is an archive itself; unpack it first.`,
			});
		// Some systems do not tell capitals from small letters.
		const key = name.normalize().toLowerCase();
		if (entries.has(key))
			throw refuse({
				zh: `里面有两个“${name}”,请改名或去掉一个。`,
				en: `has two files named “${name}”; rename or leave out one.`,
			});
		if (entry.uncompressedSize > mostBytes)
			throw refuse({
				zh: `里面的“${path}”解开后太大(最多 ${megabytes(mostBytes)} MB),请拆成一个版面一个文件。`,
				en: `“${path}” inside it is too large unpacked (${megabytes(mostBytes)} MB at most); split it into one file for each page.`,
			});
		total += entry.uncompressedSize;
		if (total > MOST_UNPACKED)
			throw refuse({
				zh: `解开后超过 ${megabytes(MOST_UNPACKED)} MB,请分几次发。`,
				en: `larger than ${megabytes(MOST_UNPACKED)} MB unpacked; send it in parts.`,
			});
		entries.set(key, { name, entry });
	}
	if (entries.size === 0)
		throw refuse({
			zh: "里面没有文件,请把版面的 .txt 放进去再发。",
			en: "has no files; put the pages' .txt files into it.",
		});
	return [...entries.values()];
}

/** Names without the mark for UTF-8 come from systems that write them in their own encoding: here that of China. */
function entryPath({ fileName, generalPurposeBitFlag }: Entry): string | null {
	const bytes = fileName as unknown as Buffer;
	for (const encoding of (generalPurposeBitFlag & UTF8_NAME) !== 0 ? ["utf-8"] : ["utf-8", "gb18030"]) {
		try {
			return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes).normalize();
		} catch {}
	}
	return null;
}

function leadsElsewhere(path: string): boolean {
	return /^[/~]|\\|\0|^[a-z]:/i.test(path) || path.split("/").includes("..");
}

/** The library breaks off as soon as more comes out than the entry says. */
async function unpacked(zip: ZipFile, entry: Entry): Promise<Buffer> {
	const stream = await zip.openReadStreamPromise(entry);
	const bytes = await buffer(stream);
	if (crc32(bytes) !== entry.crc32) throw new Error(`wrong checksum of ${entry.fileName}`);
	return bytes;
}

function megabytes(bytes: number): number {
	return bytes / 1024 / 1024;
}
