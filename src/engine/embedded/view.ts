/** Segments and their living pages in, what questions see of them out: rankings, passages, counts. */

import { LRUCache } from "lru-cache";
import type { Article, Passage } from "../../domain.ts";
import {
	type Candidate,
	type EmbeddedPassage,
	FIELDS,
	type Field,
	type IndexQuery,
	type IndexSummary,
} from "../../ports.ts";
import { Best } from "../best.ts";
import { inverseDocumentFrequency, saturation } from "../bm25.ts";
import { byField } from "../by-field.ts";
import { cosine } from "../cosine.ts";
import { EXACT_LIMIT } from "../exact-limit.ts";
import type { Graph } from "./graph.ts";
import { findTerm, type Postings } from "./postings.ts";
import { articleOf, type LivePart, passageAt, type Segment, type SegmentPage } from "./segment.ts";

/** Passages, and articles, asked for last; some 5 MB. */
const REMEMBERED = 500;

export interface LivePage {
	readonly segment: Segment;
	readonly page: SegmentPage;
}

export interface Content {
	/** Ascending by passage number. */
	readonly segments: readonly Segment[];
	/** By file. */
	readonly pages: ReadonlyMap<string, LivePage>;
	/** Passage numbers handed out so far; numbers without a living passage are holes. */
	readonly size: number;
	/** Holds the living passages with numbers below its `reached`, apart from those whose vector is all zeros. */
	readonly graph: Graph;
	readonly dimensions: number;
	readonly committedAt: Date | null;
}

/** Postings start … end - 1 of a segment, whose texts count from passage number `first`. */
interface Occurrences {
	readonly postings: Postings;
	readonly start: number;
	readonly end: number;
	readonly first: number;
	readonly hasDead: boolean;
}

/** One committed state of the index; it never changes. */
export class View {
	readonly content: Content;
	readonly #parts: readonly LivePart[];
	/** 1 where a passage number has a living passage. */
	readonly #alive: Uint8Array;
	readonly #passages: number;
	/** Terms in all living passages. */
	readonly #lengths: Record<Field, number> = byField(() => 0);
	/** Every question asks for it, and it never changes. */
	#summary: IndexSummary | null = null;
	/** Read and parsed from the disk these take a tenth of a question's time. */
	readonly #recentPassages = new LRUCache<string, Passage>({ max: REMEMBERED });
	readonly #recentArticles = new LRUCache<string, Article>({ max: REMEMBERED });
	/** Room for one question's BM25 by passage number: a question is answered without a pause, so all share it. */
	readonly #scores: Record<Field, Float64Array>;

	constructor(content: Content) {
		this.content = content;
		const { segments, pages, size } = content;
		this.#parts = segments.map((segment) => ({ segment, pages: livePages(segment, pages) }));
		this.#alive = new Uint8Array(size);
		let passages = 0;
		for (const { segment, pages } of this.#parts) {
			for (const { firstPassage, passageIds } of pages) {
				const end = firstPassage + passageIds.length;
				passages += passageIds.length;
				this.#alive.fill(1, segment.first + firstPassage, segment.first + end);
				for (const field of FIELDS) {
					const { lengths } = segment.postings[field];
					for (let place = firstPassage; place < end; place++) this.#lengths[field] += lengths[place]!;
				}
			}
		}
		this.#passages = passages;
		this.#scores = byField(() => new Float64Array(size));
	}

	/** Number of passage numbers without a living passage. */
	get holes(): number {
		return this.content.size - this.#passages;
	}

	/** Every segment with its living pages. */
	get parts(): readonly LivePart[] {
		return this.#parts;
	}

