/** Give it an answer, get it as lines for a terminal. */

import { styleText } from "node:util";
import type { Answer, NearReport, Quote, Source } from "../domain.ts";

type Style = (format: "bold" | "dim" | "cyan", text: string) => string;

/** `colours` false gives plain text, for pipes and files. */
export function answerText(answer: Answer, colours: boolean): string {
	const style: Style = (format, text) => (colours ? styleText(format, text, { validateStream: false }) : text);
	const { askedAs, lookedUpAs, quotes, nearest, hint } = answer;
	const opening = [
		...(askedAs === undefined ? [] : [style("dim", `接着:${askedAs}`)]),
		...(lookedUpAs === undefined ? [] : [`按「${lookedUpAs}」查到:`]),
	];
	if (answer.answered) return [...opening, ...quotes.map((quote, i) => quoteText(quote, i + 1, style))].join("\n\n");
	if (answer.allShown) return [...opening, "没有更多出处了。"].join("\n");
	return [
		...opening,
		"报道里没有说。",
		...(hint === undefined ? [] : [hint]),
		...(nearest.length > 0 ? ["最接近的报道:", ...nearest.map((report) => `  · ${reportName(report)}`)] : []),
	].join("\n");
}

function quoteText(quote: Quote, number: number, style: Style): string {
	const text = quote.caption !== null ? `(图片说明)${highlighted(quote, style)}` : highlighted(quote, style);
	return `${style("cyan", `${number}.`)} ${text.replaceAll("\n", "\n   ")}\n   ${style("dim", `—— ${sourceText(quote.source)}`)}`;
}

function highlighted(quote: Quote, style: Style): string {
	let result = "";
	let at = 0;
	for (const { start, end } of quote.highlights) {
		result += quote.text.slice(at, start) + style("bold", quote.text.slice(start, end));
		at = end;
	}
	return result + quote.text.slice(at);
}

/** What is not known is left out, never guessed. */
export function sourceText(source: Source): string {
	const [first, last] = source.lines;
	return [
		reportName(source),
		source.section,
		source.byline,
		source.paper,
		source.date,
		source.page === null ? null : `第${source.page}版`,
		`${source.file} 第${first === last ? first : `${first}–${last}`}行`,
	]
		.filter((part) => part !== null)
		.join(" · ");
}

function reportName({ headline, file }: NearReport | Source): string {
	return headline ?? `(无标题)${file}`;
}
