/** Changes in, kept where no question sees them: rows of a writer, and what this process must remember until it commits. */

import { FIELDS, type FieldTerms, type IndexedArticle, type IndexedPage } from "../../ports.ts";
import { type Database, DatabaseError, type Queries } from "../../postgres/database.ts";
import { slotsFor } from "./bucket.ts";
import { bucketsOf, insertBuckets } from "./posting-rows.ts";
import { vectorBytes } from "./vector-bytes.ts";

/** A page of the next commit; its articles lie in the database. */
export interface StagedPage {
	/** Counts the pages that this writer has taken in. */
	readonly number: number;
	readonly file: string;
	readonly hash: string;
	readonly addedAt: string;
	readonly articleIds: readonly string[];
	/** Its passages have the numbers first … last - 1, counted by this writer. */
	readonly first: number;
	readonly last: number;
	/** Terms per field, in the order of FIELDS. */
	readonly lengths: readonly number[];
}

/** Passages first … last - 1, counted by this writer; their postings lie in the database. */
export interface StagedSegment {
	readonly id: number;
	readonly first: number;
	readonly last: number;
}

/** Passages whose postings are written together: bounds memory, and the rows that a large ingest writes. */
const BLOCK = 2048;
/** A writer that has not changed anything for so long was killed. */
const LEFT_BEHIND = "1 hour";
/** Passages of a statement: with four values each, well below the 65,535 that one may have. */
const ROWS = 512;

/** Tables with rows of writers. */
const TABLES = ["staged_articles", "staged_passages"];

export class Staging {
	readonly #database: Database;
	/** Null where nothing was put since the last commit. */
	#writer: number | null = null;
	/** By file; null for a page that is to go. */
	readonly #pages = new Map<string, StagedPage | null>();
	#segments: StagedSegment[] = [];
	#pageNumbers = 0;
	#passageNumbers = 0;
	/** Terms of the last passages, whose postings are not written yet. */
	#block: FieldTerms[] = [];

	constructor(database: Database) {
		this.#database = database;
	}

	get writer(): number | null {
		return this.#writer;
	}

	get pages(): ReadonlyMap<string, StagedPage | null> {
		return this.#pages;
	}

	get segments(): readonly StagedSegment[] {
		return this.#segments;
	}

	/** How many passages this writer has counted. */
	get passageNumbers(): number {
		return this.#passageNumbers;
	}

