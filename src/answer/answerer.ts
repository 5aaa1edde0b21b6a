/** Give it a question, get quotes with their sources, or an honest "not in the reports". */

import type { Answer, Article, Question } from "../domain.ts";
import type { PassageIndex } from "../ports.ts";
import type { Hit, Search } from "../search/search.ts";
import type { AskedFor } from "../text/question-kind.ts";
import { confidence, OPERATING_POINT, type Signals, signalsOf } from "./decide.ts";
import { type SentenceEvidence, sentenceEvidence } from "./evidence.ts";
import { quotesOf } from "./quotes.ts";

/** Hits whose sentences are weighed for quoting. */
const READ_HITS = 10;
const MOST_NEAR = 3;
/** A reader of a chat looks at three. */
const QUOTES_SHOWN = 3;

/** How an answer came about, for `--explain`. */
export interface Explanation {
	readonly asked: AskedFor;
	readonly hits: readonly Hit[];
	readonly evidence: readonly SentenceEvidence[];
	readonly signals: Signals | null;
	readonly confidence: number;
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

	async explain({ text, skip = 0 }: Question): Promise<{ answer: Answer; explanation: Explanation }> {
		const result = await this.search.search(text);
		const { asked } = result.question;
		const hits = result.hits.slice(0, READ_HITS);
		const articles = await this.articlesOf(result.hits);
		const evidence = sentenceEvidence({ ...result, hits }, articles);
		const best = evidence[0];
		const elsewhere = evidence.find(({ article }) => article.id !== best?.article.id);
		const signals = best === undefined ? null : signalsOf(result.question, best, elsewhere);
		const sure = signals === null ? Number.NEGATIVE_INFINITY : confidence(signals);
		const answered = sure >= OPERATING_POINT;
		const quotes = answered ? quotesOf(evidence, skip + QUOTES_SHOWN + 1) : [];
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
