/** Terms of passages in, rows of the table postings out. */

import { FIELDS, type FieldTerms } from "../../ports.ts";
import type { Queries } from "../../postgres/database.ts";
import { Slices } from "../embedded/slices.ts";
import { bucketOf, encodeBucket, hashOf, type Triples } from "./bucket.ts";

/** Rows of a statement. */
const ROWS = 512;

/** By bucket, the terms in it with their postings; places count from 0 in the order given. */
export type Buckets = Map<number, Map<string, Triples>>;

/** Others have their turns in between. */
export async function bucketsOf(passages: readonly FieldTerms[], slots: number): Promise<Buckets> {
	const slices = new Slices();
	const buckets: Buckets = new Map();
	for (const field of FIELDS) {
		// Hashing a term anew at every occurrence would cost more than all the rest.
		const byTerm = new Map<string, Triples>();
		for (const [place, terms] of passages.entries()) {
			const frequencies = new Map<string, number>();
			for (const term of terms[field]) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
			for (const [term, frequency] of frequencies) {
				let triples = byTerm.get(term);
				if (triples === undefined) {
					triples = [];
					byTerm.set(term, triples);
					triplesIn(buckets, bucketOf(field, hashOf(term), slots)).set(term, triples);
				}
				triples.push(place, frequency, terms[field].length);
			}
			if (slices.isOver) await slices.next();
		}
	}
	return buckets;
}

export function triplesIn(buckets: Buckets, bucket: number): Map<string, Triples> {
	let terms = buckets.get(bucket);
	if (terms === undefined) {
		terms = new Map();
		buckets.set(bucket, terms);
	}
	return terms;
}

export async function insertBuckets(queries: Queries, segment: number, buckets: Buckets): Promise<void> {
	const rows = [...buckets];
	for (let at = 0; at < rows.length; at += ROWS) {
		const some = rows.slice(at, at + ROWS);
		await queries.query(
			`INSERT INTO baowen_index.postings (bucket, segment, bytes)
			SELECT bucket, $1, bytes FROM unnest($2::integer[], $3::bytea[]) AS row (bucket, bytes)`,
			[segment, some.map(([bucket]) => bucket), some.map(([, terms]) => Buffer.from(encodeBucket(terms)))],
		);
	}
}
