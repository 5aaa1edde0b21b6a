/** A question in, candidates out: postings and vectors of the last commit, scored here by the code of the embedded engine. */

import { type Candidate, FIELDS, type Field, type IndexQuery } from "../../ports.ts";
import type { Queries } from "../../postgres/database.ts";
import { Best } from "../best.ts";
import { inverseDocumentFrequency, saturation } from "../bm25.ts";
import { byField } from "../by-field.ts";
import { cosine } from "../cosine.ts";
import { EXACT_LIMIT } from "../exact-limit.ts";
import { BUCKETS, bucketOf, eachPosting, findPostings, hashOf, type Postings } from "./bucket.ts";
import type { Manifest } from "./manifest.ts";
import type { Nearest } from "./nearest.ts";
import { PostingsCache } from "./postings-cache.ts";
import { vectorBytes, vectorOf } from "./vector-bytes.ts";

export interface Segment {
	readonly id: number;
	/** Into how many buckets the terms of a field are divided. */
	readonly slots: number;
	/** Passage number of every place, ascending. */
	readonly numbers: Int32Array;
	/** 1 for every place whose passage is no more; null where all are there. */
	readonly dead: Uint8Array | null;
}

/** A passage of an index small enough to compare all vectors. */
interface Near {
	readonly id: string;
	/** Null where it is all zeros. */
	readonly vector: Float32Array | null;
}

/** What questions need at hand of one generation; it never changes. */
interface Generation {
	readonly origin: string;
	readonly number: number;
	/** Ascending by passage number. */
	readonly segments: readonly Segment[];
	/** By passage number; null until a question needs it, and where there are too many. */
	near: ReadonlyMap<number, Near> | null;
}

/** A term of the question with its postings in the segments that have it. */
interface Term {
	readonly occurrences: ReadonlyMap<Segment, Postings>;
	readonly documentFrequency: number;
}

type Scores = Record<Field, number>;

/**
 * Reads the committed state through transactions that its caller opens: all statements of one must see the same
 * commit. What is kept between questions belongs to segments, which never change, or to a generation.
 */
export class Committed {
	readonly #nearest: Nearest;
	readonly #cache = new PostingsCache();
	#latest: Generation = { origin: "", number: 0, segments: [], near: null };

	constructor(nearest: Nearest) {
		this.#nearest = nearest;
	}

