/** A vector in, the numbers of the passages nearest to it out, by pgvector's index. */

import { codeOf, type Database, type Queries } from "../../postgres/database.ts";
import { vectorBytes } from "./vector-bytes.ts";

/** The most that pgvector's index takes; larger vectors are compared one by one. */
const MOST_DIMENSIONS = 2000;
/** Milliseconds that building it may take: a million vectors take an hour where little memory is set apart. */
const BUILD_LIMIT = 6 * 3_600_000;
/** How many are proposed by the leading dimensions, to be compared by all: see the embedded engine's graph. */
export const PROPOSED = 256;
const NAME = "passages_nearest";

export class Nearest {
	readonly #dimensions: number;
	readonly #width: number;

	/** Of `dimensions`, the first `leading` are in the index: where they tell nearly as much, it is smaller and faster. */
	constructor(dimensions: number, leading: number) {
		this.#dimensions = dimensions;
		this.#width = leading;
	}

	/** Does nothing where it is. Questions are answered meanwhile, changes wait. @throws DatabaseError */
	async build(database: Database): Promise<void> {
		if (this.#width > MOST_DIMENSIONS) return;
		const name = `${NAME}_${this.#width}`;
		const names = await namesOf(database);
		if (!names.includes(name)) {
			const vectors = `${this.#leading("embedding")} vector_cosine_ops`;
			const build = (queries: Queries) =>
				queries.query(`CREATE INDEX ${name} ON baowen_index.passages USING hnsw (${vectors})`);
			await database.transaction(build, { statementLimit: BUILD_LIMIT }).catch((error) => {
				// Another process has built it in between (42P07), or while this one waited for it (23505).
				if (!["42P07", "23505"].includes(codeOf(error))) throw error;
			});
		}
		// One of other dimensions goes in a transaction of its own: until that ends, no question can read the passages.
		for (const other of names) if (other !== name) await database.query(`DROP INDEX IF EXISTS baowen_index.${other}`);
	}

	/** At most `depth`, the nearest first, nearly always. */
	async find(queries: Queries, direction: Float32Array, depth: number): Promise<number[]> {
		const rows = await queries.query<{ number: number }>(
			`SELECT number FROM (
				SELECT number, embedding FROM baowen_index.passages WHERE embedding IS NOT NULL
				ORDER BY ${this.#leading("embedding")} <=> ${this.#leading("$1")} LIMIT $2
			) AS proposed ORDER BY embedding <#> $1::vector LIMIT $3`,
			[vectorBytes(direction), Math.max(depth, PROPOSED), depth],
		);
		return rows.map(({ number }) => number);
	}

	/** The index needs to know the dimensions, which the column leaves open. */
	#leading(vector: string): string {
		if (this.#width === this.#dimensions) return `(${vector}::vector(${this.#dimensions}))`;
		return `(subvector(${vector}::vector, 1, ${this.#width})::vector(${this.#width}))`;
	}
}

/** Vectors of other dimensions would not fit in there. */
export async function dropNearest(queries: Queries): Promise<void> {
	for (const name of await namesOf(queries)) await queries.query(`DROP INDEX baowen_index.${name}`);
}

async function namesOf(queries: Queries): Promise<string[]> {
	const rows = await queries.query<{ name: string }>(
		"SELECT indexname AS name FROM pg_indexes WHERE schemaname = 'baowen_index' AND starts_with(indexname, $1)",
		[NAME],
	);
	return rows.map(({ name }) => name);
}
