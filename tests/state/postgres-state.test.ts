import { afterAll, beforeAll, describe, onTestFinished } from "vitest";
import type { StateStore } from "../../src/ports.ts";
import { Database } from "../../src/postgres/database.ts";
import { openPostgresState } from "../../src/state/postgres-state.ts";
import { chatStateContract } from "../contracts/chat-state.ts";
import { Line } from "../support/line.ts";
import { NO_POSTGRES, PostgresServer } from "../support/postgres-server.ts";

describe.skipIf(NO_POSTGRES !== null)(`the chat's memory in PostgreSQL ${NO_POSTGRES ?? ""}`, () => {
	let server: PostgresServer;
	beforeAll(async () => {
		server = await PostgresServer.start();
	}, 60_000);
	afterAll(() => server.stop());

	const open = (url: string, now = () => new Date(), say: (line: string) => void = () => {}) =>
		openPostgresState(new Database(url), { now, stopped: new AbortController().signal, say });

	describe("for one instance", () => {
		chatStateContract(async () => {
			const url = await server.newDatabase();
			const lines = new Map<StateStore, Line>();
			return {
				async open(now) {
					const line = await Line.open(url);
					const store = await open(line.url, now);
					lines.set(store, line);
					onTestFinished(() => line.cut());
					return store;
				},
				async kill(store) {
					lines.get(store)!.cut();
					onTestFinished(() => store.close());
				},
			};
		});
	});
});
