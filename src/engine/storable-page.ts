/** A page as it was made in, the page as every engine stores it out. */

import type { IndexedPage, IndexedPassage } from "../ports.ts";

/** How far a vector's length may be from 1: more than rounding to 32 bits does, less than a forgotten division. */
const TOLERANCE = 1e-3;

/**
 * The page with every article id once (the first stays).
 * @throws Error when a vector is of another size or is not of length 1 (or all zeros): engines check nothing, and one
 * number that is none would spoil the graph for all.
 */
export function storablePage(page: IndexedPage, dimensions: number): IndexedPage {
	const known = new Set<string>();
	const articles = page.articles.filter(({ article }) => !known.has(article.id) && known.add(article.id));
	for (const { passages } of articles) for (const passage of passages) checkVector(passage, dimensions);
	return { ...page, articles };
}

function checkVector({ passage, vector }: IndexedPassage, dimensions: number): void {
	if (vector.length !== dimensions) {
		throw new Error(`The vector of passage ${passage.id} has ${vector.length} dimensions instead of ${dimensions}`);
	}
	let squares = 0;
	for (const x of vector) squares += x * x;
	if (squares !== 0 && !(Math.abs(Math.sqrt(squares) - 1) < TOLERANCE)) {
		throw new Error(`The vector of passage ${passage.id} has length ${Math.sqrt(squares)} instead of 1`);
	}
}
