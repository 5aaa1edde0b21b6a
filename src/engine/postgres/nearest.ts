/** The number of dimensions in, pgvector's index of nearest vectors out. */

import { codeOf, type Database, type Queries } from "../../postgres/database.ts";

/** The most that pgvector's index takes; larger vectors are compared one by one. */
const MOST_DIMENSIONS = 2000;
/** Milliseconds that building it may take: a million vectors take an hour where little memory is set apart. */
const BUILD_LIMIT = 6 * 3_600_000;
const NAME = "passages_nearest";

/** Vectors as the index has them: it needs to know their dimensions, which the column leaves open. */
export const indexed = (vector: string, dimensions: number) => `(${vector}::vector(${dimensions}))`;

/** Does nothing where it is. Questions are answered meanwhile, changes wait. @throws DatabaseError */
export async function buildNearest(database: Database, dimensions: number): Promise<void> {
	if (dimensions > MOST_DIMENSIONS) return;
	const build = async (queries: Queries) => {
		if ((await namesOf(queries)).length > 0) return;
		const vectors = `${indexed("embedding", dimensions)} vector_ip_ops`;
		await queries.query(`CREATE INDEX ${NAME} ON baowen_index.passages USING hnsw (${vectors})`);
	};
	await database.transaction(build, { statementLimit: BUILD_LIMIT }).catch((error) => {
		// 42P07: another process has built it in between.
		if (codeOf(error) !== "42P07") throw error;
	});
}

/** Vectors of other dimensions would not fit in there. */
export async function dropNearest(queries: Queries): Promise<void> {
	for (const name of await namesOf(queries)) await queries.query(`DROP INDEX baowen_index.${name}`);
}

async function namesOf(queries: Queries): Promise<string[]> {
	const rows = await queries.query<{ name: string }>(
		"SELECT indexname AS name FROM pg_indexes WHERE schemaname = 'baowen_index' AND indexname = $1",
		[NAME],
	);
	return rows.map(({ name }) => name);
}
