/** Several instances of one bot behind one webhook, with one database; updates go to one after the other. */

import { Database } from "../../src/postgres/database.ts";
import { openPostgresState } from "../../src/state/postgres-state.ts";
import { BotUnderTest, type Setup, TestClock, WEBHOOK } from "./bot-under-test.ts";
import { Line } from "./line.ts";
import { LoopbackBotApi } from "./loopback-bot-api.ts";

export interface Instance {
	readonly under: BotUnderTest;
	/** To the database. */
	readonly line: Line;
	/** Nothing of it gets out any more, and nothing comes to it. */
	kill(): void;
}

export class Instances {
	readonly api: LoopbackBotApi;
	readonly clock = new TestClock();
	readonly #url: string;
	readonly #lines: Line[] = [];
	readonly #all: BotUnderTest[] = [];
	#living: BotUnderTest[] = [];
	#turn = 0;

	private constructor(api: LoopbackBotApi, url: string) {
		this.api = api;
		this.#url = url;
	}

	/** `url`: of the database. */
	static async prepare(url: string): Promise<Instances> {
		const instances = new Instances(await LoopbackBotApi.start(), url);
		instances.api.webhookPort = () => instances.#living[instances.#turn++ % instances.#living.length]!.port;
		return instances;
	}

	async start(setup: Setup = {}): Promise<Instance> {
		const { api, clock } = this;
		const line = await Line.open(this.#url);
		const toApi = await Line.open(api.root);
		this.#lines.push(line, toApi);
		const under = await BotUnderTest.create({
			web: { port: 0, webhook: WEBHOOK },
			...setup,
			shared: {
				api,
				clock,
				apiRoot: toApi.url,
				openState: (stopped) =>
					openPostgresState(new Database(line.url), {
						now: clock.now,
						stopped,
						say: (text) => under.logLines.push(text),
					}),
			},
		});
		this.#all.push(under);
		await under.bot.start();
		this.#living.push(under);
		const kill = () => {
			this.#living = this.#living.filter((living) => living !== under);
			line.cut();
			toApi.cut();
		};
		return { under, line, kill };
	}

	/** The next update goes to this one. */
	next({ under }: Instance): void {
		this.#turn = this.#living.indexOf(under);
	}

	async dispose(): Promise<void> {
		for (const line of this.#lines) line.release();
		await Promise.all(this.#all.map((under) => under.dispose()));
		for (const line of this.#lines) line.cut();
		await this.api.close();
	}
}
