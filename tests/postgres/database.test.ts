/** Connections, transactions and migrations, on a PostgreSQL of their own. */

import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPostgresIndex } from "../../src/engine/postgres/postgres-index.ts";
import { Database, DatabaseError } from "../../src/postgres/database.ts";
import { migrate } from "../../src/postgres/migrations.ts";
import { type PgliteServer, startPgliteServer } from "../support/pglite-server.ts";

let server: PgliteServer;
const opened: Database[] = [];
const open = (url = server.url, backoff?: (attempt: number) => Promise<unknown>) => {
	const database = new Database(url, backoff);
	opened.push(database);
	return database;
};

beforeAll(async () => {
	server = await startPgliteServer(undefined, { pgvector: false });
	await server.inside.exec("CREATE TABLE kept (number integer PRIMARY KEY)");
});
afterAll(async () => {
	for (const database of opened) await database.close();
	await server.stop();
});

const raise = (code: string) => `DO $$ BEGIN RAISE EXCEPTION 'on purpose' USING ERRCODE = '${code}'; END $$`;
const numbers = async () => (await server.inside.query<{ number: number }>("SELECT number FROM kept ORDER BY 1")).rows;

describe("a transaction", () => {
	test.each(["40001", "40P01"])("is run again after %s, from the beginning and with growing pauses", async (code) => {
		const pauses: number[] = [];
		const database = open(server.url, async (attempt) => pauses.push(attempt));
		await server.inside.exec("TRUNCATE kept");
		let attempts = 0;
		const result = await database.transaction(async (queries) => {
			await queries.query("INSERT INTO kept VALUES ($1)", [++attempts]);
			if (attempts < 4) await queries.query(raise(code));
			return "done";
		});
		expect(result).toBe("done");
		expect(pauses).toEqual([1, 2, 3]);
		expect(await numbers()).toEqual([{ number: 4 }]);
	});

	test("is given up after six attempts", async () => {
		let pauses = 0;
		const database = open(server.url, async () => ++pauses);
		const failing = database.transaction((queries) => queries.query(raise("40001")));
		await expect(failing).rejects.toThrow("on purpose");
		expect(pauses).toBe(5);
	});

	test("is not run again after any other error, and leaves nothing", async () => {
		const database = open(server.url, () => Promise.reject(new Error("no pause is due")));
		await server.inside.exec("TRUNCATE kept");
		const failing = (error: () => Promise<unknown>) =>
			database.transaction(async (queries) => {
				await queries.query("INSERT INTO kept VALUES (1)");
				await error();
			});
		await expect(failing(() => Promise.reject(new Error("of the caller")))).rejects.toThrow(/^of the caller$/);
		expect(await numbers()).toEqual([]);
		await expect(database.transaction((queries) => queries.query(raise("23505")))).rejects.toThrow(DatabaseError);
	});
});

describe("a database that does not answer", () => {
	const SECRET = "p%40ss-w0rd";
	const messageOf = (work: Promise<unknown>) =>
		work.then(
			() => "",
			(error: Error) => `${error.message} ${error instanceof DatabaseError}`,
		);

	test("is named in one sentence, without user and password", async () => {
		const nobody = open(`postgres://me:${SECRET}@127.0.0.1:1/papers`);
		const message = await messageOf(nobody.query("SELECT 1"));
		expect(message).toMatch(/^数据库 127\.0\.0\.1:1\/papers 连不上:.*ECONNREFUSED.*;请检查地址和服务器。 true$/);
		const wrong = [`http://me:${SECRET}@host/x`, `me:${SECRET}@host`, `postgres://me:${SECRET}@host:port/x`];
		for (const url of wrong) {
			expect(() => new Database(url)).toThrow(/postgres:\/\//);
			expect(() => new Database(url)).not.toThrow(/p%40ss|p@ss/);
		}
	});

	test("is asked again once it is back", async () => {
		const database = open();
		expect(await database.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
		await server.goAway();
		expect(await messageOf(database.query("SELECT 1"))).toMatch(/^数据库 127\.0\.0\.1:\d+\/postgres 连不上:.* true$/);
		await server.comeBack();
		expect(await database.query("SELECT 2 AS two")).toEqual([{ two: 2 }]);
	});

	test("breaks off a transaction that can be begun anew", async () => {
		const database = open();
		await server.inside.exec("TRUNCATE kept");
		const broken = database.transaction(async (queries) => {
			await queries.query("INSERT INTO kept VALUES (1)");
			await server.goAway();
			await queries.query("INSERT INTO kept VALUES (2)");
		});
		expect(await messageOf(broken)).toMatch(/连不上/);
		await server.comeBack();
		expect(await numbers()).toEqual([]);
		await database.transaction((queries) => queries.query("INSERT INTO kept VALUES (3)"));
		expect(await numbers()).toEqual([{ number: 3 }]);
	});

	test("refuses a statement with its own words", async () => {
		expect(await messageOf(open().query("SELECT * FROM nowhere"))).toMatch(/报错:relation "nowhere" does not exist。/);
	});
});

test("an index is not opened on a server without pgvector, in one sentence", async () => {
	const identity = { modelId: "model", dimensions: 8, recipe: "1" };
	await expect(openPostgresIndex(server.url, identity)).rejects.toThrow(
		/^数据库 127\.0\.0\.1:\d+\/postgres 的服务器没有 pgvector:请先在服务器上安装它[^。]*。$/,
	);
});

describe("migrations", () => {
	let folder: string;
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), "baowen-[1]-"));
		await writeFile(join(folder, "001.do.things.sql"), "CREATE TABLE migrated.things (name text);");
		const second = "ALTER TABLE migrated.things ADD size integer; INSERT INTO migrated.things VALUES ('a', 1);";
		await writeFile(join(folder, "002.do.size.sql"), second);
	});
	afterAll(() => rm(folder, { recursive: true }));
	const things = async () => (await server.inside.query("SELECT * FROM migrated.things")).rows;

	test("are made once, in order, whoever comes first", async () => {
		const [one, other] = [open(), open()];
		await Promise.all([one, other].map((database) => migrate(database, folder, "migrated.version")));
		await migrate(one, folder, "migrated.version");
		expect(await things()).toEqual([{ name: "a", size: 1 }]);
	});

	test("are made all or not at all", async () => {
		await writeFile(join(folder, "003.do.more.sql"), "INSERT INTO migrated.things VALUES ('b', 2);");
		await writeFile(join(folder, "004.do.wrong.sql"), "INSERT INTO migrated.nowhere VALUES (1);");
		await expect(migrate(open(), folder, "migrated.version")).rejects.toThrow(/报错:.*nowhere/);
		expect(await things()).toEqual([{ name: "a", size: 1 }]);
		await rm(join(folder, "004.do.wrong.sql"));
		await migrate(open(), folder, "migrated.version");
		expect(await things()).toHaveLength(2);
	});

	test("of a newer program are not for this one", async () => {
		const older = await mkdtemp(join(tmpdir(), "baowen-older-"));
		await copyFile(join(folder, "001.do.things.sql"), join(older, "001.do.things.sql"));
		await migrate(open(), folder, "migrated.version");
		await expect(migrate(open(), older, "migrated.version")).rejects.toThrow(/是第 \d 版,本程序只认到第 1 版/);
		await rm(older, { recursive: true });
	});

	test("that were changed after they were made are noticed", async () => {
		await writeFile(join(folder, "001.do.things.sql"), "CREATE TABLE migrated.things (names text);");
		const changed = migrate(open(), folder, "migrated.version");
		await expect(changed).rejects.toThrow(/表没能更新\(migrated\.version\):MD5 checksum failed/);
	});
});
