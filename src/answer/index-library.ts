/** Give it the index, get the reports for looking around in them: what is covered, page by page, word by word. */

import type { Article, Quote } from "../domain.ts";
import type { Coverage, Library, PageContents, PassageIndex } from "../ports.ts";
import type { Search } from "../search/search.ts";
import { sentencesOf } from "../text/sentences.ts";
import { quoteOf } from "./quotes.ts";

export class IndexLibrary implements Library {
	private readonly index: PassageIndex;
	private readonly search: Search;

	constructor(index: PassageIndex, search: Search) {
		this.index = index;
		this.search = search;
	}

	async coverage(): Promise<Coverage> {
		const { pages, articles, passages, committedAt } = await this.index.summary();
		return { pages: pages.length, reports: articles, passages, indexedAt: committedAt };
	}

	async article(id: string): Promise<Article | null> {
		return (await this.index.articles([id]))[0] ?? null;
	}

	async pages(): Promise<PageContents[]> {
		const contents: PageContents[] = [];
		for (const { file, articleIds } of (await this.index.summary()).pages) {
			const articles = await this.index.articles(articleIds);
			const { paper, date, page } = articles[0] ?? { paper: null, date: null, page: null };
			const reports = articles.map(({ id, headline }) => ({ articleId: id, headline, file }));
			contents.push({ file, paper, date, page, reports });
		}
		return contents.sort((a, b) => order(a.date, b.date) || order(a.file, b.file));
	}

	async searchReports(words: string, limit: number): Promise<Quote[]> {
		const { hits } = await this.search.search(words);
		const fitting = hits.filter(({ features }) => features.coverage > 0);
		const best = new Map(fitting.toReversed().map((hit) => [hit.passage.articleId, hit.passage]));
		const ids = [...new Set(fitting.map(({ passage }) => passage.articleId))].slice(0, limit);
		const articles = await this.index.articles(ids);
		return articles.map((article) => {
			const { caption, span, text } = best.get(article.id)!;
			const first = sentencesOf(text)[0] ?? { start: 0, end: text.length };
			return quoteOf(article, caption, { start: span.start + first.start, end: span.start + first.end }, []);
		});
	}

	async latestReports(limit: number): Promise<Quote[]> {
		const { pages } = await this.index.summary();
		const newest = pages.toSorted((a, b) => order(b.addedAt, a.addedAt) || order(b.file, a.file));
		const articles = await this.index.articles(newest.flatMap(({ articleIds }) => articleIds).slice(0, limit));
		return articles.flatMap((article) => {
			const first = sentencesOf(article.text)[0];
			return first === undefined ? [] : [quoteOf(article, null, first, [])];
		});
	}
}

/** Unknown (null) last. */
function order(a: string | null, b: string | null): number {
	if (a === b) return 0;
	if (a === null) return 1;
	if (b === null) return -1;
	return a < b ? -1 : 1;
}
