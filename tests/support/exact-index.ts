/** The port PassageIndex in plain Maps, read in a minute: what every engine must answer, computed the slow way. */

import type { Article, Passage } from "../../src/domain.ts";
import { byField } from "../../src/engine/by-field.ts";
import { storablePage } from "../../src/engine/storable-page.ts";
import {
	type Candidate,
	type EmbeddedPassage,
	FIELDS,
	type Field,
	type IndexedPage,
	type IndexedPassage,
	type IndexQuery,
	type IndexSummary,
	type PassageIndex,
} from "../../src/ports.ts";

type Pages = Map<string, IndexedPage>;

export class ExactIndex implements PassageIndex {
	#committed: Pages = new Map();
	#committedAt: Date | null = null;
	readonly #pending: Pages = new Map();
	readonly #dimensions: number;

	constructor(dimensions: number) {
		this.#dimensions = dimensions;
	}

	async replacePage(page: IndexedPage): Promise<void> {
		const storable = storablePage(page, this.#dimensions);
		this.#pending.delete(page.file);
		this.#pending.set(page.file, storable);
	}

	async removePage(file: string): Promise<void> {
		this.#pending.delete(file);
	}

	async commit(): Promise<void> {
		this.#committed = new Map(this.#pending);
		this.#committedAt = new Date();
	}

	async candidates(query: IndexQuery, depth: number): Promise<Candidate[]> {
		const passages = this.#passages();
		const scored = passages.map((indexed) => ({
			indexed,
			candidate: {
				passageId: indexed.passage.id,
				bm25: byField((field) => bm25(passages, field, query.terms[field], indexed)),
				cosine: query.vector === null ? 0 : dot(query.vector, indexed.vector),
			},
		}));
		const found = new Set<Candidate>();
		for (const field of FIELDS) {
			const matching = scored.filter(({ candidate }) => candidate.bm25[field] > 0);
			matching.sort((a, b) => b.candidate.bm25[field] - a.candidate.bm25[field]);
			for (const { candidate } of matching.slice(0, depth)) found.add(candidate);
		}
		if (query.vector?.some((x) => x !== 0)) {
			const near = scored.filter(({ indexed }) => indexed.vector.some((x) => x !== 0));
			near.sort((a, b) => b.candidate.cosine - a.candidate.cosine);
			for (const { candidate } of near.slice(0, depth)) found.add(candidate);
		}
		return [...found];
	}

	async documentFrequencies(field: Field, terms: readonly string[]): Promise<number[]> {
		const passages = this.#passages();
		return terms.map((term) => documentFrequency(passages, field, term));
	}

	async passages(ids: readonly string[]): Promise<Passage[]> {
		const known = new Map(this.#passages().map(({ passage }) => [passage.id, passage]));
		return ids.flatMap((id) => known.get(id) ?? []);
	}

	async articles(ids: readonly string[]): Promise<Article[]> {
		const articles = [...this.#committed.values()].flatMap((page) => page.articles);
		const known = new Map(articles.map(({ article }) => [article.id, article]));
		return ids.flatMap((id) => known.get(id) ?? []);
	}

	async summary(): Promise<IndexSummary> {
		const pages = [...this.#committed.values()].map(({ file, hash, addedAt, articles }) => ({
			file,
			hash,
			addedAt,
			articleIds: articles.map(({ article }) => article.id),
		}));
		return {
			pages,
			articles: pages.reduce((sum, page) => sum + page.articleIds.length, 0),
			passages: this.#passages().length,
			committedAt: this.#committedAt,
		};
	}

	async passageCount(): Promise<number> {
		return this.#passages().length;
	}

	async passagesOfPage(file: string): Promise<EmbeddedPassage[]> {
		const articles = this.#committed.get(file)?.articles ?? [];
		return articles.flatMap(({ passages }) => passages.map(({ passage, vector }) => ({ passage, vector })));
	}

	async close(): Promise<void> {}

	#passages(): IndexedPassage[] {
		return [...this.#committed.values()].flatMap((page) => page.articles.flatMap((article) => article.passages));
	}
}

function documentFrequency(passages: readonly IndexedPassage[], field: Field, term: string): number {
	return passages.filter(({ terms }) => terms[field].includes(term)).length;
}

function bm25(
	passages: readonly IndexedPassage[],
	field: Field,
	query: readonly string[],
	one: IndexedPassage,
): number {
	const average = passages.reduce((sum, { terms }) => sum + terms[field].length, 0) / passages.length;
	let score = 0;
	for (const term of query) {
		const frequency = one.terms[field].filter((other) => other === term).length;
		if (frequency === 0) continue;
		const n = documentFrequency(passages, field, term);
		const idf = Math.log(1 + (passages.length - n + 0.5) / (n + 0.5));
		const norm = 1.2 * (1 - 0.75 + (0.75 * one.terms[field].length) / average);
		score += idf * ((frequency * (1.2 + 1)) / (frequency + norm));
	}
	return score;
}

function dot(a: Float32Array, b: Float32Array): number {
	return a.reduce((sum, x, i) => sum + x * b[i]!, 0);
}
