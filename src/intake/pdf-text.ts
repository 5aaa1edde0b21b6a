/** Give it the bytes of a PDF, get the text of each of its pages; read in a process of its own, which may fail alone. */

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PageRefusedError } from "../errors.ts";
import type { PdfRequest, PdfResult } from "./pdf-process.ts";

/** Pages of one file. */
const MOST_PAGES = 100;
/** Milliseconds. A newspaper page takes less than a hundred. */
const PATIENCE = 60_000;
/** Megabytes. */
const MEMORY = 512;

const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/**
 * In the order of the pages, lines separated by "\n"; empty where a page has no text.
 * @throws PageRefusedError for what is no PDF, damaged, encrypted, too long or takes too much time or memory
 */
export async function pdfText(name: string, bytes: Uint8Array): Promise<readonly string[]> {
	const child = fork(join(import.meta.dirname, "pdf-process.ts"), {
		execArgv: ["--import", tsx, `--max-old-space-size=${MEMORY}`],
		serialization: "advanced",
		// It needs to know no secrets.
		env: {},
		stdio: ["ignore", "ignore", "ignore", "ipc"],
	});
	let result: PdfResult;
	try {
		result = await resultOf(child, { bytes, mostPages: MOST_PAGES });
	} catch (cause) {
		const reason = { zh: "这个 PDF 太复杂,读不完,请改发文本。", en: "too complex to be read; send the text instead." };
		throw new PageRefusedError(name, reason, { cause });
	} finally {
		child.kill("SIGKILL");
	}
	if (result.kind === "text") return result.pages;
	if (result.kind === "encrypted") {
		const reason = {
			zh: "这个 PDF 加了密码,请去掉密码后再发。",
			en: "is password-protected; remove the password and send it again.",
		};
		throw new PageRefusedError(name, reason);
	}
	if (result.kind === "tooLong")
		throw new PageRefusedError(name, {
			zh: `这个 PDF 有 ${result.pages} 页,最多 ${MOST_PAGES} 页,请拆开后再发。`,
			en: `has ${result.pages} pages, but at most ${MOST_PAGES} are allowed; send it in parts.`,
		});
	const reason = { zh: "这不是 PDF 或已损坏,请重新导出后再发。", en: "damaged or not a PDF; please export it again." };
	throw new PageRefusedError(name, reason, { cause: result.reason });
}

/** @throws when the process ends without a word, or too late */
async function resultOf(child: ChildProcess, request: PdfRequest): Promise<PdfResult> {
	const settled = new AbortController();
	const signal = AbortSignal.any([settled.signal, AbortSignal.timeout(PATIENCE)]);
	const ended = once(child, "exit", { signal }).then(([code, by]) => {
		throw new Error(`the process ended with ${code ?? by}`);
	});
	child.send(request, () => {});
	try {
		return ((await Promise.race([once(child, "message", { signal }), ended])) as [PdfResult])[0];
	} finally {
		settled.abort();
	}
}
