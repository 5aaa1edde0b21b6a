/** Give it text, get the spans of its sentences: letters untouched, outer white space left out. */

import type { Span } from "../domain.ts";

/** A sentence ends with one of these, closing quotes and brackets included. */
const TERMINALS = "。！？!?…";
const CLOSERS = "”’》）】」』)]〉〕";
/** Opening → closing quotation marks. Inside them a sentence goes on until the quotation is over. */
const QUOTES: ReadonlyMap<string, string> = new Map([
	["“", "”"],
	["「", "」"],
	["『", "』"],
]);
/** UTF-16 code units. A longer quotation is divided at the ends of the sentences inside it. */
const LONGEST_QUOTATION = 160;
/** How far behind a closing quotation mark the speaker is looked for, in UTF-16 code units. */
const SPEAKER_REACH = 40;
/** “…。”张三说。 / “…。”村支书李四告诉记者, : the words behind the quotation belong to its sentence. */
const SPEAKER =
	/^[^。！？!?…“”\n]{0,36}?(?:说|说道|道|表示|介绍|告诉记者|告诉笔者|坦言|称|感慨|感叹|讲|讲述|回忆|笑言|直言|认为|强调|指出|补充)(?:[。,，:：;；!！?？]|$)/u;
/** 1.9万棵树……等 : an ellipsis before these goes on. */
const AFTER_ELLIPSIS = /^(?:[，,、；;：:]|等|的|地|得)/u;

/**
 * The sentences of `text`, ascending, without overlaps; everything between them is white space. Line breaks end a
 * sentence; so do 。！？!?… with the closing quotes behind them, and "." before white space and an upper-case Latin
 * letter. Inside quotation marks nothing ends unless the quotation is longer than 160 characters. Time is linear.
 */
export function sentencesOf(text: string): Span[] {
	const closings = closingMarks(text);
	const spans: Span[] = [];
	let start = 0;
	let quoteEnd = -1;
	for (let i = nextMark(text, 0); i < text.length; i = nextMark(text, i + 1)) {
		const char = text[i]!;
		if (char === "\n" || char === "\r" || char === "\u2028" || char === "\u2029") {
			addTrimmed(text, start, i, spans);
			start = i + 1;
			continue;
		}
		const closing = closings.get(i);
		if (closing !== undefined && i > quoteEnd && closing - i <= LONGEST_QUOTATION) {
			quoteEnd = closing;
		}
		if (!endsSentence(text, i)) continue;
		let end = i + 1;
		while (end < text.length && TERMINALS.includes(text[end]!)) end++;
		while (end < text.length && (CLOSERS.includes(text[end]!) || closesStraightQuote(text, start, end))) end++;
		if (end <= quoteEnd) continue;
		if (char === "…" && TERMINALS.includes(text[end - 1]!) && AFTER_ELLIPSIS.test(text.slice(end, end + 1))) {
			i = end - 1;
			continue;
		}
		if (CLOSERS.includes(text[end - 1]!) && SPEAKER.test(text.slice(end, end + SPEAKER_REACH))) {
			i = end - 1;
			continue;
		}
		addTrimmed(text, start, end, spans);
		start = end;
		i = end - 1;
	}
	addTrimmed(text, start, text.length, spans);
	return spans;
}

/** Where a sentence may end or a quotation begins. */
const MARK = /[。！？!?….“「『\n\r\u2028\u2029]/g;

function nextMark(text: string, from: number): number {
	MARK.lastIndex = from;
	return MARK.exec(text)?.index ?? text.length;
}

/** Offset of each opening quotation mark → offset of the mark that closes it in the same line. */
function closingMarks(text: string): Map<number, number> {
	const closings = new Map<number, number>();
	let open: { at: number; closing: string }[] = [];
	for (const { 0: char, index: i } of text.matchAll(/[“”「」『』\n]/g)) {
		if (char === "\n") {
			open = [];
			continue;
		}
		const closing = QUOTES.get(char);
		if (closing !== undefined) {
			open.push({ at: i, closing });
		} else if (open.length > 0 && open.at(-1)!.closing === char) {
			closings.set(open.pop()!.at, i);
		}
	}
	return closings;
}

function endsSentence(text: string, at: number): boolean {
	const char = text[at]!;
	if (TERMINALS.includes(char)) return true;
	if (char !== ".") return false;
	const before = text[at - 1] ?? "";
	const isInitial = /[A-Z]/.test(before) && !/[A-Za-z]/.test(text[at - 2] ?? "");
	return !isInitial && /^\s+["“‘(]?[A-Z]/u.test(text.slice(at + 1, at + 8));
}

/** A straight quotation mark right behind the end of a sentence closes it when an odd number stood before. */
function closesStraightQuote(text: string, start: number, at: number): boolean {
	if (text[at] !== '"' || at - start > 4 * LONGEST_QUOTATION) return false;
	let count = 0;
	for (let i = start; i < at; i++) if (text[i] === '"') count++;
	return count % 2 === 1;
}

function addTrimmed(text: string, start: number, end: number, spans: Span[]): void {
	while (start < end && /\s/u.test(text[start]!)) start++;
	while (end > start && /\s/u.test(text[end - 1]!)) end--;
	if (start < end) spans.push({ start, end });
}
