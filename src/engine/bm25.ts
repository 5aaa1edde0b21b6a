/** The mathematics of BM25: counts in, numbers out. */

/**
 * How soon a repeated term stops adding: 0 counts a term once, larger values let repetition count longer.
 * 1.2 is the value of Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), 3.3.
 */
const SATURATION = 1.2;
/** How much a long text is held against its matches, from 0 (not at all) to 1 (in proportion). Same source. */
const LENGTH_SHARE = 0.75;

/**
 * Weight of a term that stands in `matching` of `total` passages; never negative.
 * ln(1 + (N - n + 0.5) / (n + 0.5)), the form of Lucene's BM25Similarity.
 */
export function inverseDocumentFrequency(total: number, matching: number): number {
	return Math.log(1 + (total - matching + 0.5) / (matching + 0.5));
}

/**
 * What one term adds to the score of one text, in units of its inverse document frequency: from 0 to k1 + 1.
 * `length` and `averageLength` count terms; Robertson & Zaragoza (2009), equation 3.15.
 */
export function saturation(frequency: number, length: number, averageLength: number): number {
	const norm = SATURATION * (1 - LENGTH_SHARE + (LENGTH_SHARE * length) / averageLength);
	return (frequency * (SATURATION + 1)) / (frequency + norm);
}
