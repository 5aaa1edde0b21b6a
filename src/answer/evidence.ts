/** Give it a question and its hits, get every sentence of them with the evidence that it answers. */

import type { Article, Span } from "../domain.ts";
import { softCoverage, type WordMatch } from "../search/features.ts";
import type { Hit, SearchResult } from "../search/search.ts";
import { newAnsweringSpans } from "../text/answering-words.ts";
import { foldWithOrigins, unfoldSpan } from "../text/fold.ts";

/** A sentence of an article (or of a caption of it) with what speaks for it. Spans lie in the text or the caption. */
export interface SentenceEvidence {
	readonly hit: Hit;
	readonly article: Article;
	readonly span: Span;
	/** Weighted share of the question's words that the sentence itself matches, 0 … 1. */
	readonly own: number;
	/** The same for the whole passage with its headline. */
	readonly inContext: number;
	/** Words of the asked kind that the question does not already hold, in order. */
	readonly answering: readonly Span[];
	readonly matches: readonly WordMatch[];
	readonly score: number;
}

/** What each part of the evidence is worth; passages' scores are in standard deviations of a feature. */
const WORTH = { own: 2.5, inContext: 6, answering: 0.9, hit: 0.15, meaning: 2.5 };

/** The text that a hit's passage is a slice of. */
export function textOfHit(hit: Hit, article: Article): string {
	const { caption } = hit.passage;
	return caption === null ? article.text : article.captions[caption]!.text;
}

/** Sentences of all hits, best first. */
export function sentenceEvidence(
	{ question, hits }: SearchResult,
	articles: ReadonlyMap<string, Article>,
): SentenceEvidence[] {
	const best = hits[0]?.score ?? 0;
	const evidence: SentenceEvidence[] = [];
	for (const hit of hits) {
		const article = articles.get(hit.passage.articleId)!;
		for (const { span: inPassage, matches } of hit.sentences) {
			const offset = hit.passage.span.start;
			const span = { start: offset + inPassage.start, end: offset + inPassage.end };
			const folded = foldWithOrigins(hit.passage.text.slice(inPassage.start, inPassage.end));
			const possible = newAnsweringSpans(folded.text, question.asked, question.folded);
			const answering = nearestToMatches(folded.text, possible, matches)
				.map((found) => unfoldSpan(folded, found))
				.map((found) => ({ start: span.start + found.start, end: span.start + found.end }));
			const own = softCoverage(matches);
			const inContext = hit.features.softCoverage;
			evidence.push({
				hit,
				article,
				span,
				own,
				inContext,
				answering,
				matches,
				score:
					WORTH.own * own +
					WORTH.inContext * inContext +
					WORTH.answering * Math.min(1, answering.length) +
					WORTH.hit * (hit.score - best) +
					WORTH.meaning * hit.features.meaning,
			});
		}
	}
	return evidence.sort((a, b) => b.score - a.score);
}

/** Between spans of one enumeration: 祁路雨、郭玲玲和张京. */
const ENUMERATING = /^[、和与及]$/u;

/**
 * Of all numbers or names in a sentence the one that stands nearest to what the question spoke of, with the others of
 * its enumeration. Distance in characters to every matched word, weighted.
 */
function nearestToMatches(folded: string, spans: readonly Span[], matches: readonly WordMatch[]): Span[] {
	if (spans.length < 2) return [...spans];
	const places = matches.flatMap(({ matched, weight, similarity }) => {
		const at = matched === null ? -1 : folded.indexOf(matched);
		return at < 0 ? [] : [{ start: at, end: at + matched!.length, weight: weight * similarity }];
	});
	const distances = spans.map(({ start, end }) =>
		places.reduce((sum, place) => {
			const gap = place.end <= start ? start - place.end : Math.max(0, place.start - end);
			return sum + place.weight * Math.log1p(gap);
		}, 0),
	);
	const best = distances.indexOf(Math.min(...distances));
	let first = best;
	let last = best;
	const joined = (a: number, b: number) => ENUMERATING.test(folded.slice(spans[a]!.end, spans[b]!.start));
	while (first > 0 && joined(first - 1, first)) first--;
	while (last < spans.length - 1 && joined(last, last + 1)) last++;
	return spans.slice(first, last + 1);
}
