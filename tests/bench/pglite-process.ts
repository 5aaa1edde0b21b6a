/**
 * Give it a folder, get the address of a PGlite with its data there, in a process of its own: its work and its memory
 * are a server's, not the program's.
 */

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { startPgliteServer } from "../support/pglite-server.ts";

export interface PgliteProcess {
	readonly url: string;
	/** The most memory that the process ever held; NaN where the system does not say. */
	peakBytes(): number;
	/** With everything on disk. */
	stop(): Promise<void>;
}

export async function startPgliteProcess(folder: string): Promise<PgliteProcess> {
	const process = fork(import.meta.filename, [folder], { stdio: ["ignore", 2, 2, "ipc"] });
	const [url] = await Promise.race([
		once(process, "message"),
		once(process, "exit").then(() => Promise.reject(new Error("PGlite did not start"))),
	]);
	return {
		url,
		peakBytes: () => highWaterMark(process),
		async stop() {
			process.send("stop");
			await once(process, "exit");
		},
	};
}

function highWaterMark({ pid }: ChildProcess): number {
	try {
		return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024;
	} catch {
		return Number.NaN;
	}
}

async function serve(folder: string): Promise<void> {
	const server = await startPgliteServer(folder);
	// As the README advises for a hundred thousand passages; it holds for the one session that there is.
	await server.inside.exec("SET maintenance_work_mem = '512MB'");
	process.once("message", async () => {
		await server.stop();
		process.disconnect();
	});
	process.send!(server.url);
}

if (process.argv[1] === import.meta.filename) await serve(process.argv[2]!);