	async documentFrequencies(
		queries: Queries,
		manifest: Manifest,
		field: Field,
		terms: readonly string[],
	): Promise<number[]> {
		const { segments } = await this.#generation(queries, manifest);
		const found = await this.#terms(
			queries,
			segments,
			[...new Set(terms)].map((term) => [field, term]),
		);
		return terms.map((term) => found.get(field + term)!.documentFrequency);
	}

	async candidates(
		queries: Queries,
		manifest: Manifest,
		{ terms, vector }: IndexQuery,
		depth: number,
	): Promise<Candidate[]> {
		const generation = await this.#generation(queries, manifest);
		const direction = vector?.some((x) => x !== 0) ? vector : null;
		if (manifest.passages <= EXACT_LIMIT) generation.near ??= await this.#readNear(queries);
		const nearest = direction === null ? [] : await this.#nearestTo(queries, generation, direction, depth);
		const scores = await this.#scores(queries, manifest, generation.segments, terms, depth, nearest);
		const found = await this.#found(queries, generation, [...scores.keys()], direction);
		// On several nodes (docs/citus.sql) a question that meets a commit may see it on one node before another.
		return found.map(({ number, id, cosine }) => ({ passageId: id, bm25: scores.get(number)!, cosine }));
	}

	async #generation(queries: Queries, { origin, generation }: Manifest): Promise<Generation> {
		const isSameIndex = this.#latest.origin === origin;
		if (isSameIndex && this.#latest.number === generation) return this.#latest;
		const segments = await readSegments(queries, isSameIndex ? this.#latest.segments : []);
		const read: Generation = { origin, number: generation, segments, near: null };
		// A transaction that began before another's commit may come later.
		if (isSameIndex && generation < this.#latest.number) return read;
		this.#latest = read;
		this.#cache.keepOnly(new Set(isSameIndex ? segments.map(({ id }) => id) : []));
		return read;
	}

	async #readNear(queries: Queries): Promise<Map<number, Near>> {
		const rows = await queries.query<{ number: number; id: string; vector: Uint8Array | null }>(
			"SELECT number, id, vector_send(embedding) AS vector FROM baowen_index.passages ORDER BY number",
		);
		return new Map(
			rows.map(({ number, id, vector }) => [number, { id, vector: vector === null ? null : vectorOf(vector) }]),
		);
	}

	/** The passages with these numbers, with their cosine, which is 0 without a vector. */
	async #found(
		queries: Queries,
		{ near }: Generation,
		numbers: readonly number[],
		direction: Float32Array | null,
	): Promise<{ number: number; id: string; cosine: number }[]> {
		if (near === null) {
			const rows = await queries.query<{ number: number; id: string; cosine: number | null }>(
				"SELECT number, id, -(embedding <#> $2::vector) AS cosine FROM baowen_index.passages WHERE number = ANY($1)",
				[numbers, direction === null ? null : vectorBytes(direction)],
			);
			return rows.map(({ number, id, cosine }) => ({ number, id, cosine: cosine ?? 0 }));
		}
		return numbers.map((number) => {
			const { id, vector } = near.get(number)!;
			return { number, id, cosine: direction === null || vector === null ? 0 : cosine(direction, vector) };
		});
	}

	/** Numbers of the `depth` passages nearest to the direction. */
	async #nearestTo(
		queries: Queries,
		{ near }: Generation,
		direction: Float32Array,
		depth: number,
	): Promise<readonly number[]> {
		if (near === null) return this.#nearest.find(queries, direction, depth);
		const best = new Best(depth);
		for (const [number, { vector }] of near) if (vector !== null) best.offer(number, cosine(direction, vector));
		return best.numbers();
	}

	/** BM25 per field of the best passages of every field, and of `others`. */
	async #scores(
		queries: Queries,
		{ passages, lengths }: Manifest,
		segments: readonly Segment[],
		terms: IndexQuery["terms"],
		depth: number,
		others: readonly number[],
	): Promise<Map<number, Scores>> {
		const wanted = FIELDS.flatMap((field) => [...new Set(terms[field])].map((term) => [field, term] as const));
		const found = await this.#terms(queries, segments, wanted);
		const best = byField(() => new Best(depth));
		const all = new Map<number, Scores>();
		for (const segment of segments) {
			const scores = byField((field) => {
				const averageLength = lengths[FIELDS.indexOf(field)]! / passages;
				const inField = terms[field].map((term) => found.get(field + term)!);
				return scoresIn(segment, inField, passages, averageLength);
			});
			for (const field of FIELDS) offer(segment, scores[field], best[field]);
			for (const number of new Set([...FIELDS.flatMap((field) => best[field].numbers()), ...others])) {
				const place = placeOf(segment.numbers, number);
				if (place !== null)
					all.set(
						number,
						byField((field) => scores[field]?.[place] ?? 0),
					);
			}
		}
		const chosen = new Set([...FIELDS.flatMap((field) => best[field].numbers()), ...others]);
		return new Map([...chosen].map((number) => [number, all.get(number) ?? byField(() => 0)]));
	}

	/** By field and term, one after the other. */
	async #terms(
		queries: Queries,
		segments: readonly Segment[],
		wanted: readonly (readonly [field: Field, term: string])[],
	): Promise<Map<string, Term>> {
		const keys = wanted.map(([field, term]) => {
			const hash = hashOf(term);
			return segments.map((segment) => rowKey(segment, bucketOf(field, hash, segment.slots)));
		});
		const rows = await this.#rows(queries, new Set(keys.flat()));
		return new Map(
			wanted.map(([field, term], w) => {
				const occurrences = new Map<Segment, Postings>();
				let documentFrequency = 0;
				for (const [s, segment] of segments.entries()) {
					const postings = findPostings(rows.get(keys[w]![s]!)!, term);
					if (postings === null) continue;
					occurrences.set(segment, postings);
					documentFrequency += livingIn(postings, segment.dead);
				}
				return [field + term, { occurrences, documentFrequency }] as const;
			}),
		);
	}

	/** The bytes of these rows; none where a segment has no term in the bucket. */
	async #rows(queries: Queries, keys: ReadonlySet<number>): Promise<ReadonlyMap<number, Uint8Array>> {
		const rows = new Map<number, Uint8Array>();
		const lacking: number[] = [];
		for (const key of keys) {
			const bytes = this.#cache.get(key);
			rows.set(key, bytes ?? NOTHING);
			if (bytes === undefined) lacking.push(key);
		}
		if (lacking.length === 0) return rows;
		// Said twice, because Citus finds the shards by a list of values and not by a join.
		const read = await queries.query<{ segment: number; bucket: number; bytes: Uint8Array }>(
			`SELECT segment::integer, bucket, bytes FROM baowen_index.postings
			JOIN unnest($1::bigint[], $2::integer[]) AS wanted (segment, bucket) USING (segment, bucket)
			WHERE bucket = ANY($2)`,
			[lacking.map((key) => Math.floor(key / BUCKETS)), lacking.map((key) => key % BUCKETS)],
		);
		for (const { segment, bucket, bytes } of read) rows.set(segment * BUCKETS + bucket, bytes);
		for (const key of lacking) this.#cache.put(key, rows.get(key)!);
		return rows;
	}
}

