/** The address of a PostgreSQL with pgvector in, the port PassageIndex on it out, for any number of processes at once. */

import { join } from "node:path";
import type { Article, Passage } from "../../domain.ts";
import type {
	Candidate,
	EmbeddedPassage,
	Field,
	IndexedPage,
	IndexQuery,
	IndexSummary,
	PassageIndex,
} from "../../ports.ts";
import { codeOf, Database, DatabaseError, type Queries, type SnapshotBeginning } from "../../postgres/database.ts";
import { migrate } from "../../postgres/migrations.ts";
import { EXACT_LIMIT } from "../exact-limit.ts";
import type { IndexIdentity } from "../index-identity.ts";
import { storablePage } from "../storable-page.ts";
import { Committed } from "./committed.ts";
import { lockedManifest, MANIFEST, type Manifest, type ManifestRow, manifestOf } from "./manifest.ts";
import { mergeSegments } from "./merging.ts";
import { Nearest, PROPOSED } from "./nearest.ts";
import { publish } from "./publish.ts";
import { Staging } from "./staging.ts";
import { vectorOf } from "./vector-bytes.ts";

/**
 * Opens the index in the database, after making its tables where they are missing. An index of another identity is left
 * alone, as others may be asking it, and an empty one takes its place with the first commit; `notice` says so in one
 * sentence, and its pages have to be put in again. `leadingDimensions` are those of the embedder: the nearest are looked
 * for by these.
 * @throws DatabaseError when the database does not answer, has no pgvector, or was changed by a newer program.
 */
export async function openPostgresIndex(
	url: string,
	identity: IndexIdentity,
	leadingDimensions = identity.dimensions,
): Promise<{ index: PassageIndex; notice: string | null }> {
	const database = new Database(url);
	try {
		const version = await preparePgvector(database);
		await migrate(database, join(import.meta.dirname, "migrations"), "baowen_index.migrations");
		const { difference } = manifestOf(await database.query<ManifestRow>(MANIFEST), identity);
		const notice = difference === null ? null : `数据库 ${database.name} 里的索引不能用,将重新建立:${difference}。`;
		const width = version < SUBVECTOR_PGVECTOR ? identity.dimensions : leadingDimensions;
		return { index: new PostgresIndex(database, identity, width, version), notice };
	} catch (error) {
		await database.close();
		throw error;
	}
}

/** The first version with HNSW. */
const OLDEST_PGVECTOR = 0.05;
/** The first version that can take a part of a vector. */
const SUBVECTOR_PGVECTOR = 0.07;
/** The first version that goes on searching where the nearest found are rows that were deleted. */
const ITERATIVE_PGVECTOR = 0.08;
/** Milliseconds that a statement of a commit may take. */
const COMMIT_LIMIT = 600_000;

/** Its version as major + minor / 100. @throws DatabaseError in one sentence when there is none */
async function preparePgvector(database: Database): Promise<number> {
	const [found] = await database.query<{ installed: string | null }>(
		"SELECT installed_version AS installed FROM pg_available_extensions WHERE name = 'vector'",
	);
	if (found === undefined) {
		throw new DatabaseError(
			`数据库 ${database.name} 的服务器没有 pgvector:请先在服务器上安装它(https://github.com/pgvector/pgvector)。`,
		);
	}
	if (found.installed === null) {
		await database.query("CREATE EXTENSION IF NOT EXISTS vector").catch((cause) => {
			// 23505: another instance has just made it.
			if (codeOf(cause) === "23505") return;
			throw new DatabaseError(
				`数据库 ${database.name} 里不能启用 pgvector:请让管理员在其中执行 CREATE EXTENSION vector。`,
				{ cause },
			);
		});
		return preparePgvector(database);
	}
	const [major = 0, minor = 0] = found.installed.split(".").map(Number);
	const version = major + minor / 100;
	if (version >= OLDEST_PGVECTOR) return version;
	throw new DatabaseError(`数据库 ${database.name} 的 pgvector 是 ${found.installed} 版,太旧:至少要 0.5.0 版。`);
}

class PostgresIndex implements PassageIndex {
	readonly #database: Database;
	readonly #identity: IndexIdentity;
	readonly #nearest: Nearest;
	readonly #committed: Committed;
	readonly #staging: Staging;
	readonly #reading: SnapshotBeginning;
	/** Has this process ever seen a commit of its identity? */
	#wasOurs = false;
	/** Changes are made one after the other. */
	#lastChange: Promise<unknown> = Promise.resolve();

