/**
 * Give it the folder of training text, get words.tsv: every word that jieba cuts, with how often it occurs.
 *
 * Usage: tsx words.ts DATA WORK
 */

import { createReadStream, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { Jieba } from "@node-rs/jieba";
import { dict } from "@node-rs/jieba/dict.js";

const [data, work] = process.argv.slice(2);
if (data === undefined || work === undefined) {
	process.stderr.write("Usage: tsx words.ts DATA WORK\n");
	process.exit(2);
}

const jieba = Jieba.withDict(dict);
const counts = new Map<string, number>();
for (const name of readdirSync(data).sort()) {
	if (!/^text-.*\.txt\.gz$/.test(name)) continue;
	for await (const line of createInterface({ input: createReadStream(join(data, name)).pipe(createGunzip()) })) {
		for (const run of line
			.normalize("NFKC")
			.toLowerCase()
			.match(/[\p{L}\p{N}\p{M}%]+/gu) ?? []) {
			for (const word of jieba.cut(run, true)) counts.set(word, (counts.get(word) ?? 0) + 1);
		}
	}
	process.stderr.write(`${name}: ${counts.size} different words so far\n`);
}
mkdirSync(work, { recursive: true });
const sorted = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
writeFileSync(join(work, "words.tsv"), sorted.map(([word, count]) => `${word}\t${count}\n`).join(""));
