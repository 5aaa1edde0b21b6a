/** A folder of numbered .sql files in, a database with exactly those changes made out. */

import path from "node:path";
import Postgrator from "postgrator";
import { type Database, DatabaseError } from "./database.ts";

/** Milliseconds to wait for another instance's migrations, and for one's own. */
const LIMIT = 600_000;

/**
 * Makes the changes of the folder (`001.do.what.sql`, `002.do.…`) that the database does not have yet: all of them in
 * one transaction, and one instance after the other. `versionTable`, as `schema.table`, keeps the number of the last
 * one; the schema is made where it is missing.
 * @throws DatabaseError, also when a newer program has changed the tables further than this one knows.
 */
export async function migrate(database: Database, folder: string, versionTable: string): Promise<void> {
	const migrateOnce = () =>
		database.transaction(
			async (queries) => {
				// Held to the end of the transaction. The second instance finds everything done.
				await queries.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [versionTable]);
				const postgrator = new Postgrator({
					driver: "pg",
					migrationPattern: path.join(folder.replace(/[[\]{}()*?!\\]/g, "\\$&"), "*.sql"),
					schemaTable: versionTable,
					execQuery: async (text) => ({ rows: await queries.query(text) }),
					execSqlScript: (text) => queries.script(text),
				});
				await postgrator.migrate();
				return { made: await postgrator.getDatabaseVersion(), known: await postgrator.getMaxVersion() };
			},
			{ statementLimit: LIMIT },
		);
	const { made, known } = await migrateOnce().catch((error: Error) => {
		if (error instanceof DatabaseError) throw error;
		throw new DatabaseError(`数据库 ${database.name} 里的表没能更新(${versionTable}):${error.message}。`, {
			cause: error,
		});
	});
	if (made > known) {
		throw new DatabaseError(
			`数据库 ${database.name} 里的表(${versionTable})是第 ${made} 版,本程序只认到第 ${known} 版:请用新版程序。`,
		);
	}
}
