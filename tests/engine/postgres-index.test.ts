/** The index in PostgreSQL: the contracts of every index, and what it promises besides: several processes, killed ones, refusals, a database that goes away. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { byField } from "../../src/engine/by-field.ts";
import { EXACT_LIMIT } from "../../src/engine/exact-limit.ts";
import { openPostgresIndex } from "../../src/engine/postgres/postgres-index.ts";
import type { IndexQuery, PassageIndex } from "../../src/ports.ts";
import { Database } from "../../src/postgres/database.ts";
import { everything, type OpenedIndex, passageIndexContract } from "../contracts/passage-index.ts";
import { ExactIndex } from "../support/exact-index.ts";
import { DIMENSIONS, indexedPage, unit } from "../support/indexed-page.ts";
import { emptyIndex, type PgliteServer, startPgliteServer } from "../support/pglite-server.ts";
import { seededRandom } from "../support/seeded-random.ts";

const IDENTITY = { modelId: "model-a", dimensions: DIMENSIONS, recipe: "recipe-1" };
const QUERY: IndexQuery = { terms: byField(() => ["报"]), vector: unit([1, 0, 0, 0, 0, 0, 0, 1]) };

let server: PgliteServer;
/** Another client: what it says waits until a transaction under way has ended. */
let database: Database;
beforeAll(async () => {
	server = await startPgliteServer();
	database = new Database(server.url);
});
afterAll(async () => {
	await database.close();
	await server.stop();
});
beforeEach(() => emptyIndex(server));

function pageOf(file: string, hash = "1") {
	const content = { terms: byField((field) => ["报", file, field]), numbers: [1, 2, 3, 4, 0, 0, 0, 0] };
	return indexedPage(file, hash, [[content, content], [content]]);
}

async function open(
	identity = IDENTITY,
	leading = identity.dimensions,
): Promise<{ index: PassageIndex; notice: string | null }> {
	const opened = await openPostgresIndex(server.url, identity, leading);
	onTestFinished(() => opened.index.close());
	return opened;
}

const files = async (index: PassageIndex) => (await index.summary()).pages.map(({ file }) => file);
const count = async (table: string) => {
	const rows = await database.query<{ n: number }>(`SELECT count(*)::integer AS n FROM baowen_index.${table}`);
	return rows[0]!.n;
};

/** A process with an index of its own, and the way to close it and open it again. */
async function openedAlone(): Promise<OpenedIndex> {
	await emptyIndex(server);
	let { index } = await openPostgresIndex(server.url, IDENTITY);
	return {
		index,
		reopen: async () => {
			await index.close();
			const opened = await openPostgresIndex(server.url, IDENTITY);
			if (opened.notice !== null) throw new Error(opened.notice);
			index = opened.index;
			return index;
		},
		discard: () => index.close(),
	};
}
passageIndexContract("the index on PostgreSQL", openedAlone, 12);

