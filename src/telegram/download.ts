/** Give it the number of a file that was sent, get its bytes from Telegram, waiting and repeating as every call does. */

import type { House } from "./dependencies.ts";
import { RETRY_PAUSES, TelegramFailure } from "./telegram-calls.ts";

const TIMEOUT = 120_000;

/**
 * Null when Telegram does not have the file (any more) or it is larger than `mostBytes`.
 * @throws TelegramFailure when Telegram cannot be reached or the program is ending
 */
export async function download(
	fileId: string,
	mostBytes: number,
	{ calls, apiRoot, pause, logger }: Pick<House, "calls" | "apiRoot" | "pause" | "logger">,
): Promise<Buffer | null> {
	for (const milliseconds of [...RETRY_PAUSES, null]) {
		try {
			// Asked anew each time: what it says is good for an hour.
			const { file_path: path } = await calls.getFile(fileId);
			if (path === undefined) return null;
			return await fetchFile(
				new URL(`./file/bot${calls.token}/${path}`, apiRoot.replace(/\/*$/, "/")),
				mostBytes,
				calls.stopped,
			);
		} catch (error) {
			if (error instanceof TelegramFailure && error.kind === "refused") return null;
			if (error instanceof TelegramFailure) throw error;
			const reason = String(error).replaceAll(calls.token, "[token]");
			if (calls.stopped.aborted) throw new TelegramFailure("stopped", `file: ${reason}`);
			if (milliseconds === null) throw new TelegramFailure("unreachable", `file: ${reason}`);
			logger.warn({ reason }, "a file could not be fetched, trying again");
			await pause(milliseconds, calls.stopped);
		}
	}
	return null;
}

/** @throws what is worth another try */
async function fetchFile(url: URL, mostBytes: number, stopped: AbortSignal): Promise<Buffer | null> {
	const response = await fetch(url, { signal: AbortSignal.any([stopped, AbortSignal.timeout(TIMEOUT)]) });
	if (response.status === 429 || response.status >= 500) throw new Error(`HTTP ${response.status}`);
	if (!response.ok || response.body === null) return null;
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of response.body) {
		bytes += chunk.length;
		if (bytes > mostBytes) return null;
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}
