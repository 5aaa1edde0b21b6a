/** Give it a folder, get how many bytes lie in it, by the first word of the files' names. */

import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** Bytes by what they hold. */
export type StoredBytes = Readonly<Record<string, number>>;

export async function storedBytes(folder: string): Promise<StoredBytes> {
	const bytes: Record<string, number> = {};
	for (const entry of await readdir(folder, { withFileTypes: true })) {
		if (!entry.isFile()) continue;
		const kind = /^\w+/.exec(entry.name)?.[0] ?? entry.name;
		bytes[kind] = (bytes[kind] ?? 0) + (await stat(join(folder, entry.name))).size;
	}
	return bytes;
}

export function totalOf(bytes: StoredBytes): number {
	return Object.values(bytes).reduce((sum, part) => sum + part, 0);
}
