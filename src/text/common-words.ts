/** Give it a word, get how common it is in general text: by the frequencies that come with jieba's dictionary. */

import { dict } from "@node-rs/jieba/dict.js";

/** `word frequency tag` a line; those of four digits and more. */
const COMMON = /^(\S+) (\d{4,}) /gm;

let shares: Map<string, number> | undefined;

/** Share of all words of a text that are this one; 0 for all but the seven thousand commonest. */
export function commonness(word: string): number {
	shares ??= readShares();
	return shares.get(word) ?? 0;
}

function readShares(): Map<string, number> {
	const lines = Buffer.from(dict.buffer, dict.byteOffset, dict.byteLength).toString().matchAll(COMMON);
	const frequencies = [...lines].map(([, word, frequency]) => [word!, Number(frequency)] as const);
	const total = frequencies.reduce((sum, [, frequency]) => sum + frequency, 0);
	return new Map(frequencies.map(([word, frequency]) => [word, frequency / total]));
}