	constructor(database: Database, identity: IndexIdentity, width: number, pgvector: number) {
		this.#database = database;
		this.#identity = identity;
		this.#nearest = new Nearest(identity.dimensions, width);
		this.#committed = new Committed(this.#nearest);
		this.#staging = new Staging(database);
		this.#reading = {
			statement: MANIFEST,
			settings: {
				"hnsw.ef_search": PROPOSED,
				...(pgvector < ITERATIVE_PGVECTOR ? {} : { "hnsw.iterative_scan": "strict_order" }),
				// Just after a large commit the planner does not know yet how many rows there are.
				enable_seqscan: "off",
			},
		};
	}

	replacePage(page: IndexedPage): Promise<void> {
		return this.#change(async () => this.#staging.put(storablePage(page, this.#identity.dimensions)));
	}

	removePage(file: string): Promise<void> {
		return this.#change(async () => this.#staging.remove(file));
	}

	commit(): Promise<void> {
		return this.#change(async () => {
			await this.#staging.writePostings();
			const options = { statementLimit: COMMIT_LIMIT };
			await this.#database.transaction(async (queries) => {
				const manifest = await lockedManifest(queries, this.#identity);
				this.#usable(manifest);
				await publish(queries, manifest, this.#identity, this.#staging);
			}, options);
			this.#staging.forget();
			this.#wasOurs = true;
			while (await this.#database.transaction((queries) => this.#mergeOnce(queries), options));
			const { passages } = manifestOf(await this.#database.query<ManifestRow>(MANIFEST), this.#identity);
			if (passages > EXACT_LIMIT) await this.#nearest.build(this.#database);
		});
	}

	candidates(query: IndexQuery, depth: number): Promise<Candidate[]> {
		return this.#read((queries, manifest) => this.#committed.candidates(queries, manifest, query, depth), []);
	}

	documentFrequencies(field: Field, terms: readonly string[]): Promise<number[]> {
		return this.#read(
			(queries, manifest) => this.#committed.documentFrequencies(queries, manifest, field, terms),
			terms.map(() => 0),
		);
	}

	passages(ids: readonly string[]): Promise<Passage[]> {
		return this.#read((queries) => recordsOf<Passage>(queries, "passages", ids), []);
	}

	articles(ids: readonly string[]): Promise<Article[]> {
		return this.#read((queries) => recordsOf<Article>(queries, "articles", ids), []);
	}

	async summary(): Promise<IndexSummary> {
		return this.#read(
			async (queries, { articles, passages, committedAt }) => ({
				pages: await pagesOf(queries),
				articles,
				passages,
				committedAt,
			}),
			{ pages: [], articles: 0, passages: 0, committedAt: null },
		);
	}

	passageCount(): Promise<number> {
		return this.#read(async (_, { passages }) => passages, 0);
	}

	passagesOfPage(file: string): Promise<EmbeddedPassage[]> {
		return this.#read((queries) => embeddedPassages(queries, file, this.#identity.dimensions), []);
	}

	async close(): Promise<void> {
		// Where the database is away, the next writer removes what is left behind.
		await this.#change(() => this.#staging.discard()).catch(() => {});
		await this.#database.close();
	}

	#change(work: () => Promise<void>): Promise<void> {
		const done = this.#lastChange.then(work);
		this.#lastChange = done.catch(() => {});
		return done;
	}

	/** All statements of `work` see the same commit; `empty` where there is none of this identity yet. */
	#read<T>(work: (queries: Queries, manifest: Manifest) => Promise<T>, empty: T): Promise<T> {
		return this.#database.snapshot<ManifestRow, T>(this.#reading, async (rows, queries) => {
			const manifest = manifestOf(rows, this.#identity);
			return this.#usable(manifest) ? work(queries, manifest) : empty;
		});
	}

	/** Whether there may be more to merge. */
	async #mergeOnce(queries: Queries): Promise<boolean> {
		const { difference } = await lockedManifest(queries, this.#identity);
		return difference === null && mergeSegments(queries);
	}

	/** @throws DatabaseError when another program has taken the index over from this one: the two would fight. */
	#usable({ difference, committedAt }: Manifest): boolean {
		if (difference === null) {
			if (committedAt !== null) this.#wasOurs = true;
			return true;
		}
		if (!this.#wasOurs) return false;
		throw new DatabaseError(
			`数据库 ${this.#database.name} 里的索引已由另一个程序重新建立(${difference}),请让本程序与它一致后再启动。`,
		);
	}
}

/** In the order of the ids; unknown ones are left out. */
async function recordsOf<T>(queries: Queries, table: "passages" | "articles", ids: readonly string[]): Promise<T[]> {
	const rows = await queries.query<{ id: string; record: T }>(
		`SELECT id, record FROM baowen_index.${table} WHERE id = ANY($1)`,
		[ids],
	);
	const records = new Map(rows.map(({ id, record }) => [id, record]));
	return ids.flatMap((id) => records.get(id) ?? []);
}

async function embeddedPassages(queries: Queries, file: string, dimensions: number): Promise<EmbeddedPassage[]> {
	const rows = await queries.query<{ record: Passage; vector: Uint8Array | null }>(
		"SELECT record, vector_send(embedding) AS vector FROM baowen_index.passages WHERE file = $1",
		[file],
	);
	return rows.map(({ record, vector }) => ({
		passage: record,
		vector: vector === null ? new Float32Array(dimensions) : vectorOf(vector),
	}));
}

async function pagesOf(queries: Queries): Promise<IndexSummary["pages"]> {
	const rows = await queries.query<{ file: string; hash: string; added_at: string; article_ids: string[] }>(
		"SELECT file, hash, added_at, article_ids FROM baowen_index.pages ORDER BY file",
	);
	return rows.map(({ file, hash, added_at: addedAt, article_ids: articleIds }) => ({
		file,
		hash,
		addedAt,
		articleIds,
	}));
}
