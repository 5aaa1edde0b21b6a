/** A postgres:// address in, a pool of connections out: bounded in time, transactions tried again, errors in one sentence. */

import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { BaowenError, type Said } from "../errors.ts";

/** The database does not answer, or not as it should. The message names host, port and database, never the password. */
export class DatabaseError extends BaowenError {}

/** What runs statements: the pool, or one transaction. */
export interface Queries {
	/** The rows of one statement, with values for $1, $2 … @throws DatabaseError */
	query<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
	/** Several statements without values, one after the other. @throws DatabaseError */
	script(text: string): Promise<void>;
}

/** A connection that is nobody else's, for what is bound to one: advisory locks and LISTEN. */
export interface Session extends Queries {
	/** Gives up everything bound to it. */
	close(): void;
}

export interface TransactionOptions {
	/** Milliseconds a statement of it may take; half a minute when absent. */
	readonly statementLimit?: number;
	/** Statements without values that begin it: they take no way to the server and back of their own. */
	readonly beginning?: string;
}

/** What a snapshot begins with, sent in one go. */
export interface SnapshotBeginning {
	/** Server settings that hold in it. */
	readonly settings: Readonly<Record<string, string | number>>;
	/** A statement without values. */
	readonly statement: string;
}

/** Milliseconds to wait for a connection. */
const CONNECTION_LIMIT = 5000;
/** Milliseconds a statement may take. */
const STATEMENT_LIMIT = 30_000;
/** Milliseconds by which this side waits longer than the server is told to work, for the way back. */
const WAY_BACK = 5000;
/** Milliseconds a statement of a session may take, after which the server is taken to be gone. */
const SESSION_LIMIT = 5000;
/** So that the server knows within five seconds that this machine is gone, and gives its locks to others. */
const WATCHED_BY_SERVER =
	"SET tcp_keepalives_idle = 2; SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 3; SET tcp_user_timeout = 5000";
/** Milliseconds after which an idle connection is closed. */
const IDLE_LIMIT = 30_000;
/** Connections at once, where the address does not say `connection_limit`. */
const CONNECTIONS = 10;
/** How often a transaction is tried before its serialisation failure or deadlock is everybody's. */
const ATTEMPTS = 6;
/** Serialisation failure and deadlock: the same transaction may succeed when run again (PostgreSQL, appendix A, class 40). */
const TRY_AGAIN = new Set(["40001", "40P01"]);
/** Classes of errors of the way to the server, its resources, and its starting and stopping. */
const OUT_OF_ORDER = /^(08|53|57)/;

/** Full jitter: from 0 to 20 ms before the second attempt, up to twice as much before each later one. */
const jitter = (attempt: number) => pause(Math.random() * 10 * 2 ** attempt);

type Ending = (client: pg.PoolClient) => Promise<unknown>;

export class Database implements Queries {
	/** Host, port and name of the database, for messages. */
	readonly name: string;
	readonly #settings: pg.ClientConfig;
	readonly #pool: pg.Pool;
	readonly #backoff: (attempt: number) => Promise<unknown>;

