/** Staged changes in, the next committed state out: everything at once, in one transaction. */

import type { Queries } from "../../postgres/database.ts";
import type { IndexIdentity } from "../index-identity.ts";
import { type Manifest, writeManifest } from "./manifest.ts";
import { dropNearest } from "./nearest.ts";
import { removeStaged, type StagedPage, type Staging } from "./staging.ts";

/**
 * To be run in a transaction that has locked the manifest. An index of another identity is given up, and this one takes
 * its place.
 * @throws DatabaseError when what was staged is not there any more.
 */
export async function publish(
	queries: Queries,
	{ difference, numbers }: Manifest,
	identity: IndexIdentity,
	staging: Staging,
): Promise<void> {
	if (difference !== null) await removeEverything(queries);
	await removePages(queries, [...staging.pages.keys()]);
	const pages = [...staging.pages.values()].filter((page) => page !== null);
	if (staging.writer !== null) await showStaged(queries, staging, staging.writer, pages, numbers);
	await writeManifest(queries, identity, numbers + staging.passageNumbers);
}

async function removeEverything(queries: Queries): Promise<void> {
	for (const table of ["pages", "articles", "passages"]) await queries.query(`DELETE FROM baowen_index.${table}`);
	const segments = await queries.query<{ id: string }>(
		"DELETE FROM baowen_index.segments WHERE writer IS NULL RETURNING id",
	);
	await queries.query("DELETE FROM baowen_index.postings WHERE segment = ANY($1)", [segments.map(({ id }) => id)]);
	await dropNearest(queries);
}

async function removePages(queries: Queries, files: readonly string[]): Promise<void> {
	if (files.length === 0) return;
	const gone = await queries.query<{ number: number }>(
		"DELETE FROM baowen_index.passages WHERE file = ANY($1) RETURNING number",
		[files],
	);
	for (const table of ["articles", "pages"]) {
		await queries.query(`DELETE FROM baowen_index.${table} WHERE file = ANY($1)`, [files]);
	}
	if (gone.length === 0) return;
	await queries.query(
		`UPDATE baowen_index.segments SET dead = dead || ARRAY(
			SELECT number FROM unnest($1::integer[]) AS number
			WHERE number BETWEEN numbers[1] AND numbers[cardinality(numbers)])
		WHERE writer IS NULL`,
		[gone.map(({ number }) => number)],
	);
}

/** `base` is added to the numbers that the writer counted. */
async function showStaged(
	queries: Queries,
	staging: Staging,
	writer: number,
	pages: readonly StagedPage[],
	base: number,
): Promise<void> {
	const numbers = pages.map(({ number }) => number);
	const passages = pages.reduce((sum, { first, last }) => sum + last - first, 0);
	const known = await queries.query("SELECT id FROM baowen_index.writers WHERE id = $1 FOR UPDATE", [writer]);
	const [staged] = await queries.query<{ passages: number }>(
		`SELECT count(*)::integer AS passages FROM baowen_index.staged_passages WHERE writer = $1 AND page = ANY($2)`,
		[writer, numbers],
	);
	if (known.length === 0 || staged!.passages !== passages) throw staging.lost();
	await queries.query(
		`INSERT INTO baowen_index.pages (file, hash, added_at, article_ids, passages, lengths)
		SELECT file, hash, added_at, article_ids, passages, lengths FROM json_to_recordset($1::json)
			AS page (file text, hash text, added_at text, article_ids text[], passages integer, lengths integer[])`,
		[
			JSON.stringify(
				pages.map(({ file, hash, addedAt, articleIds, first, last, lengths }) => {
					return { file, hash, added_at: addedAt, article_ids: articleIds, passages: last - first, lengths };
				}),
			),
		],
	);
	await queries.query(
		`INSERT INTO baowen_index.articles (file, id, record)
		SELECT file, id, record FROM baowen_index.staged_articles WHERE writer = $1 AND page = ANY($2)`,
		[writer, numbers],
	);
	await queries.query(
		`INSERT INTO baowen_index.passages (file, number, id, record, embedding)
		SELECT file, number + $3, id, record, embedding FROM baowen_index.staged_passages
		WHERE writer = $1 AND page = ANY($2)`,
		[writer, numbers, base],
	);
	const isThere = new Uint8Array(staging.passageNumbers);
	for (const { first, last } of pages) isThere.fill(1, first, last);
	for (const { id, first, last } of staging.segments) {
		const own = Array.from({ length: last - first }, (_, place) => first + place);
		const dead = own.filter((number) => isThere[number] === 0);
		await queries.query("UPDATE baowen_index.segments SET writer = NULL, numbers = $2, dead = $3 WHERE id = $1", [
			id,
			own.map((number) => base + number),
			dead.map((number) => base + number),
		]);
	}
	await queries.query("DELETE FROM baowen_index.writers WHERE id = $1", [writer]);
	await removeStaged(queries, [writer]);
}
