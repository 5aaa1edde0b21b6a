/** Give it a folder, get how many bytes lie in it. */

import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

export async function folderBytes(folder: string): Promise<number> {
	const entries = await readdir(folder, { recursive: true });
	const sizes = await Promise.all(
		entries.map(async (name) => {
			const entry = await stat(join(folder, name));
			return entry.isFile() ? entry.size : 0;
		}),
	);
	return sizes.reduce((sum, size) => sum + size, 0);
}
