/** Committed segments in, fewer and larger ones out: a question reads a row per term and segment. */

import type { Queries } from "../../postgres/database.ts";
import { Slices } from "../embedded/slices.ts";
import { bucketOf, eachPosting, fieldOf, hashOf, slotsFor, termsIn } from "./bucket.ts";
import { readSegments, type Segment } from "./committed.ts";
import { type Buckets, insertBuckets, triplesIn } from "./posting-rows.ts";

/** So many neighbouring segments of like size become one: a passage is written again log8(n) times. */
const MERGED_AT_ONCE = 8;
/** Segments of so many passages are merged no further: bounds the time of a merging. */
const LARGEST_MERGED = 8 ** 5;
/** A segment with a larger share of dead passages is written again without them. */
const DEAD_SHARE = 1 / 3;
/** A merging holds one of so many parts in memory. */
const PORTIONS = 64;

/** How large a segment is, which says whether it is due without reading it. */
interface Size extends Record<string, unknown> {
	readonly id: number;
	readonly places: number;
	readonly living: number;
}

/**
 * Merges what is due, in a transaction of the caller's that has locked the manifest. Nothing that can be asked changes.
 * Returns whether anything was done; then there may be more to do.
 */
export async function mergeSegments(queries: Queries): Promise<boolean> {
	const sizes = await queries.query<Size>(
		`SELECT id::integer, cardinality(numbers) AS places, cardinality(numbers) - cardinality(dead) AS living
		FROM baowen_index.segments WHERE writer IS NULL ORDER BY numbers[1]`,
	);
	const due = dueForMerging(sizes);
	if (due === null) return false;
	const ids = due.map(({ id }) => id);
	await replace(queries, await readSegments(queries, [], ids));
	await queries.query("UPDATE baowen_index.manifest SET generation = generation + 1");
	return true;
}

/** Neighbours that are to become one, the smallest first; null where all is well. */
function dueForMerging(segments: readonly Size[]): readonly Size[] | null {
	const decayed = segments.find(({ living, places }) => living < (1 - DEAD_SHARE) * places);
	if (decayed !== undefined) return [decayed];
	for (let limit = MERGED_AT_ONCE; limit <= LARGEST_MERGED; limit *= MERGED_AT_ONCE) {
		let run: Size[] = [];
		let passages = 0;
		for (const segment of segments) {
			const { living } = segment;
			if (living >= limit || passages + living > MERGED_AT_ONCE * LARGEST_MERGED) {
				if (run.length >= MERGED_AT_ONCE) return run;
				run = [];
				passages = 0;
			}
			if (living >= limit) continue;
			run.push(segment);
			passages += living;
		}
		if (run.length >= MERGED_AT_ONCE) return run;
	}
	return null;
}

/** One segment in place of these, without their dead passages; none where all are dead. */
async function replace(queries: Queries, segments: readonly Segment[]): Promise<void> {
	const numbers: number[] = [];
	const newPlaces = new Map(
		segments.map(({ id, numbers: old, dead }) => [
			id,
			Int32Array.from(old, (number, place) => (dead?.[place] === 1 ? -1 : numbers.push(number) - 1)),
		]),
	);
	const ids = segments.map(({ id }) => id);
	if (numbers.length > 0) {
		const slots = slotsFor(numbers.length);
		const [row] = await queries.query<{ id: number }>(
			"INSERT INTO baowen_index.segments (slots, numbers) VALUES ($1, $2) RETURNING id::integer AS id",
			[slots, numbers],
		);
		// Terms that share a bucket in a segment of few slots may not in one of many, but never the other way round.
		const fewest = Math.min(...segments.map((segment) => segment.slots));
		const step = Math.ceil(fewest / PORTIONS);
		for (let slot = 0; slot < fewest; slot += step) {
			const rows = await readRows(queries, ids, fewest, slot, slot + step);
			await insertBuckets(queries, row!.id, await mergedRows(rows, newPlaces, slots));
		}
	}
	await queries.query("DELETE FROM baowen_index.postings WHERE segment = ANY($1)", [ids]);
	await queries.query("DELETE FROM baowen_index.segments WHERE id = ANY($1)", [ids]);
}

interface Row extends Record<string, unknown> {
	segment: number;
	bucket: number;
	bytes: Uint8Array;
}

/** Rows of the segments, in their order, whose slot modulo `fewest` is from `first` to `last` - 1. */
async function readRows(
	queries: Queries,
	ids: readonly number[],
	fewest: number,
	first: number,
	last: number,
): Promise<Row[]> {
	const rows = await queries.query<Row>(
		`SELECT segment::integer, bucket, bytes FROM baowen_index.postings
		WHERE segment = ANY($1::bigint[]) AND bucket % $2 >= $3 AND bucket % $2 < $4`,
		[ids, fewest, first, last],
	);
	return rows.sort((a, b) => ids.indexOf(a.segment) - ids.indexOf(b.segment));
}

/** Others have their turns in between. */
async function mergedRows(
	rows: readonly Row[],
	newPlaces: ReadonlyMap<number, Int32Array>,
	slots: number,
): Promise<Buckets> {
	const slices = new Slices();
	const merged: Buckets = new Map();
	for (const { segment, bucket, bytes } of rows) {
		const places = newPlaces.get(segment)!;
		for (const [term, postings] of termsIn(bytes)) {
			const terms = triplesIn(merged, bucketOf(fieldOf(bucket), hashOf(term), slots));
			const triples = terms.get(term) ?? [];
			eachPosting(postings, (place, frequency, length) => {
				if (places[place]! >= 0) triples.push(places[place]!, frequency, length);
			});
			if (triples.length > 0) terms.set(term, triples);
		}
		if (slices.isOver) await slices.next();
	}
	return merged;
}
