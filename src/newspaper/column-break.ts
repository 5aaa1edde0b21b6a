/** Give it the end of one line and the beginning of another, get how likely they were one sentence before a column cut it. */

import { Jieba } from "@node-rs/jieba";
import { dict } from "@node-rs/jieba/dict.js";
import { openMarks, startsItem } from "./line-shapes.ts";

/** UTF-16 code units looked at on each side of the break: longer than any word. */
const REACH = 8;

/** Scores are natural logarithms of odds: how much more often a cut looks so than two lines that merely follow. */
const WORD_OF_TWO = 1.3;
const LONGER_WORD = 2.6;
const NO_WORD = -0.5;

let loaded: Jieba | undefined;
/** Loading the dictionary takes a third of a second: only when a page is read. */
function words(): Jieba {
	loaded ??= Jieba.withDict(dict);
	return loaded;
}

/** Above 0: rather one sentence; below 0: rather two. `before` must not be complete. */
export function continuation(before: string, after: string): number {
	const tail = before.slice(-REACH);
	const head = after.slice(0, REACH);
	const last = tail.at(-1) ?? "";
	const first = head[0] ?? "";
	let score = 0;
	score += wordAcross(tail, head);
	if (/[,，、;；:：]/u.test(last)) score += 1.5;
	if (/[“《（(‘「『]$/u.test(last)) score += 4;
	if (/^[,，、;；。！？”》）)’」』%％]/u.test(first)) score += 5;
	else if (/^.[,，、;；。！？”》）)]/u.test(head)) score += 1.5;
	if (startsItem(after)) score -= 6;
	if (/\d\.?$/.test(tail) && /^[\d.%年月日时点分名个人户元万亿多余件项次家台所米公千平]/u.test(first)) score += 3;
	if (/[的和与及在对把被将从以为于是由向让使并或等之其各这该某]/u.test(last)) score += 1.5;
	if (/^[的了着过等们地得和与及]/u.test(first)) score += 2;
	const { open } = openMarks(before.slice(-400));
	const { unopened } = openMarks(after.slice(0, 400));
	if (open !== "") score += unopened !== "" ? 3.5 : 1.5;
	else if (unopened !== "") score -= 1;
	return score;
}

/** Does a word of the dictionary reach over the break? */
function wordAcross(tail: string, head: string): number {
	if (!/\p{Script=Han}$/u.test(tail) || !/^\p{Script=Han}/u.test(head)) {
		return /[A-Za-z]$/.test(tail) && /^[a-z]/.test(head) ? LONGER_WORD : 0;
	}
	let at = 0;
	for (const word of words().cut(tail + head, false)) {
		const end = at + word.length;
		if (at < tail.length && end > tail.length) return word.length > 2 ? LONGER_WORD : WORD_OF_TWO;
		at = end;
	}
	return NO_WORD;
}