	/**
	 * Connects with the first statement, and again after the database was away. What the address says of SSL
	 * (`sslmode=…`) holds as in node-postgres; `connection_limit=N` bounds the connections,
	 * sessions apart.
	 * `backoff` waits before a transaction is tried again, after attempt 1, 2 …
	 * @throws DatabaseError when that is no postgres:// address.
	 */
	constructor(url: string, backoff: (attempt: number) => Promise<unknown> = jitter) {
		const address = parsedAddress(url);
		this.name = `${address.hostname || "localhost"}:${address.port || 5432}${address.pathname}`;
		this.#backoff = backoff;
		this.#settings = {
			connectionString: url,
			connectionTimeoutMillis: CONNECTION_LIMIT,
			statement_timeout: STATEMENT_LIMIT,
			query_timeout: STATEMENT_LIMIT + WAY_BACK,
			idle_in_transaction_session_timeout: STATEMENT_LIMIT,
			keepAlive: true,
			application_name: "baowen",
		};
		this.#pool = new pg.Pool({
			...this.#settings,
			max: Number(address.searchParams.get("connection_limit")) || CONNECTIONS,
			idleTimeoutMillis: IDLE_LIMIT,
		});
		// A connection that breaks between two statements is replaced; without listeners that would end the process.
		this.#pool.on("connect", (client) => client.on("error", () => {}));
		this.#pool.on("error", () => {});
	}

	query<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
		return this.#connected((client) => run<Row>(client, text, values));
	}

	script(text: string): Promise<void> {
		return this.#connected(async (client) => {
			await client.query(text);
		});
	}

	/**
	 * Runs `work` in a transaction: all of it holds, or nothing. After a serialisation failure or a deadlock it is run
	 * again from the beginning, six times at most; whatever else `work` throws goes on after a rollback.
	 * `work` must not use the pool, which may have but one connection.
	 * @throws DatabaseError
	 */
	transaction<T>(
		work: (queries: Queries) => Promise<T>,
		{ statementLimit = STATEMENT_LIMIT, beginning = "" }: TransactionOptions = {},
	): Promise<T> {
		const limit = statementLimit + WAY_BACK;
		return this.#tried(async (client) => {
			return orRollback(client, async () => {
				await client.query(`BEGIN; SET LOCAL statement_timeout = ${statementLimit}; ${beginning}`);
				const result = await work(queriesOf(client, limit));
				await run(client, "COMMIT", [], limit);
				return result;
			});
		});
	}

	/**
	 * Reads: all statements of `work` see the same state, that of its beginning, whose rows it gets. Takes one way to the
	 * server and back besides the statements of `work`. What holds for `transaction` holds here.
	 * @throws DatabaseError
	 */
	snapshot<Row extends pg.QueryResultRow, T>(
		{ settings, statement }: SnapshotBeginning,
		work: (rows: Row[], queries: Queries) => Promise<T>,
	): Promise<T> {
		const set = Object.entries(settings).map(([name, value]) => `SET LOCAL ${name} = ${value}; `);
		const beginning = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${set.join("")}${statement}`;
		const read = async (client: pg.PoolClient) => {
			// Of several statements there are several results, which the types do not know.
			const results = (await client.query(beginning)) as unknown as pg.QueryResult<Row>[];
			return work(results.at(-1)!.rows, queriesOf(client, STATEMENT_LIMIT + WAY_BACK));
		};
		return this.#tried(
			(client) => orRollback(client, () => read(client)),
			(client) => client.query("COMMIT"),
		);
	}

	/**
	 * A connection beside those of the pool, until `close`. `lost` hears once when it breaks, also by a statement that is
	 * not answered; `notified` of every NOTIFY that it listens to.
	 * @throws DatabaseError
	 */
	async session(lost: (error: unknown) => void, notified: () => void): Promise<Session> {
		const client = new pg.Client(this.#settings);
		client.on("error", () => {});
		await client.connect().catch((cause) => {
			throw this.#inOneSentence(cause);
		});
		let isOver = false;
		const end = (error: unknown) => {
			if (isOver) return;
			isOver = true;
			void client.end().catch(() => {});
			if (error !== null) lost(this.#inOneSentence(error));
		};
		client.on("error", end);
		client.on("end", () => end(new Error("Connection terminated")));
		client.on("notification", notified);
		const query: Queries["query"] = async <Row extends pg.QueryResultRow>(
			text: string,
			values: readonly unknown[] = [],
		) => {
			try {
				return await run<Row>(client, text, values, SESSION_LIMIT);
			} catch (error) {
				if (isOfConnection(error)) end(error);
				throw this.#inOneSentence(error);
			}
		};
		const script = async (text: string) => void (await query(text));
		await script(WATCHED_BY_SERVER);
		return { query, script, close: () => end(null) };
	}

	/** Waits for statements under way. */
	async close(): Promise<void> {
		if (!this.#pool.ending) await this.#pool.end();
	}

	async #tried<T>(use: (client: pg.PoolClient) => Promise<T>, end?: Ending): Promise<T> {
		for (let attempt = 1; ; attempt++) {
			try {
				return await this.#connected(use, end);
			} catch (error) {
				if (!TRY_AGAIN.has(codeOf(error)) || attempt === ATTEMPTS) throw error;
				await this.#backoff(attempt);
			}
		}
	}

	/** `end` is done after the result was given, before anybody else has the connection. */
	async #connected<T>(use: (client: pg.PoolClient) => Promise<T>, end: Ending = async () => {}): Promise<T> {
		let client: pg.PoolClient;
		try {
			client = await this.#pool.connect();
		} catch (cause) {
			throw this.#inOneSentence(cause);
		}
		try {
			const result = await use(client);
			end(client).then(
				() => client.release(),
				() => client.release(true),
			);
			return result;
		} catch (cause) {
			client.release(isOfConnection(cause));
			throw this.#inOneSentence(cause);
		}
	}

	#inOneSentence(cause: unknown): unknown {
		if (cause instanceof BaowenError || !isOfDatabase(cause)) return cause;
		return new DatabaseError(reason(cause, this.name), { cause });
	}
}

/** Whether the database could not be reached or used at present, so that the same may succeed later. */
export function isAway(error: unknown): error is DatabaseError {
	if (!(error instanceof DatabaseError && error.cause instanceof Error)) return false;
	return !(error.cause instanceof pg.DatabaseError) || OUT_OF_ORDER.test(codeOf(error));
}

function parsedAddress(url: string): URL {
	// The cause would hold the address with its password.
	if (!URL.canParse(url)) throw new DatabaseError("数据库地址读不懂:应为 postgres://用户:密码@主机:端口/数据库。");
	const address = new URL(url);
	if (address.protocol === "postgres:" || address.protocol === "postgresql:") return address;
	throw new DatabaseError(`数据库地址应以 postgres:// 开头,而不是 ${address.protocol}//。`);
}

