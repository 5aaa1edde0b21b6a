import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { Database } from "../../src/postgres/database.ts";
import { SharedDuty } from "../../src/state/index-duty.ts";
import { Line } from "../support/line.ts";
import { NO_POSTGRES, PostgresServer } from "../support/postgres-server.ts";

describe.skipIf(NO_POSTGRES !== null)(`the duty to keep a shared index up to date ${NO_POSTGRES ?? ""}`, () => {
	let server: PostgresServer;
	let url: string;
	beforeAll(async () => {
		server = await PostgresServer.start();
	});
	afterAll(() => server.stop());

	async function open() {
		const line = await Line.open(url);
		const duty = await SharedDuty.open(new Database(line.url));
		let closing: Promise<void> | null = null;
		const close = () => {
			closing ??= duty.close();
			return closing;
		};
		onTestFinished(async () => {
			await close();
			line.cut();
		});
		return { duty, line, close };
	}

	it("is one instance's, and another's when that one dies", async () => {
		url = await server.newDatabase();
		const [first, second, third] = [await open(), await open(), await open()];
		expect([first, second, third].map(({ duty }) => duty.isMine)).toEqual([true, false, false]);
		const told: string[] = [];
		const taken = [second, third].map(
			({ duty }, n) =>
				new Promise<number>((resolve) => {
					duty.follow(
						() => resolve(n),
						() => {},
					);
				}),
		);
		first.duty.follow(
			() => told.push("taken"),
			() => told.push("lost"),
		);
		first.line.cut();
		await Promise.race(taken);
		expect([second, third].filter(({ duty }) => duty.isMine)).toHaveLength(1);
		expect(first.duty.isMine).toBe(false);
		expect(told).toEqual(["taken", "lost"]);
	});

	it("lets nobody do the same work at the same time, and others do other work", async () => {
		url = await server.newDatabase();
		const instances = [await open(), await open(), await open()];
		let atWork = 0;
		let most = 0;
		let other = 0;
		const work = async () => {
			most = Math.max(most, ++atWork);
			await instances[0]!.duty.alone("other", async () => other++);
			atWork--;
		};
		await Promise.all(instances.flatMap(({ duty }) => [duty.alone("pages", work), duty.alone("pages", work)]));
		expect(most).toBe(1);
		expect(other).toBe(6);
	});

	it("does not hold up an instance that ends while another one is at work", async () => {
		url = await server.newDatabase();
		const [first, second] = [await open(), await open()];
		let end = () => {};
		const atWork = new Promise<void>((begun) => {
			void first.duty.alone("index", () => {
				begun();
				return new Promise<void>((resolve) => {
					end = resolve;
				});
			});
		});
		await atWork;
		const waiting = second.duty.alone("index", async () => "worked").catch(() => "given up");
		await second.close();
		expect(await waiting).toBe("given up");
		end();
	});

	it("is found again after the database was away", async () => {
		url = await server.newDatabase();
		const { duty } = await open();
		const lost = new Promise<void>((resolve) => duty.follow(() => {}, resolve));
		await server.goAway();
		await lost;
		await server.comeBack();
		await new Promise<void>((resolve) => duty.follow(resolve, () => {}));
		expect(duty.isMine).toBe(true);
	});
});
