/** Give it a question, get quotes with their sources, or an honest "not in the reports". */

import type { Answer, Article, Question } from "../domain.ts";
import type { PassageIndex } from "../ports.ts";
import { textWithHeadline } from "../search/features.ts";
import type { Hit, Search, SearchResult } from "../search/search.ts";
import { dayInShanghai } from "../text/time-expressions.ts";
import { type AskedTime, askedTime, asPrinted, daysFit, withoutTime, wordsFit } from "./asked-time.ts";
import { confidence, OPERATING_POINT, type Signals, signalsOf } from "./decide.ts";
import { type AskedQuestion, type SentenceEvidence, sentenceEvidence } from "./evidence.ts";
import { followUp } from "./follow-up.ts";
import { namesPointOut, unknownLanguageHint, wordByWordHint } from "./foreign-question.ts";
import { quotesOf } from "./quotes.ts";

/** Hits whose sentences are weighed for quoting. */
const READ_HITS = 10;
const MOST_NEAR = 3;
/** A reader of a chat looks at three. */
const QUOTES_SHOWN = 3;
/** What a hit in a report quoted before is worth to a follow-up, in the unit of `Hit.score`: about one rank among the first. */
const FAVOUR = 2;

/** The same for a hit of the time that the question names. */
const RIGHT_TIME = 4;

/** A hit whose score holds a bonus for what the words alone do not say. */
export interface WeighedHit extends Hit {
	readonly bonus: number;
}

/** How an answer came about, for `--explain`. */
export interface Explanation {
	readonly question: AskedQuestion;
	readonly time: AskedTime | null;
	readonly hits: readonly WeighedHit[];
	readonly evidence: readonly SentenceEvidence[];
	readonly signals: Signals | null;
	readonly confidence: number;
}

export interface Explained {
	readonly answer: Answer;
	readonly explanation: Explanation;
}

export class Answerer {
	private readonly now: () => Date;
	private readonly search: Search;
	private readonly index: PassageIndex;

	/** `now` tells the moment that 去年 and 昨天 are counted from. */
	constructor(search: Search, index: PassageIndex, now: () => Date = () => new Date()) {
		this.now = now;
		this.search = search;
		this.index = index;
	}

	async ask(question: Question): Promise<Answer> {
		return (await this.explain(question)).answer;
	}

	/** Words that continue `previous` are completed by it; words that may stand alone are asked both ways. */
	async explain(question: Question): Promise<Explained> {
		const { text, previous } = question;
		const continued = previous === undefined ? null : followUp(text, previous);
		if (continued === null) return this.explainWhole(question, []);
		const whole = { ...question, text: continued.question };
		const found = await this.explainWhole(whole, previous!.articleIds, continued.more);
		const answer = { ...found.answer, question: text, askedAs: continued.question };
		if (continued.sure) return { ...found, answer };
		const alone = await this.explainWhole(question, []);
		const isContinued = found.answer.answered && found.explanation.confidence > alone.explanation.confidence;
		return isContinued ? { ...found, answer } : alone;
	}

	/** `beyond`: what follows the quotes that were shown for this question, however far behind. */
	private async explainWhole(question: Question, favoured: readonly string[], beyond = false): Promise<Explained> {
		const { text, anyTime = false } = question;
		const time = askedTime(text, dayInShanghai(this.now()));
		const plain = await this.read(anyTime && time !== null ? withoutTime(text, time) : text, (hit) =>
			bonus(hit, favoured, time === null || anyTime ? 0 : wordsFit(time, textWithHeadline(hit.passage))),
		);
		const timed = time === null || anyTime ? null : await this.readByDays(text, time, favoured, plain);
		const { result, hits, articles, evidence } = timed ?? plain;
		const { lookedUpAs } = result;
		const best = evidence[0];
		const skip = (question.skip ?? 0) + (beyond ? quotesOf(result.question, evidence, QUOTES_SHOWN).length : 0);
		// Where names alone were looked up, little tells the sentences of a report apart.
		const farBehind = beyond || result.question.wording === "names" ? Number.POSITIVE_INFINITY : undefined;
		const found = quotesOf(result.question, evidence, skip + QUOTES_SHOWN + 1, farBehind);
		const signals = best === undefined ? null : signalsOf(result.question, best, found[0]!.text);
		const sure = signals === null ? Number.NEGATIVE_INFINITY : sureness(timed ?? plain, signals);
		const quotes = sure >= OPERATING_POINT ? found : [];
		const answered = quotes.length > skip;
		const allShown = !answered && sure >= OPERATING_POINT;
		const hint = !answered && this.search.isUnknownLanguage(text) ? hintFor(text, lookedUpAs) : undefined;
		const nearest = answered ? [] : [...articles.values()].slice(0, MOST_NEAR);
		return {
			answer: {
				question: text,
				answered,
				quotes: quotes.slice(skip, skip + QUOTES_SHOWN),
				nearest: nearest.map(({ id, headline, file }) => ({ articleId: id, headline, file })),
				hasMore: quotes.length > skip + QUOTES_SHOWN,
				...(allShown ? { allShown } : {}),
				...(hint !== undefined && !allShown ? { hint } : {}),
				...(answered && lookedUpAs !== null ? { lookedUpAs, understoodAs: result.question.text } : {}),
				...(timed !== null && answered ? { timeRange: time!.range! } : {}),
			},
			explanation: { question: result.question, time, hits, evidence, signals, confidence: sure },
		};
	}