/** SQLSTATE of an error or of its cause; empty where there is none. */
export function codeOf(error: unknown): string {
	const cause = error instanceof DatabaseError ? error.cause : error;
	return (cause as { code?: string } | null)?.code ?? "";
}

/** Of the server, of the network, or of node-postgres, which throws plain errors without a code. */
function isOfDatabase(error: unknown): error is Error {
	if (!(error instanceof Error)) return false;
	return error instanceof pg.DatabaseError || "syscall" in error || /connect|timeout|SSL|SASL/i.test(error.message);
}

/** The connection is not to be trusted any more; after an error of the server's own it is. */
function isOfConnection(error: unknown): boolean {
	return isOfDatabase(error) && !(error instanceof pg.DatabaseError);
}

function reason(error: Error, name: string): Said {
	const code = codeOf(error);
	if (code === "57014" || error.message === "Query read timeout") {
		return { zh: `数据库 ${name} 没有及时答复:语句超时。`, en: `Database ${name} did not answer in time.` };
	}
	if (code.startsWith("28")) {
		return {
			zh: `数据库 ${name} 拒绝登录:请检查用户和密码。`,
			en: `Database ${name} refuses the login; check user and password.`,
		};
	}
	if (code === "3D000") {
		return {
			zh: `服务器上没有数据库 ${name}:请先建立它(CREATE DATABASE)。`,
			en: `There is no database ${name}; make it first (CREATE DATABASE).`,
		};
	}
	if (error instanceof pg.DatabaseError && !OUT_OF_ORDER.test(code)) {
		return { zh: `数据库 ${name} 报错:${error.message}。`, en: `Database ${name} reports an error: ${error.message}.` };
	}
	// Node gives an AggregateError without a message where a host has several addresses.
	const fault = error.message || code;
	return {
		zh: `数据库 ${name} 连不上:${fault};请检查地址和服务器。`,
		en: `Database ${name} cannot be reached (${fault}); check address and server.`,
	};
}

/** `limit`: milliseconds to wait, where it is not the pool's. */
async function run<Row extends pg.QueryResultRow>(
	client: pg.ClientBase,
	text: string,
	values: readonly unknown[],
	limit?: number,
): Promise<Row[]> {
	// The types do not know that it may be given for one statement.
	const query = { text, values: [...values], query_timeout: limit };
	return (await client.query<Row>(query)).rows;
}

function queriesOf(client: pg.PoolClient, limit: number): Queries {
	return {
		query: (text, values = []) => run(client, text, values, limit),
		script: async (text) => {
			await run(client, text, [], limit);
		},
	};
}

async function orRollback<T>(client: pg.PoolClient, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		// With the connection gone, the server rolls back by itself.
		if (!isOfConnection(error)) await client.query("ROLLBACK").catch(() => {});
		throw error;
	}
}
