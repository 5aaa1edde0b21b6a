/** Give it a quote, get what inline mode offers: a headline with a snippet that inserts the quote with its source. */

import type { InlineQueryResultArticle } from "telegraf/types";
import type { Quote } from "../domain.ts";
import { plainLine } from "./html.ts";
import { referenceTo, reportLink } from "./report-reference.ts";
import type { Texts } from "./texts/zh.ts";

/** UTF-16 units shown under the headline. */
const DESCRIPTION = 100;

/** `html` is what is inserted. */
export function quoteResult(quote: Quote, html: string, username: string, texts: Texts): InlineQueryResultArticle {
	const reference = referenceTo(quote);
	const url = reportLink(username, reference);
	return {
		type: "article",
		id: reference,
		title: plainLine(quote.source.headline ?? texts.noHeadline, DESCRIPTION),
		description: plainLine(quote.text, DESCRIPTION),
		input_message_content: htmlContent(html),
		reply_markup: { inline_keyboard: [[{ text: texts.fullReport, url }]] },
	};
}

export function htmlContent(html: string): InlineQueryResultArticle["input_message_content"] {
	return { message_text: html, parse_mode: "HTML", link_preview_options: { is_disabled: true } };
}