describe("an index that grows", () => {
	test("answers like the exact reference while segments are merged and decay", async () => {
		const { index } = await open();
		const reference = new ExactIndex(DIMENSIONS);
		const next = seededRandom(1);
		const words = () => byField(() => Array.from({ length: 6 }, () => `${Math.floor(20 ** next())}`));
		const numbers = () => Array.from({ length: DIMENSIONS }, () => Math.floor(7 * next()) - 3);
		const segments: number[] = [];
		for (let commit = 0; commit < 24; commit++) {
			// First every page is new, then most replace an earlier one.
			const file = `${commit < 16 ? commit : commit % 3}.txt`;
			const contents = [0, 1].map(() => [0, 1, 2].map(() => ({ terms: words(), numbers: numbers() })));
			const page = indexedPage(file, `${commit}`, contents);
			for (const one of [index, reference]) {
				await one.replacePage(page);
				await one.commit();
			}
			segments.push(await count("segments"));
			const queries = [{ terms: words(), vector: unit(numbers()) }];
			expect(await everything(index, queries, 10)).toEqual(await everything(reference, queries, 10));
		}
		expect(Math.max(...segments)).toBeLessThan(12);
	});

	test.each([
		[DIMENSIONS, `(embedding::vector(${DIMENSIONS}))`],
		[5, "(subvector(embedding, 1, 5)::vector(5))"],
	])(
		"finds the nearest of thousands by pgvector's index of %i dimensions, as pages change too",
		async (leading, indexed) => {
			const { index } = await open(IDENTITY, leading);
			const next = seededRandom(2);
			// The first dimensions tell the most.
			const vector = () => unit(Array.from({ length: DIMENSIONS }, (_, d) => (next() - 0.5) / (1 + d)));
			const vectors = new Map<string, Float32Array>();
			const put = async (number: number, hash: string) => {
				const file = `${number}.txt`;
				const contents = Array.from({ length: 600 }, () => ({ terms: byField(() => []), numbers: [...vector()] }));
				const page = indexedPage(file, hash, [contents]);
				for (const id of vectors.keys()) if (id.startsWith(`${file}/`)) vectors.delete(id);
				for (const { passage, vector } of page.articles[0]!.passages) vectors.set(passage.id, vector);
				await index.replacePage(page);
			};
			const expectNearest = async () => {
				expect(vectors.size).toBeGreaterThan(EXACT_LIMIT);
				let near = 0;
				for (let n = 0; n < 20; n++) {
					const direction = vector();
					const truth = [...vectors].map(
						([id, one]) => [id, one.reduce((sum, x, i) => sum + x * direction[i]!, 0)] as const,
					);
					truth.sort((a, b) => b[1] - a[1]);
					const found = await index.candidates({ terms: byField(() => []), vector: direction }, 20);
					const cosines = new Map(truth);
					for (const { passageId, cosine } of found) expect(cosine).toBeCloseTo(cosines.get(passageId)!, 6);
					near += truth.slice(0, 20).filter(([id]) => found.some(({ passageId }) => passageId === id)).length;
				}
				expect(near / (20 * 20)).toBeGreaterThanOrEqual(0.99);
			};
			for (let number = 0; number < 8; number++) await put(number, "1");
			await index.commit();
			await expectNearest();
			const plan = await database.query<{ "QUERY PLAN": string }>(
				`EXPLAIN SELECT number FROM baowen_index.passages WHERE embedding IS NOT NULL
			ORDER BY ${indexed} <=> '[${Array.from({ length: leading }, () => 1)}]' LIMIT 20`,
			);
			expect(JSON.stringify(plan)).toContain(`Index Scan using passages_nearest_${leading}`);
			await database.query("CREATE INDEX passages_nearest_9 ON baowen_index.passages (number)");
			for (const number of [2, 7]) await put(number, "2");
			await index.commit();
			await expectNearest();
			const names = await database.query(
				"SELECT indexname FROM pg_indexes WHERE starts_with(indexname, 'passages_nearest')",
			);
			expect(names).toEqual([{ indexname: `passages_nearest_${leading}` }]);
		},
	);
});

describe("several processes on one index", () => {
	test("see each other's commits without opening anew", async () => {
		const [one, other] = [await open(), await open()];
		await one.index.replacePage(pageOf("a.txt"));
		await one.index.commit();
		const state = await everything(one.index, [QUERY]);
		expect(state).toMatchObject({ passageCount: 3 });
		expect(await everything(other.index, [QUERY])).toEqual(state);
		await other.index.replacePage(pageOf("a.txt", "2"));
		await other.index.commit();
		expect(await everything(one.index, [QUERY])).toEqual(await everything(other.index, [QUERY]));
		expect((await one.index.summary()).pages).toMatchObject([{ file: "a.txt", hash: "2" }]);
	});

	test("keep their uncommitted changes apart, and the last one to commit a page has it", async () => {
		const [one, other] = [await open(), await open()];
		await one.index.replacePage(pageOf("a.txt", "1"));
		await one.index.replacePage(pageOf("b.txt", "1"));
		await other.index.replacePage(pageOf("a.txt", "2"));
		await other.index.replacePage(pageOf("c.txt", "2"));
		await one.index.commit();
		expect(await files(other.index)).toEqual(["a.txt", "b.txt"]);
		await other.index.commit();
		const { pages } = await one.index.summary();
		expect(pages.map(({ file, hash }) => file + hash)).toEqual(["a.txt2", "b.txt1", "c.txt2"]);
		expect(await one.index.documentFrequencies("words", ["报", "a.txt"])).toEqual([9, 3]);
	});

	test("leave nothing of what they gave up", async () => {
		const { index } = await open();
		await index.replacePage(pageOf("a.txt"));
		await index.commit();
		await index.replacePage(pageOf("a.txt", "2"));
		await index.replacePage(pageOf("a.txt", "3"));
		await index.commit();
		await index.replacePage(pageOf("a.txt", "4"));
		await index.close();
		for (const table of ["writers", "staged_articles", "staged_passages"]) expect(await count(table)).toBe(0);
		expect(await Promise.all(["pages", "articles", "passages"].map(count))).toEqual([1, 2, 3]);
		const rows = await database.query("SELECT id FROM baowen_index.segments WHERE writer IS NOT NULL");
		expect(rows).toEqual([]);
		const orphans = "SELECT 1 FROM baowen_index.postings WHERE segment NOT IN (SELECT id FROM baowen_index.segments)";
		expect(await database.query(orphans)).toEqual([]);
	});
});