const NOTHING = new Uint8Array(0);

function rowKey(segment: Segment, bucket: number): number {
	return segment.id * BUCKETS + bucket;
}

/** The committed segments, or of them those with the ids `only`; of those known, only what changes is read again. */
export async function readSegments(
	queries: Queries,
	known: readonly Segment[],
	only: readonly number[] | null = null,
): Promise<Segment[]> {
	const rows = await queries.query<{ id: number; slots: number; numbers: number[] | null; dead: number[] }>(
		`SELECT id::integer, slots, CASE WHEN id = ANY($1::bigint[]) THEN NULL ELSE numbers END AS numbers, dead
		FROM baowen_index.segments WHERE writer IS NULL AND ($2::bigint[] IS NULL OR id = ANY($2))`,
		[known.map(({ id }) => id), only],
	);
	const numbersById = new Map(known.map(({ id, numbers }) => [id, numbers]));
	const segments = rows.map(({ id, slots, numbers: read, dead: deadNumbers }) => {
		const numbers = read === null ? numbersById.get(id)! : Int32Array.from(read);
		const dead = deadNumbers.length === 0 ? null : new Uint8Array(numbers.length);
		for (const number of deadNumbers) dead![placeOf(numbers, number)!] = 1;
		return { id, slots, numbers, dead };
	});
	return segments.sort((a, b) => a.numbers[0]! - b.numbers[0]!);
}

/** BM25 of every place in one field, for the question's terms in their order, repeated ones again; null for none. */
function scoresIn(
	segment: Segment,
	terms: readonly Term[],
	passages: number,
	averageLength: number,
): Float64Array | null {
	let scores: Float64Array | null = null;
	for (const { occurrences, documentFrequency } of terms) {
		const postings = occurrences.get(segment);
		if (postings === undefined) continue;
		const idf = inverseDocumentFrequency(passages, documentFrequency);
		const sums: Float64Array = scores ?? new Float64Array(segment.numbers.length);
		scores = sums;
		eachPosting(postings, (place, frequency, length) => {
			sums[place]! += idf * saturation(frequency, length, averageLength);
		});
	}
	return scores;
}

function offer({ numbers, dead }: Segment, scores: Float64Array | null, best: Best): void {
	if (scores === null) return;
	let floor = Math.max(0, best.floor);
	for (let place = 0; place < scores.length; place++) {
		if (scores[place]! <= floor || dead?.[place] === 1) continue;
		best.offer(numbers[place]!, scores[place]!);
		floor = Math.max(0, best.floor);
	}
}

function livingIn(postings: Postings, dead: Uint8Array | null): number {
	if (dead === null) return postings.count;
	let living = 0;
	eachPosting(postings, (place) => {
		living += 1 - dead[place]!;
	});
	return living;
}

/** Null when the segment does not have the number. */
function placeOf(numbers: Int32Array, number: number): number | null {
	let low = 0;
	let high = numbers.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (numbers[middle]! < number) low = middle + 1;
		else high = middle;
	}
	return numbers[low] === number ? low : null;
}