	candidates({ terms, vector }: IndexQuery, depth: number): Candidate[] {
		const found = new Set<number>();
		for (const field of FIELDS) {
			// Most questions have no sounds, and every passage would be looked at for nothing.
			if (!this.#score(field, terms[field])) continue;
			for (const number of this.#bestOf(this.#scores[field], depth)) found.add(number);
		}
		const direction = vector?.some((x) => x !== 0) ? vector : null;
		if (direction !== null) {
			for (const number of this.#nearest(direction, depth)) found.add(number);
		}
		return Array.from(found, (number) => {
			const { segment, place } = this.#locate(number);
			return {
				passageId: segment.passageIds[place]!,
				bm25: byField((field) => this.#scores[field][number]!),
				cosine: direction === null ? 0 : cosine(direction, segment.vectors, place),
			};
		});
	}

	documentFrequency(field: Field, term: string): number {
		return this.#frequency(this.#occurrences(field, term));
	}

	passage(id: string): Passage | null {
		return this.#recentPassages.get(id) ?? this.#remembered(this.#recentPassages, id, this.#readPassage(id));
	}

	article(id: string): Article | null {
		return this.#recentArticles.get(id) ?? this.#remembered(this.#recentArticles, id, this.#readArticle(id));
	}

	#remembered<Value extends object>(recent: LRUCache<string, Value>, id: string, value: Value | null): Value | null {
		if (value !== null) recent.set(id, value);
		return value;
	}

	#readPassage(id: string): Passage | null {
		for (const { segment } of this.#parts) {
			const place = segment.passagePlaces.get(id);
			if (place !== undefined && this.#alive[segment.first + place] === 1) return passageAt(segment, place);
		}
		return null;
	}

	#readArticle(id: string): Article | null {
		for (const { segment, pages } of this.#parts) {
			const record = segment.articleRecords.get(id);
			if (record === undefined) continue;
			const isAlive = pages.some(
				({ firstRecord, articleIds }) => firstRecord <= record && record < firstRecord + articleIds.length,
			);
			if (isAlive) return articleOf(segment, record);
		}
		return null;
	}

	get passageCount(): number {
		return this.#passages;
	}

	passagesOfPage(file: string): EmbeddedPassage[] {
		const found = this.content.pages.get(file);
		if (found === undefined) return [];
		const { segment, page } = found;
		const { dimensions } = this.content;
		return page.passageIds.map((_, i) => {
			const place = page.firstPassage + i;
			const vector = segment.vectors.slice(place * dimensions, (place + 1) * dimensions);
			return { passage: passageAt(segment, place), vector };
		});
	}

	summary(): IndexSummary {
		this.#summary ??= this.#summarised();
		return this.#summary;
	}

	#summarised(): IndexSummary {
		const pages = this.#parts.flatMap(({ pages }) => pages);
		return {
			pages: pages.map(({ file, hash, addedAt, articleIds }) => ({ file, hash, addedAt, articleIds })),
			articles: pages.reduce((sum, { articleIds }) => sum + articleIds.length, 0),
			passages: this.#passages,
			committedAt: this.content.committedAt,
		};
	}

	/** Living passages from number `from` on that have a vector. */
	*vectorsFrom(from: number): Generator<readonly [number: number, vector: Float32Array]> {
		const { dimensions, size } = this.content;
		for (let number = from; number < size; number++) {
			if (this.#alive[number] === 0) continue;
			const { segment, place } = this.#locate(number);
			const vector = segment.vectors.subarray(place * dimensions, (place + 1) * dimensions);
			if (vector.some((x) => x !== 0)) yield [number, vector];
		}
	}

	/** Where the term's postings lie, for every segment that has any. */
	#occurrences(field: Field, term: string): Occurrences[] {
		return this.#parts.flatMap(({ segment, pages }) => {
			const postings = segment.postings[field];
			const found = findTerm(postings, term);
			if (found < 0) return [];
			const start = postings.postingStarts[found]!;
			const end = postings.postingStarts[found + 1]!;
			return { postings, start, end, first: segment.first, hasDead: pages.length < segment.pages.length };
		});
	}

	#frequency(occurrences: readonly Occurrences[]): number {
		let living = 0;
		for (const { postings, start, end, first, hasDead } of occurrences) {
			if (!hasDead) living += end - start;
			else for (let i = start; i < end; i++) living += this.#alive[first + postings.texts[i]!]!;
		}
		return living;
	}

	/** False where no passage has any of the terms. */
	#score(field: Field, terms: readonly string[]): boolean {
		const scores = this.#scores[field].fill(0);
		let isFound = false;
		const averageLength = this.#lengths[field] / this.#passages;
		for (const term of terms) {
			const occurrences = this.#occurrences(field, term);
			if (occurrences.length > 0) isFound = true;
			const idf = inverseDocumentFrequency(this.#passages, this.#frequency(occurrences));
			for (const { postings, start, end, first, hasDead } of occurrences) {
				const { texts, frequencies, lengths } = postings;
				const alive = this.#alive;
				for (let i = start; i < end; i++) {
					const text = texts[i]!;
					if (hasDead && alive[first + text] === 0) continue;
					scores[first + text]! += idf * saturation(frequencies[i]!, lengths[text]!, averageLength);
				}
			}
		}
		return isFound;
	}

	#bestOf(scores: Float64Array, depth: number): readonly number[] {
		const best = new Best(depth);
		let floor = 0;
		for (let number = 0; number < scores.length; number++) {
			if (scores[number]! <= floor) continue;
			best.offer(number, scores[number]!);
			floor = Math.max(0, best.floor);
		}
		return best.numbers();
	}

	#nearest(vector: Float32Array, depth: number): readonly number[] {
		const { graph, size, segments, dimensions } = this.content;
		const graphed = graph.reached;
		const best = new Best(depth);
		let from = 0;
		if (graphed > 0 && size > EXACT_LIMIT) {
			const counts = (number: number) => number < graphed && this.#alive[number] === 1;
			const isPure = this.#passages === size;
			for (const number of graph.nearest(vector, depth, isPure ? undefined : counts)) {
				const { segment, place } = this.#locate(number);
				if (number < graphed) best.offer(number, cosine(vector, segment.vectors, place));
			}
			from = graphed;
		}
		for (const segment of segments) {
			for (let place = Math.max(0, from - segment.first); place < segment.count; place++) {
				if (this.#alive[segment.first + place] === 0) continue;
				const score = cosine(vector, segment.vectors, place);
				if (score !== 0 || hasDirection(segment.vectors, place, dimensions)) best.offer(segment.first + place, score);
			}
		}
		return best.numbers();
	}

	#locate(number: number): { segment: Segment; place: number } {
		const { segments } = this.content;
		let low = 0;
		let high = segments.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if (segments[middle]!.first <= number) low = middle;
			else high = middle - 1;
		}
		const segment = segments[low]!;
		return { segment, place: number - segment.first };
	}
}

function livePages(segment: Segment, pages: ReadonlyMap<string, LivePage>): SegmentPage[] {
	return segment.pages.filter((page) => pages.get(page.file)?.page === page);
}

function hasDirection(rows: Float32Array, place: number, dimensions: number): boolean {
	for (let i = place * dimensions; i < (place + 1) * dimensions; i++) if (rows[i] !== 0) return true;
	return false;
}