test("tables dropped and made anew are not taken for those before", async () => {
	const { index } = await open();
	await index.replacePage(pageOf("a.txt"));
	await index.commit();
	expect(await index.documentFrequencies("words", ["a.txt", "b.txt"])).toEqual([3, 0]);
	await database.script("DROP SCHEMA baowen_index CASCADE");
	const other = await open();
	await other.index.replacePage(pageOf("b.txt"));
	await other.index.commit();
	expect(await index.documentFrequencies("words", ["a.txt", "b.txt"])).toEqual([0, 3]);
});

describe("a process that was killed", () => {
	const anHourPasses = () =>
		database.script("UPDATE baowen_index.writers SET active_at = active_at - interval '2 hours'");

	test("leaves what the next writer removes, and what is staged by those at work stays", async () => {
		const [killed, atWork, next] = [await open(), await open(), await open()];
		await killed.index.replacePage(pageOf("killed.txt"));
		await anHourPasses();
		await atWork.index.replacePage(pageOf("at-work.txt"));
		expect(await count("writers")).toBe(1);
		expect(await count("staged_passages")).toBe(3);
		await next.index.replacePage(pageOf("next.txt"));
		await next.index.commit();
		await atWork.index.commit();
		expect(await files(next.index)).toEqual(["at-work.txt", "next.txt"]);
		expect(await count("staged_articles")).toBe(0);
	});

	test("and was only asleep is told so, and can put its pages in again", async () => {
		const [asleep, other] = [await open(), await open()];
		await asleep.index.replacePage(pageOf("a.txt"));
		await anHourPasses();
		await other.index.replacePage(pageOf("b.txt"));
		await expect(asleep.index.commit()).rejects.toThrow(/还没有提交的索引已被清除,请重新收入这些版面。$/);
		await asleep.index.replacePage(pageOf("a.txt"));
		await asleep.index.commit();
		expect(await files(asleep.index)).toEqual(["a.txt"]);
	});

	test("with the whole server loses what was staged and nothing else", async () => {
		const { index } = await open();
		await index.replacePage(pageOf("a.txt"));
		await index.commit();
		await index.replacePage(pageOf("b.txt"));
		// As unlogged tables are after a crash.
		await database.script("TRUNCATE baowen_index.staged_passages, baowen_index.staged_articles");
		await expect(index.commit()).rejects.toThrow(/请重新收入/);
		expect(await files(index)).toEqual(["a.txt"]);
	});
});

