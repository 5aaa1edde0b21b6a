/** Terms and whole numbers in, a page ready for an index out. */

import type { FieldTerms, IndexedArticle, IndexedPage } from "../../src/ports.ts";

export const DIMENSIONS = 8;

/** A unit vector for whole numbers; all zeros stay so. */
export function unit(numbers: readonly number[]): Float32Array {
	const length = Math.hypot(...numbers);
	return Float32Array.from(numbers, (x) => (length === 0 ? 0 : x / length));
}

/** A page of articles; each article is a list of passages, each passage its terms and a vector. */
export function indexedPage(file: string, hash: string, articles: readonly (readonly PassageContent[])[]): IndexedPage {
	return {
		file,
		hash,
		addedAt: "2026-11-21T00:00:00.000Z",
		articles: articles.map((passages, a) => indexedArticle(`${file}/${hash}/${a}`, file, passages)),
	};
}

export interface PassageContent {
	readonly terms: FieldTerms;
	readonly numbers: readonly number[];
}

function indexedArticle(id: string, file: string, passages: readonly PassageContent[]): IndexedArticle {
	const texts = passages.map(({ terms }) => `${terms.words.join("")}。`);
	const text = texts.join("");
	const headline = passages[0]?.terms.headline.join("") || null;
	let start = 0;
	return {
		article: {
			id,
			file,
			headline,
			text,
			pieces: [{ start: 0, end: text.length, line: 1, column: 0 }],
			paper: null,
			date: null,
			page: null,
			section: null,
			byline: null,
			lines: [1],
			captions: [],
		},
		passages: passages.map(({ terms, numbers }, n) => {
			const span = { start, end: start + texts[n]!.length };
			start = span.end;
			return {
				passage: { id: `${id}.${n}`, articleId: id, caption: null, span, text: texts[n]!, headline },
				terms,
				vector: unit(numbers),
			};
		}),
	};
}
