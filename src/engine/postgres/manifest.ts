/** The one row that says what the index was made by, in and out. */

import { FIELDS } from "../../ports.ts";
import type { Queries } from "../../postgres/database.ts";
import { type IndexIdentity, identityDifference } from "../index-identity.ts";
import { FORMAT } from "./bucket.ts";

export interface Manifest {
	/** Another one in tables that were made anew: ids and generations begin again there. */
	readonly origin: string;
	readonly generation: number;
	/** Null until the first commit. */
	readonly committedAt: Date | null;
	readonly articles: number;
	readonly passages: number;
	/** Terms in all passages, one sum per field in the order of FIELDS. */
	readonly lengths: readonly number[];
	/** Passage numbers handed out so far. */
	readonly numbers: number;
	/** Why this program must not use the index, as the end of a sentence; null where it may. */
	readonly difference: string | null;
}

export interface ManifestRow extends Record<string, unknown> {
	origin: string;
	generation: number;
	format: number | null;
	model_id: string;
	dimensions: number;
	recipe: string;
	fields: string[];
	committed_at: Date;
	articles: number;
	passages: number;
	lengths: number[];
	numbers: number;
}

/** The statement whose row `manifestOf` reads. */
export const MANIFEST = "SELECT * FROM baowen_index.manifest";

export function manifestOf([row]: readonly ManifestRow[], identity: IndexIdentity): Manifest {
	const { origin, generation, committed_at: committedAt, articles, passages, lengths, numbers } = row!;
	return {
		origin,
		generation,
		committedAt,
		articles,
		passages,
		lengths,
		numbers,
		difference: differenceOf(row!, identity),
	};
}

/** Nobody else changes the index until the end of the transaction. */
export async function lockedManifest(queries: Queries, identity: IndexIdentity): Promise<Manifest> {
	return manifestOf(await queries.query<ManifestRow>(`${MANIFEST} FOR UPDATE`), identity);
}

function differenceOf({ format, model_id: modelId, dimensions, recipe, fields }: ManifestRow, identity: IndexIdentity) {
	if (format === null) return null;
	if (format !== FORMAT) return `它的格式是第 ${format} 版,本程序用第 ${FORMAT} 版`;
	return identityDifference({ modelId, dimensions, recipe, fields }, identity);
}

/** Counts pages, articles and terms anew, and begins another generation. */
export async function writeManifest(
	queries: Queries,
	{ modelId, dimensions, recipe }: IndexIdentity,
	numbers: number,
): Promise<void> {
	const sums = FIELDS.map((_, i) => `coalesce(sum(lengths[${i + 1}]), 0)::double precision`).join();
	const [totals] = await queries.query<{ articles: number; passages: number; lengths: number[] }>(
		`SELECT coalesce(sum(cardinality(article_ids)), 0)::integer AS articles,
			coalesce(sum(passages), 0)::integer AS passages, ARRAY[${sums}] AS lengths
		FROM baowen_index.pages`,
	);
	await queries.query(
		`UPDATE baowen_index.manifest SET generation = generation + 1, format = $1, model_id = $2, dimensions = $3,
			recipe = $4, fields = $5, committed_at = $6, numbers = $7, articles = $8, passages = $9, lengths = $10`,
		[
			FORMAT,
			modelId,
			dimensions,
			recipe,
			FIELDS,
			new Date(),
			numbers,
			totals!.articles,
			totals!.passages,
			totals!.lengths,
		],
	);
}