	/**
	 * Reports of the days asked for, where pages have dates. They print 上半年 for 2022年上半年 and another word for 昨天, so
	 * the question is looked up as they would print it. Null where the best sentence is not of those days.
	 */
	private async readByDays(
		text: string,
		time: AskedTime,
		favoured: readonly string[],
		plain: Reading,
	): Promise<Reading | null> {
		const { range } = time;
		if (range === null || ![...plain.articles.values()].some(({ date }) => date !== null)) return null;
		const fit = (hit: Hit, { date }: Article) => daysFit(range, textWithHeadline(hit.passage), date);
		const timed = await this.read(asPrinted(text, time), (hit, article) => bonus(hit, favoured, fit(hit, article)));
		const best = timed.evidence[0];
		return best !== undefined && fit(best.hit, best.article) > 0 ? timed : null;
	}

	/** Looks the words up and weighs the sentences of the best hits; `bonusOf` is added to a hit's score. */
	private async read(text: string, bonusOf: (hit: Hit, article: Article) => number): Promise<Reading> {
		const result = await this.search.search(text);
		const articles = await this.articlesOf(result.hits);
		const all = result.hits
			.flatMap((hit) => {
				const article = articles.get(hit.passage.articleId);
				// A page may have been taken away while its passages were being weighed.
				if (article === undefined) return [];
				const bonus = bonusOf(hit, article);
				return [{ ...hit, score: hit.score + bonus, bonus }];
			})
			.sort((a, b) => b.score - a.score);
		const hits = all.slice(0, READ_HITS);
		const byRank = new Map(all.map(({ passage }) => [passage.articleId, articles.get(passage.articleId)!]));
		return { result, hits, articles: byRank, evidence: sentenceEvidence({ ...result, hits }, articles) };
	}

	/** The articles of hits, each once. */
	private async articlesOf(hits: readonly Hit[]): Promise<Map<string, Article>> {
		const ids = [...new Set(hits.map((hit) => hit.passage.articleId))];
		return new Map((await this.index.articles(ids)).map((article) => [article.id, article]));
	}
}

interface Reading {
	readonly result: SearchResult;
	readonly hits: readonly WeighedHit[];
	/** Best first. */
	readonly articles: ReadonlyMap<string, Article>;
	readonly evidence: readonly SentenceEvidence[];
}

function bonus({ passage }: Hit, favoured: readonly string[], timeFit: number): number {
	return (favoured.includes(passage.articleId) ? FAVOUR : 0) + RIGHT_TIME * timeFit;
}

/** Log-odds; in a question of names and numbers alone they point to their report or not. */
function sureness({ result, evidence }: Reading, signals: Signals): number {
	const { wording, asked } = result.question;
	if (wording !== "names") return confidence(signals);
	return namesPointOut(result.hits, evidence, asked) ? OPERATING_POINT : Number.NEGATIVE_INFINITY;
}

/** Of a question whose small words are all it has, nothing was looked up. */
function hintFor(text: string, lookedUpAs: string | null): string {
	return lookedUpAs ? wordByWordHint(lookedUpAs) : unknownLanguageHint(text);
}