describe("an index of another identity", () => {
	const refusals: [Partial<typeof IDENTITY>, RegExp][] = [
		[{ modelId: "model-b" }, /^数据库 127\.0\.0\.1:\d+\/postgres 里的索引不能用,将重新建立:.*model-a.*model-b.*。$/],
		[{ dimensions: 4 }, /8 维.*4 维/],
		[{ recipe: "recipe-2" }, /recipe-1.*recipe-2/],
	];
	test.each(refusals)("is not used with %o, and goes when another is committed", async (change, notice) => {
		const old = await open();
		expect(old.notice).toBeNull();
		await old.index.replacePage(pageOf("a.txt"));
		await old.index.commit();
		const before = await everything(old.index, [QUERY]);
		const identity = { ...IDENTITY, ...change };
		const other = await open(identity);
		expect(other.notice).toMatch(notice);
		expect(await other.index.summary()).toEqual({ pages: [], articles: 0, passages: 0, committedAt: null });
		expect(await other.index.candidates(QUERY, 3)).toEqual([]);
		// Until then, those that use it go on.
		expect(await everything(old.index, [QUERY])).toEqual(before);

		const { articles, ...page } = pageOf("b.txt");
		const fitting = articles.map(({ article, passages }) => ({
			article,
			passages: passages.map((one) => ({ ...one, vector: unit(Array.from(one.vector).slice(0, identity.dimensions)) })),
		}));
		await other.index.replacePage({ ...page, articles: fitting });
		await other.index.commit();
		expect(await files(other.index)).toEqual(["b.txt"]);
		expect(await count("segments")).toBe(1);
		await expect(old.index.candidates(QUERY, 3)).rejects.toThrow(/已由另一个程序重新建立.*再启动。$/);
		await old.index.replacePage(pageOf("c.txt"));
		await expect(old.index.commit()).rejects.toThrow(/已由另一个程序重新建立/);
		expect((await open(identity)).notice).toBeNull();
	});

	test("or of another format is not used", async () => {
		const { index } = await open();
		await index.commit();
		await database.script("UPDATE baowen_index.manifest SET format = 99");
		expect((await open()).notice).toMatch(/格式是第 99 版,本程序用第 1 版/);
	});
});

describe("a database that goes away", () => {
	test("fails the question in one sentence, and answers the next when it is back", async () => {
		const { index } = await open();
		await index.replacePage(pageOf("a.txt"));
		await index.commit();
		const before = await everything(index, [QUERY]);
		await index.replacePage(pageOf("b.txt"));
		await server.goAway();
		const away = /^数据库 127\.0\.0\.1:\d+\/postgres 连不上:[^。]*。$/;
		await expect(index.candidates(QUERY, 3)).rejects.toThrow(away);
		await expect(index.replacePage(pageOf("c.txt"))).rejects.toThrow(away);
		await expect(index.commit()).rejects.toThrow(away);
		await server.comeBack();
		expect(await everything(index, [QUERY])).toEqual(before);
		// What was staged before is committed once it can be.
		await index.commit();
		expect(await files(index)).toEqual(["a.txt", "b.txt"]);
	});
});

describe("docs/citus.sql", () => {
	const text = readFileSync(join(import.meta.dirname, "..", "..", "docs", "citus.sql"), "utf8");
	const statements = text
		.replace(/--.*/g, "")
		.split(";")
		.map((one) => one.trim())
		.filter((one) => one !== "");
	const CALL =
		/^SELECT create_(reference|distributed)_table\('([\w.]+)'(?:, '(\w+)')?(?:, colocate_with => '([\w.]+)')?\)$/;
	const calls = statements.flatMap((statement) => {
		const [, kind, table, column, colocatedWith] = CALL.exec(statement) ?? [];
		return kind === undefined ? [] : { kind, table, column, colocatedWith };
	});

	test("spreads every table of the index, each by a column that Citus can take", async () => {
		await open();
		const tables = await database.query<{ name: string }>(
			`SELECT 'baowen_index.' || tablename AS name FROM pg_tables
			WHERE schemaname = 'baowen_index' AND tablename <> 'migrations'`,
		);
		expect(calls.map(({ table }) => table).sort()).toEqual(tables.map(({ name }) => name).sort());
		for (const { kind, table, column, colocatedWith } of calls) {
			expect(kind === "distributed", table).toBe(column !== undefined);
			if (kind === "reference") continue;
			// Citus wants it in the primary key, and in colocated tables of the same type.
			const rows = await database.query<{ type: string }>(
				`SELECT atttypid::regtype::text AS type FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
				WHERE indrelid = $1::regclass AND indisprimary AND attname = $2`,
				[table, column],
			);
			expect(rows, table).toHaveLength(1);
			if (colocatedWith === undefined || colocatedWith === "none") continue;
			expect(calls.find((one) => one.table === colocatedWith)?.column, table).toBe(column);
		}
	});

	test("has nothing else that a server without Citus refuses", async () => {
		await open();
		const others = statements.filter((statement) => !CALL.test(statement));
		expect(others.length).toBeGreaterThan(5);
		for (const statement of others) await database.script(statement);
	});
});
