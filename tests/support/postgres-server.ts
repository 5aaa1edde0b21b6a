/** A PostgreSQL server of its own, of the one that is installed on this machine: started in a second, gone afterwards. */

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Database } from "../../src/postgres/database.ts";

const DEBIAN = "/usr/lib/postgresql";

/** Where the server's programs are; null when there is none. Debian keeps them out of the search path. */
const PROGRAMS = [
	...(existsSync(DEBIAN) ? readdirSync(DEBIAN).map((version) => join(DEBIAN, version, "bin")) : []),
	...(process.env.PATH ?? "").split(":"),
].find((folder) => existsSync(join(folder, "initdb")));

/**
 * Why tests that need a server cannot run here, to be shown with them; null where they can.
 * @throws Error in continuous integration, where nothing may be passed over
 */
export const NO_POSTGRES = PROGRAMS === undefined ? "PostgreSQL is not installed: apt-get install postgresql" : null;
if (NO_POSTGRES !== null && process.env.CI) throw new Error(NO_POSTGRES);
if (NO_POSTGRES !== null) console.warn(`Tests of several instances are skipped. ${NO_POSTGRES}`);

export class PostgresServer {
	readonly #folder: string;
	readonly #port: number;
	readonly #user: { uid: number; gid: number } | undefined;
	#databases = 0;

	private constructor(folder: string, port: number, user: { uid: number; gid: number } | undefined) {
		this.#folder = folder;
		this.#port = port;
		this.#user = user;
	}

	static async start(): Promise<PostgresServer> {
		const folder = await mkdtemp(join(tmpdir(), "baowen-postgres-"));
		// The server refuses to run as root.
		const user = process.getuid?.() === 0 ? { uid: idOf("-u"), gid: idOf("-g") } : undefined;
		if (user !== undefined) await chown(folder, user.uid, user.gid);
		const server = new PostgresServer(folder, await freePort(), user);
		const data = ["-D", join(folder, "data"), "-A", "trust", "-U", "baowen", "-E", "UTF8", "--no-locale"];
		await server.#run("initdb", [...data, "--no-sync", "--no-instructions"]);
		await server.comeBack();
		return server;
	}

	/** The address of a database that nobody has used yet. */
	async newDatabase(): Promise<string> {
		const name = `test_${++this.#databases}`;
		const database = new Database(this.#url("postgres"));
		await database.query(`CREATE DATABASE ${name}`);
		await database.close();
		return this.#url(name);
	}

	/** Connections break, as when the machine of the server dies. */
	async goAway(): Promise<void> {
		await this.#control("stop", "-m", "immediate");
	}

	/** The same data at the same address. */
	async comeBack(): Promise<void> {
		// Without fsync: these data die with the test. Without a socket, which would want a folder of its own.
		const settings = `-p ${this.#port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off`;
		await this.#control("start", "-o", settings, "-l", join(this.#folder, "log"));
	}

	async stop(): Promise<void> {
		await this.goAway();
		await rm(this.#folder, { recursive: true });
	}

	#url(name: string): string {
		return `postgres://baowen:a-secret@127.0.0.1:${this.#port}/${name}`;
	}

	#control(...args: readonly string[]): Promise<void> {
		return this.#run("pg_ctl", ["-w", "-s", "-D", join(this.#folder, "data"), ...args]);
	}

	async #run(program: string, args: readonly string[]): Promise<void> {
		const options = { ...this.#user, cwd: this.#folder, stdio: "ignore" } as const;
		const [code] = await once(spawn(join(PROGRAMS!, program), args, options), "exit");
		if (code !== 0) throw new Error(`${program} ended with ${code}`);
	}
}

/** Of the user that Debian's package makes. */
function idOf(option: "-u" | "-g"): number {
	return Number(execFileSync("id", [option, "postgres"], { encoding: "utf8" }));
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const { port } = server.address() as { port: number };
	server.close();
	await once(server, "close");
	return port;
}
