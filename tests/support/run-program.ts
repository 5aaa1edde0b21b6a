/** Runs a command of the program in a process of its own, with folders of its own. */

import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..", "..");

export interface Ran {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

export function temporaryFolder(): string {
	return mkdtempSync(join(tmpdir(), "baowen-"));
}

/** `entry` is a file of src/. Nothing of the caller's settings is inherited: what is not set is empty. */
export function runProgram(
	entry: "main.ts" | "cli.ts",
	args: readonly string[],
	{ input = "", settings = {} }: { input?: string; settings?: Readonly<Record<string, string>> } = {},
): Promise<Ran> {
	const defaults = { BOT_TOKEN: "", SEEDS_DIR: "", EMBEDDING_MODEL: "", EMBEDDING_HUB: "", TELEGRAM_API_ROOT: "" };
	const child = spawn(process.execPath, ["--import", "tsx", join("src", entry), ...args], {
		cwd: ROOT,
		env: { ...process.env, ...defaults, ...settings },
	});
	let stdout = "";
	let stderr = "";
	child.stdout.setEncoding("utf8").on("data", (text: string) => {
		stdout += text;
	});
	child.stderr.setEncoding("utf8").on("data", (text: string) => {
		stderr += text;
	});
	child.stdin.on("error", () => {}); // A program that refuses its arguments does not read.
	child.stdin.end(input);
	return new Promise((resolve, reject) => {
		child.on("error", reject);
		child.on("close", (code) => resolve({ code, stdout, stderr }));
	});
}
