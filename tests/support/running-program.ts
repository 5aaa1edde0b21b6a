/** The real program in a process of its own, as `npm start` runs it; tests read what it says and await its end. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..", "..");

export class RunningProgram {
	readonly process: ChildProcess;
	readonly ended: Promise<number | null>;
	output = "";
	#watchers: (() => void)[] = [];

	/** `preload`: a module's source that runs before the program. */
	constructor(settings: Readonly<Record<string, string>>, args: readonly string[] = [], preload?: string) {
		const loaded = preload === undefined ? [] : ["--import", `data:text/javascript,${encodeURIComponent(preload)}`];
		const argv = ["--import", "tsx", ...loaded, "src/main.ts", ...args];
		const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...settings };
		this.process = spawn(process.execPath, argv, { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
		for (const stream of [this.process.stdout, this.process.stderr])
			stream?.on("data", (chunk) => {
				this.output += String(chunk);
				for (const watcher of this.#watchers.splice(0)) watcher();
			});
		this.ended = once(this.process, "close").then(([code]) => {
			for (const watcher of this.#watchers.splice(0)) watcher();
			return code;
		});
	}

	/** Waits until it has said that. @throws Error when it ends without having said it */
	async says(words: string): Promise<void> {
		while (!this.output.includes(words)) {
			if (this.process.exitCode !== null) throw new Error(`it ended without “${words}”:\n${this.output}`);
			await new Promise<void>((resolve) => this.#watchers.push(resolve));
		}
	}

	kill(signal: NodeJS.Signals): void {
		this.process.kill(signal);
	}
}