	/** One transaction per article. @throws DatabaseError */
	async put({ file, hash, addedAt, articles }: IndexedPage): Promise<void> {
		const writer = await this.#activeWriter();
		const number = this.#pageNumbers++;
		const first = this.#passageNumbers;
		const terms: FieldTerms[] = [];
		for (const article of articles) {
			const place = { file, writer, page: number, first: first + terms.length };
			await insertArticle(this.#database, place, article);
			for (const passage of article.passages) terms.push(passage.terms);
		}
		const last = first + terms.length;
		const lengths = FIELDS.map((field) => terms.reduce((sum, one) => sum + one[field].length, 0));
		const articleIds = articles.map(({ article }) => article.id);
		this.#pages.set(file, { number, file, hash, addedAt, articleIds, first, last, lengths });
		this.#passageNumbers = last;
		for (const one of terms) this.#block.push(one);
		if (this.#block.length >= BLOCK) await this.writePostings();
	}

	remove(file: string): void {
		this.#pages.set(file, null);
	}

	/** Writes what the commit will need besides. @throws DatabaseError */
	async writePostings(): Promise<void> {
		if (this.#block.length === 0) return;
		const slots = slotsFor(this.#block.length);
		const buckets = await bucketsOf(this.#block, slots);
		const id = await this.#database.transaction(async (queries) => {
			const [row] = await queries.query<{ id: number }>(
				"INSERT INTO baowen_index.segments (writer, slots, numbers) VALUES ($1, $2, '{}') RETURNING id::integer AS id",
				[this.#writer, slots],
			);
			await insertBuckets(queries, row!.id, buckets);
			return row!.id;
		});
		this.#segments.push({ id, first: this.#passageNumbers - this.#block.length, last: this.#passageNumbers });
		this.#block = [];
	}

	/** After the commit, or when everything is to be given up. */
	forget(): void {
		this.#writer = null;
		this.#pages.clear();
		this.#segments = [];
		this.#pageNumbers = 0;
		this.#passageNumbers = 0;
		this.#block = [];
	}

	/** Gives up what is not committed. @throws DatabaseError */
	async discard(): Promise<void> {
		const writer = this.#writer;
		this.forget();
		if (writer === null) return;
		await this.#database.transaction(async (queries) => {
			await queries.query("DELETE FROM baowen_index.writers WHERE id = $1", [writer]);
			await removeStaged(queries, [writer]);
		});
	}

	/** @throws DatabaseError when the changes so far were taken for those of a killed process; they are given up. */
	async #activeWriter(): Promise<number> {
		if (this.#writer === null) {
			this.#writer = await this.#database.transaction(beginWriter);
			return this.#writer;
		}
		const stir = "UPDATE baowen_index.writers SET active_at = now() WHERE id = $1 RETURNING id";
		const active = await this.#database.query(stir, [this.#writer]);
		if (active.length === 0) throw this.lost();
		return this.#writer;
	}

	lost(): DatabaseError {
		this.forget();
		return new DatabaseError({
			zh: `数据库 ${this.#database.name} 里还没有提交的索引已被清除,请重新收入这些版面。`,
			en: `What was not committed yet to the index in database ${this.#database.name} is gone; take these pages in again.`,
		});
	}
}

/** Also removes what killed processes left behind. */
async function beginWriter(queries: Queries): Promise<number> {
	// One that was only asleep and commits meanwhile is waited for; it removes itself.
	const left = await queries.query<{ id: number }>(
		"DELETE FROM baowen_index.writers WHERE active_at < now() - $1::interval RETURNING id::integer AS id",
		[LEFT_BEHIND],
	);
	const gone = left.map(({ id }) => id);
	if (gone.length > 0) await removeStaged(queries, gone);
	const [row] = await queries.query<{ id: number }>(
		"INSERT INTO baowen_index.writers DEFAULT VALUES RETURNING id::integer AS id",
	);
	return row!.id;
}

/** All rows of writers that are no more; segments that are committed have no writer. */
export async function removeStaged(queries: Queries, writers: readonly number[]): Promise<void> {
	for (const table of TABLES) {
		await queries.query(`DELETE FROM baowen_index.${table} WHERE writer = ANY($1)`, [writers]);
	}
	const segments = await queries.query<{ id: string }>(
		"DELETE FROM baowen_index.segments WHERE writer = ANY($1) RETURNING id",
		[writers],
	);
	await queries.query("DELETE FROM baowen_index.postings WHERE segment = ANY($1)", [segments.map(({ id }) => id)]);
}

interface Place {
	readonly file: string;
	readonly writer: number;
	readonly page: number;
	/** Number of the article's first passage, counted by the writer. */
	readonly first: number;
}

/** In one statement, one way to the server and back, where its passages fit into one. */
async function insertArticle(database: Database, place: Place, { article, passages }: IndexedArticle): Promise<void> {
	const { file, writer, page, first } = place;
	const insert = (queries: Queries, at: number) => {
		const some = passages.slice(at, at + ROWS);
		const values = new Values([file, writer, page]);
		const rows = some.map(({ passage, vector }, i) => {
			const own = [first + at + i, passage.id, JSON.stringify(passage), vectorBytes(vector)];
			return `($1, $2, $3, ${values.add(own)})`;
		});
		const ofArticle =
			at > 0
				? ""
				: `WITH article AS (INSERT INTO baowen_index.staged_articles (file, writer, page, id, record)
					VALUES ($1, $2, $3, ${values.add([article.id, JSON.stringify(article)])}))`;
		const ofPassages =
			rows.length === 0
				? "SELECT"
				: `INSERT INTO baowen_index.staged_passages (file, writer, page, number, id, record, embedding)
					VALUES ${rows.join()}`;
		return queries.query(`${ofArticle} ${ofPassages}`, values.all);
	};
	if (passages.length <= ROWS) await insert(database, 0);
	else
		await database.transaction(async (queries) => {
			for (let at = 0; at < passages.length; at += ROWS) await insert(queries, at);
		});
}

/** The values of a statement, and what stands for them in it. */
class Values {
	readonly all: unknown[];

	constructor(first: readonly unknown[]) {
		this.all = [...first];
	}

	/** `$4, $5`, one for each value. */
	add(values: readonly unknown[]): string {
		return values.map((value) => `$${this.all.push(value)}`).join(", ");
	}
}
