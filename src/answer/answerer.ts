/** Give it a question, get quotes with their sources, or an honest "not in the reports". */

import type { Answer, Article, Question } from "../domain.ts";
import type { PassageIndex } from "../ports.ts";
import type { Hit, Search, SearchResult } from "../search/search.ts";
import type { AskedFor } from "../text/question-kind.ts";
import { confidence, OPERATING_POINT, type Signals, signalsOf } from "./decide.ts";
import { type SentenceEvidence, sentenceEvidence } from "./evidence.ts";
import { followUp } from "./follow-up.ts";
import { quotesOf } from "./quotes.ts";

/** Hits whose sentences are weighed for quoting. */
const READ_HITS = 10;
const MOST_NEAR = 3;
/** A reader of a chat looks at three. */
const QUOTES_SHOWN = 3;
/** What a hit in a report quoted before is worth to a follow-up, in the unit of `Hit.score`: about one rank among the first. */
const FAVOUR = 2;

/** How an answer came about, for `--explain`. */
export interface Explanation {
	readonly asked: AskedFor;
	readonly hits: readonly Hit[];
	readonly evidence: readonly SentenceEvidence[];
	readonly signals: Signals | null;
	readonly confidence: number;
}

export interface Explained {
	readonly answer: Answer;
	readonly explanation: Explanation;
}

export class Answerer {
	private readonly search: Search;
	private readonly index: PassageIndex;

	constructor(search: Search, index: PassageIndex) {
		this.search = search;
		this.index = index;
	}

	async ask(question: Question): Promise<Answer> {
		return (await this.explain(question)).answer;
	}

	/** Words that continue `previous` are completed by it; words that may stand alone are asked both ways. */
	async explain(question: Question): Promise<Explained> {
		const { text, previous, skip = 0 } = question;
		const continued = previous === undefined ? null : followUp(text, previous);
		if (continued === null) return this.explainWhole(text, skip, []);
		const from = skip + (continued.more ? QUOTES_SHOWN : 0);
		const found = await this.explainWhole(continued.question, from, previous!.articleIds);
		const answer = { ...found.answer, question: text, askedAs: continued.question };
		if (continued.sure) return { ...found, answer };
		const alone = await this.explainWhole(text, skip, []);
		const isContinued = found.answer.answered && found.explanation.confidence > alone.explanation.confidence;
		return isContinued ? { ...found, answer } : alone;
	}

	private async explainWhole(text: string, skip: number, favoured: readonly string[]): Promise<Explained> {
		const result = favouring(favoured, await this.search.search(text));
		const { asked } = result.question;
		const articles = await this.articlesOf(result.hits);
		// A page may have been taken away while its passages were being weighed.
		const there = result.hits.filter(({ passage }) => articles.has(passage.articleId));
		const hits = there.slice(0, READ_HITS);
		const evidence = sentenceEvidence({ ...result, hits }, articles);
		const best = evidence[0];
		const elsewhere = evidence.find(({ article }) => article.id !== best?.article.id);
		const signals = best === undefined ? null : signalsOf(result.question, best, elsewhere);
		const sure = signals === null ? Number.NEGATIVE_INFINITY : confidence(signals);
		const quotes = sure >= OPERATING_POINT ? quotesOf(evidence, skip + QUOTES_SHOWN + 1) : [];
		const answered = quotes.length > skip;
		const nearest = answered ? [] : [...articles.values()].slice(0, MOST_NEAR);
		return {
			answer: {
				question: text,
				answered,
				quotes: quotes.slice(skip, skip + QUOTES_SHOWN),
				nearest: nearest.map(({ id, headline, file }) => ({ articleId: id, headline, file })),
				hasMore: quotes.length > skip + QUOTES_SHOWN,
			},
			explanation: { asked, hits, evidence, signals, confidence: sure },
		};
	}

	/** The articles of hits, best first, each once. */
	private async articlesOf(hits: readonly Hit[]): Promise<Map<string, Article>> {
		const ids = [...new Set(hits.map((hit) => hit.passage.articleId))];
		return new Map((await this.index.articles(ids)).map((article) => [article.id, article]));
	}
}

/** The same hits with those of the reports quoted before a little higher. */
function favouring(articleIds: readonly string[], result: SearchResult): SearchResult {
	if (articleIds.length === 0) return result;
	const hits = result.hits.map((hit) =>
		articleIds.includes(hit.passage.articleId) ? { ...hit, score: hit.score + FAVOUR } : hit,
	);
	return { ...result, hits: hits.sort((a, b) => b.score - a.score) };
}
