/** Give it a question and its hits, get every sentence of them with the evidence that it answers. */

import type { Article, Span } from "../domain.ts";
import { bestMatches, softCoverage, type WordMatch } from "../search/features.ts";
import type { Hit, SearchResult } from "../search/search.ts";
import { newAnsweringSpans } from "../text/answering-words.ts";
import { fold, foldWithOrigins, unfoldSpan } from "../text/fold.ts";
import { askingSpans } from "../text/question-words.ts";

export type AskedQuestion = Pick<SearchResult["question"], "asked" | "folded" | "wording">;

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
const WORTH = { own: 4, inContext: 6, answering: 1.6, hit: 0.12, meaning: 2 };

/** The text that a hit's passage is a slice of. */
export function textOfHit(hit: Hit, article: Article): string {
	const { caption } = hit.passage;
	return caption === null ? article.text : article.captions[caption]!.text;
}

const IS_QUESTION = /[?？][”’」』）)]*$/u;

/** The sentences of a hit; a printed question stands together with the sentence behind it, which answers it. */
function quotable({ sentences, passage: { text } }: Hit): Hit["sentences"] {
	return sentences.map((sentence, i) => {
		const { start, end } = sentence.span;
		const next = sentences[i + 1];
		if (next === undefined || !IS_QUESTION.test(text.slice(start, end))) return sentence;
		return { span: { start, end: next.span.end }, matches: bestMatches([sentence.matches, next.matches]) };
	});
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
		for (const { span: inPassage, matches } of quotable(hit)) {
			const offset = hit.passage.span.start;
			const span = { start: offset + inPassage.start, end: offset + inPassage.end };
			const answering = answeringIn(hit.passage.text.slice(inPassage.start, inPassage.end), question, matches).map(
				({ start, end }) => ({ start: span.start + start, end: span.start + end }),
			);
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

/** The words of printed text that answer: those of the asked kind nearest to what the question spoke of. */
export function answeringIn(printed: string, question: AskedQuestion, matches: readonly WordMatch[]): Span[] {
	const spans = newAnsweringSpans(fold(printed), question.asked, question.folded);
	// Most sentences have none.
	if (spans.length === 0) return [];
	const folded = foldWithOrigins(printed);
	const possible = spans.filter(({ start }) => !ENCLOSED.test(printed.slice(folded.origins[start]!)));
	const asking = askingSpans(question.folded);
	const weighed = matches.map((match) => ({
		...match,
		weight: match.weight * (standsBeside(match.word, asking, question.folded) ? ASKED_OF : 1),
	}));
	return nearestToMatches(folded.text, possible, weighed).map((found) => unfoldSpan(folded, found));
}

/** 总产量 in 临河镇的葡萄总产量多少吨, 通车 in 大桥什么时候通车. */
function standsBeside(word: string, asking: readonly Span[], question: string): boolean {
	return asking.some(
		({ start, end }) =>
			question.slice(0, start).replace(BETWEEN, "").endsWith(word) || question.slice(end).startsWith(word),
	);
}

/** What the word beside the asking word weighs more than the others: it names what is asked for. */
const ASKED_OF = 3;
/** What may stand between the thing asked for and the asking word: 总产量是多少. */
const BETWEEN = /(?:一共|总共|共|大概|大约|约|是|有|为|达到?|在|了|的)+$/u;

/** Between spans that answer together: 张三、李四和王五; 8月9日至15日, 300个增加到520个; “1320米”应为“1286米”. */
const ENUMERATING = /^(?:[、和与及~-]|—{1,2}|\p{Script=Han}{0,3}[至到]\p{Script=Han}{0,2}|[”"]?应[为是][“"]?)$/u;
/** ① and its like fold into digits, but count nothing. */
const ENCLOSED = /^[①-⓿❶-➓㈠-㈩]/u;

/**
 * Of all numbers or names in a sentence the one that stands nearest to what the question spoke of, with the others of
 * its enumeration. Distance in characters to every matched word where it is nearest, weighted.
 */
function nearestToMatches(folded: string, spans: readonly Span[], matches: readonly WordMatch[]): Span[] {
	if (spans.length < 2) return [...spans];
	const places = matches.flatMap(({ matched, weight, similarity }) => {
		const at = matched === null ? [] : occurrences(folded, matched);
		return at.length === 0 ? [] : [{ at, length: matched!.length, weight: weight * similarity }];
	});
	const distances = spans.map(({ start, end }) =>
		places.reduce((sum, { at, length, weight }) => {
			const gaps = at.map((place) => (place + length <= start ? start - place - length : Math.max(0, place - end)));
			return sum + weight * Math.log1p(Math.min(...gaps));
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

function occurrences(text: string, word: string): number[] {
	const found: number[] = [];
	for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) found.push(at);
	return found;
}
