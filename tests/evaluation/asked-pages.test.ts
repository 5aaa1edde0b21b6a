/** The check of quotes against their page must notice what it is there to notice. */

import fc from "fast-check";
import { expect, it } from "vitest";
import { quoteOf } from "../../src/answer/quotes.ts";
import { articlesOf } from "../../src/newspaper/articles.ts";
import { readSeedFolder } from "../../src/newspaper/seed-folder.ts";
import { letters, SEEDS, standsOnPage } from "./asked-pages.ts";

const { pages } = await readSeedFolder(SEEDS);
const articles = pages.flatMap(articlesOf).filter(({ text }) => text.length > 20);

/** Any stretch of any report, over line ends and column breaks. */
const quoted = fc
	.tuple(fc.constantFrom(...articles), fc.nat(), fc.integer({ min: 1, max: 200 }))
	.map(([article, from, length]) => {
		const start = from % article.text.length;
		const span = { start, end: Math.min(article.text.length, start + length) };
		return { article, quote: quoteOf(article, null, span, []) };
	})
	.filter(({ quote }) => letters(quote.text) !== "");

it("finds every stretch of a report on its page", () => {
	fc.assert(fc.property(quoted, ({ article, quote }) => standsOnPage(quote, article)));
});

it("notices a letter changed, left out or added, and a wrong line", () => {
	fc.assert(
		fc.property(quoted, fc.nat(), ({ article, quote }, place) => {
			const text = letters(quote.text);
			const at = place % text.length;
			const [before, after] = [text.slice(0, at), text.slice(at + 1)];
			const texts = [`${before}※${after}`, before + after, `${before}${text[at]}※${after}`];
			for (const changed of texts) expect(standsOnPage({ ...quote, text: changed }, article)).toBe(false);
			const lines = [quote.source.lines[0], quote.source.lines[1] + 1] as const;
			expect(standsOnPage({ ...quote, source: { ...quote.source, lines } }, article)).toBe(false);
		}),
	);
});
