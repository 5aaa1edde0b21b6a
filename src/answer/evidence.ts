/** Give it a question and its hits, get every sentence of them with the evidence that it answers. */

import type { Article, Span } from "../domain.ts";
import { bestMatches, type WordMatch, weightedShare } from "../search/features.ts";
import type { Hit, SearchResult } from "../search/search.ts";
import { newAnsweringSpans } from "../text/answering-words.ts";
import { fold, foldWithOrigins, unfoldSpan } from "../text/fold.ts";
import type { QuestionKind } from "../text/question-kind.ts";
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
	/** The same for the sentence itself, where words count the less, the more sentences of the report have them. */
	readonly telling: number;
	/**
	 * How well the sentence matches the word that mostly names what is asked for: the last one of a Chinese question, the
	 * first one of an English question; 0 … 1.
	 */
	readonly focus: number;
	/** Words of the asked kind that the question does not already hold, in order. */
	readonly answering: readonly Span[];
	readonly matches: readonly WordMatch[];
	readonly score: number;
}

/**
 * What each part of the evidence is worth, by the likelihood of the answering sentence among all (DESIGN.md); `report` is
 * the score of the report's best passage, in standard deviations of a feature.
 */
const WORTH = {
	own: 2.2,
	inContext: 4.5,
	telling: 2.5,
	focus: 1.3,
	amount: 1.8,
	answering: 0.9,
	report: 0.23,
	meaning: 4.2,
};

/** What 多少钱, 百分之多少 and 多大年龄 leave among the words of a translated question, and its numbers. */
const OF_ASKING = /^(?:钱|百分之|年龄|\d.*)$/;

/** Kinds whose answers all look like amounts; of names and times one may be said in another sentence. */
const AMOUNTS = new Set<QuestionKind>(["quantity", "money", "percentage", "duration"]);

/** Cosine up to which two words have nothing in common. */
export const UNLIKE = 0.3;
/** Cosine from which they count as the same. */
const SAME = 0.8;

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
	const sentences = hits.flatMap((hit) => quotable(hit).map((sentence) => ({ hit, ...sentence })));
	const best = hits[0]?.score ?? 0;
	const words = hits[0]?.matches ?? [];
	const asked =
		question.wording === "translated" ? words.findIndex(({ word }) => !OF_ASKING.test(word)) : words.length - 1;
	const reports = [...new Set(hits.map(({ passage }) => passage.articleId))];
	const evidence = reports.flatMap((articleId) => {
		const ofReport = sentences.filter(({ hit }) => hit.passage.articleId === articleId);
		const report = Math.max(...ofReport.map(({ hit }) => hit.score)) - best;
		const spread = spreadOf(ofReport.map(({ matches }) => matches));
		return ofReport.map(({ hit, span: inPassage, matches }) => {
			const offset = hit.passage.span.start;
			const span = { start: offset + inPassage.start, end: offset + inPassage.end };
			const answering = answeringIn(hit.passage.text.slice(inPassage.start, inPassage.end), question, matches).map(
				({ start, end }) => ({ start: span.start + start, end: span.start + end }),
			);
			const own = covered(matches);
			const inContext = covered(hit.matches);
			const telling = covered(matches.map((match, i) => ({ ...match, weight: match.weight * (1 - spread[i]!) })));
			const focus = matches[asked]?.similarity ?? 0;
			const score =
				WORTH.own * own +
				WORTH.inContext * inContext +
				WORTH.telling * telling +
				WORTH.focus * focus +
				(answering.length > 0 ? WORTH[AMOUNTS.has(question.asked.kind) ? "amount" : "answering"] : 0) +
				WORTH.report * report +
				WORTH.meaning * hit.features.meaning;
			return {
				hit,
				article: articles.get(articleId)!,
				span,
				own,
				inContext,
				telling,
				focus,
				answering,
				matches,
				score,
			};
		});
	});
	return evidence.sort((a, b) => b.score - a.score);
}

/** 0 for unlike words, 1 for words that mean the same. */
function likeness({ similarity }: WordMatch): number {
	return Math.min(1, Math.max(0, (similarity - UNLIKE) / (SAME - UNLIKE)));
}

/** Weighted share of the question's words that is matched: 0 … 1. Unlike words, which every sentence has, count nothing. */
function covered(matches: readonly WordMatch[]): number {
	return weightedShare(matches, likeness);
}

/** For every word of the question the share of a report's sentences that have it or its like. */
function spreadOf(sentences: readonly (readonly WordMatch[])[]): number[] {
	const [first = []] = sentences;
	return first.map(
		(_, word) => sentences.reduce((sum, matches) => sum + likeness(matches[word]!), 0) / sentences.length,
	);
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
