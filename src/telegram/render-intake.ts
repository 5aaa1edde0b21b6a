/** Give it what came of a file that was sent in, get it told: pages, headlines found on them, what was there before. */

import type { PagesSent, PageTakenIn } from "../ports.ts";
import { escapeName, MESSAGE_LIMIT } from "./html.ts";
import { headlineHtml } from "./render-answer.ts";
import type { Texts } from "./texts/zh.ts";

/** UTF-16 units left for the line that says what was left out. */
const ROOM = 100;

export function sentHtml({ added, known, withoutText }: PagesSent, texts: Texts): string {
	const { admin } = texts;
	const blocks = [
		...added.map((page) => pageHtml(page, texts)),
		...known.map(({ file, knownAs }) =>
			file === knownAs ? admin.known(escapeName(file)) : admin.knownAs(escapeName(file), escapeName(knownAs)),
		),
		...(withoutText.length > 0 ? [admin.withoutText(withoutText.join(", "))] : []),
	];
	let html = "";
	for (const [told, block] of blocks.entries()) {
		if (html.length + block.length + ROOM > MESSAGE_LIMIT) return `${html}${admin.more(blocks.length - told)}`;
		html += `${block}\n\n`;
	}
	return html.trim();
}

export function pageHtml({ file, headlines }: PageTakenIn, texts: Texts): string {
	let html = texts.admin.added(escapeName(file), headlines.length);
	for (const [n, headline] of headlines.entries()) {
		const line = `\n${n + 1}. ${headlineHtml(headline, texts)}`;
		if (html.length + line.length + 2 * ROOM > MESSAGE_LIMIT) return `${html}\n…`;
		html += line;
	}
	return html;
}
