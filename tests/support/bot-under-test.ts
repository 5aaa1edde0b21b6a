/** A running bot against a loopback Bot API, with a scripted answerer, a hand-moved clock and people who write to it. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Logger, pino } from "pino";
import type { Answer, Article, Question, Quote } from "../../src/domain.ts";
import type { Coverage, Library, PageContents, PageKeeper } from "../../src/ports.ts";
import { openFileState } from "../../src/state/file-state.ts";
import { type Bot, createBot } from "../../src/telegram/bot.ts";
import type { BotDependencies } from "../../src/telegram/dependencies.ts";
import type { Access } from "../../src/telegram/door.ts";
import type { WebSettings } from "../../src/telegram/web-server.ts";
import { BOT, LoopbackBotApi, TOKEN } from "./loopback-bot-api.ts";

/** Time that passes only when somebody pauses. Pauses for which `holds` says yes wait for `release`. */
export class TestClock {
	milliseconds = Date.UTC(2026, 10, 21, 4, 0, 0);
	/** Those that have passed. */
	readonly pauses: number[] = [];
	/** The ten seconds of grace at the end, and the five before the queue position is told. */
	holds: (milliseconds: number) => boolean = (milliseconds) => milliseconds === 10_000 || milliseconds === 5000;
	#held: { milliseconds: number; resolve: () => void }[] = [];
	#watchers: (() => void)[] = [];

	readonly now = (): Date => new Date(this.milliseconds);

	readonly pause = (milliseconds: number, signal: AbortSignal): Promise<void> => {
		if (signal.aborted) return Promise.reject(signal.reason);
		if (!this.holds(milliseconds)) {
			this.milliseconds += milliseconds;
			this.pauses.push(milliseconds);
			// In a later turn, so that a loop of pauses cannot keep the test from running out of time.
			return new Promise((resolve) => setImmediate(resolve));
		}
		return new Promise((resolve, reject) => {
			const held = { milliseconds, resolve };
			const onAbort = () => {
				this.#held = this.#held.filter((pause) => pause !== held);
				reject(signal.reason);
			};
			signal.addEventListener("abort", onAbort, { once: true });
			this.#held.push(held);
			for (const watcher of this.#watchers.splice(0)) watcher();
		});
	};

	holdNothing(): void {
		this.holds = () => false;
		for (const pause of this.#held.splice(0)) pause.resolve();
	}

	/** Ends the oldest held pause of that length; waits until there is one. */
	async release(milliseconds: number): Promise<void> {
		for (;;) {
			const at = this.#held.findIndex((pause) => pause.milliseconds === milliseconds);
			const [pause] = at < 0 ? [] : this.#held.splice(at, 1);
			if (pause !== undefined) {
				this.milliseconds += milliseconds;
				return pause.resolve();
			}
			await new Promise<void>((resolve) => this.#watchers.push(resolve));
		}
	}
}

export const EMPTY_LIBRARY: Library = {
	coverage: async (): Promise<Coverage> => ({ pages: 0, reports: 0, passages: 0, indexedAt: null }),
	article: async (): Promise<Article | null> => null,
	pages: async (): Promise<readonly PageContents[]> => [],
	searchReports: async (): Promise<readonly Quote[]> => [],
	latestReports: async (): Promise<readonly Quote[]> => [],
};

/** Nobody is a stranger, nobody too fast. */
export const OPEN_TO_ALL: Access = {
	allowedChats: new Set(),
	admins: new Set(),
	questionsAtOnce: 1000,
	questionsPerMinute: 1000,
};

const closed = () => Promise.reject(new Error("this test needs no pages to be kept"));
export const NO_KEEPER: PageKeeper = { add: closed, named: closed, remove: closed, restore: closed, reindex: closed };

export interface Setup {
	ask?: (question: Question, signal: AbortSignal) => Promise<Answer>;
	library?: Partial<Library>;
	keeper?: PageKeeper;
	access?: Partial<Access>;
	web?: WebSettings;
	logQuestions?: boolean;
	/** For one of several instances; else it has a Bot API and a state folder of its own. */
	shared?: Pick<BotDependencies, "apiRoot" | "openState"> & { readonly api: LoopbackBotApi; readonly clock: TestClock };
}

// biome-ignore lint/suspicious/noExplicitAny: messages of many kinds
type Json = any;

export class BotUnderTest {
	/** How updates come to the bots of this test file. */
	static way: "polling" | "webhook" = "polling";
	readonly clock: TestClock;
	readonly asked: Question[] = [];
	#askWatchers: (() => void)[] = [];
	readonly logLines: string[] = [];
	readonly api: LoopbackBotApi;
	readonly stateDirectory: string;
	readonly #logger: Logger;
	readonly #setup: Setup;
	bot: Bot;

	private constructor(api: LoopbackBotApi, stateDirectory: string, setup: Setup) {
		this.api = api;
		this.stateDirectory = stateDirectory;
		this.#setup = setup;
		this.clock = setup.shared?.clock ?? new TestClock();
		this.#logger = pino({ level: "debug" }, { write: (line: string) => void this.logLines.push(line) });
		if (setup.shared === undefined) api.webhookPort = () => this.port;
		this.bot = this.#create();
	}

	/** The API runs, the bot does not yet. */
	static async create(setup: Setup = {}): Promise<BotUnderTest> {
		const directory = await mkdtemp(join(tmpdir(), "baowen-state-"));
		return new BotUnderTest(setup.shared?.api ?? (await LoopbackBotApi.start()), directory, setup);
	}

	static async start(setup: Setup = {}): Promise<BotUnderTest> {
		const under = await BotUnderTest.create(setup);
		await under.bot.start();
		return under;
	}

	/** What the next program with the same state would be. */
	async restart(): Promise<void> {
		await this.bot.stop();
		this.bot = this.#create();
		await this.bot.start();
	}

	async dispose(): Promise<void> {
		this.clock.holdNothing();
		await this.bot.stop();
		if (this.#setup.shared === undefined) await this.api.close();
		await rm(this.stateDirectory, { recursive: true });
	}

	/** A message of a person; gives the message as pushed. */
	say(text: string, { chat = PRIVATE, from = ANNA, ...more }: Json = {}): Json {
		const entities = [...text.matchAll(/(?<!\S)\/\w+(?:@\w+)?|@\w+/g)].map((match) => ({
			type: match[0].startsWith("/") ? "bot_command" : "mention",
			offset: match.index,
			length: match[0].length,
		}));
		const message = {
			message_id: this.api.newMessageId(),
			date: Math.floor(this.clock.milliseconds / 1000),
			chat,
			from,
			text,
			...(entities.length > 0 ? { entities } : {}),
			...more,
		};
		this.api.push({ message });
		return message;
	}

	/** Resolves when that many questions have been looked up or are being looked up. */
	async whenAsked(count: number): Promise<void> {
		while (this.asked.length < count) await new Promise<void>((resolve) => this.#askWatchers.push(resolve));
	}

	/** Somebody presses a button under a message of the bot; gives the number of the press. */
	press(message: Json, data: string, { from = ANNA }: Json = {}): string {
		const id = String(this.api.newMessageId());
		this.api.push({ callback_query: { id, from, message, chat_instance: "1", data } });
		return id;
	}

	/** At which the bot's web server listens. */
	get port(): number {
		const lines = this.logLines.filter((line) => line.includes("the web server is listening"));
		return JSON.parse(lines.at(-1) ?? "{}").port;
	}

	get dependencies(): BotDependencies {
		const { clock } = this;
		return {
			apiRoot: this.#setup.shared?.apiRoot ?? this.api.root,
			openState: this.#setup.shared?.openState ?? (async () => openFileState(this.stateDirectory, clock.now)),
			logger: this.#logger,
			library: { ...EMPTY_LIBRARY, ...this.#setup.library },
			keeper: this.#setup.keeper ?? NO_KEEPER,
			ask: async (question, signal) => {
				this.asked.push(question);
				for (const watcher of this.#askWatchers.splice(0)) watcher();
				return await (this.#setup.ask ?? answerWith())(question, signal);
			},
			access: { ...OPEN_TO_ALL, ...this.#setup.access },
			web: this.#setup.web ?? (BotUnderTest.way === "webhook" ? { port: 0, webhook: WEBHOOK } : null),
			logQuestions: this.#setup.logQuestions ?? false,
			now: clock.now,
			pause: clock.pause,
		};
	}

	#create(): Bot {
		return createBot(TOKEN, this.dependencies);
	}
}

export const WEBHOOK = { url: "https://bot.example/hook/baowen", secret: "only-Telegram_knows" };
export const ANNA = { id: 11, is_bot: false, first_name: "Anna", language_code: "zh-hans" };
export const BERT = { id: 12, is_bot: false, first_name: "Bert", language_code: "en" };
export const PRIVATE = { id: 11, type: "private", first_name: "Anna" };
export const GROUP = { id: -500, type: "group", title: "读报" };
export const FORUM = { id: -1001234567890, type: "supergroup", title: "论坛", is_forum: true };
/** A message of the bot, to be replied to. */
export const BOTS_MESSAGE = { message_id: 4000, date: 1, chat: GROUP, from: BOT, text: "引文" };

export function quote(
	text: string,
	changes: Partial<Omit<Quote, "source">> & { source?: Partial<Quote["source"]> } = {},
): Quote {
	return {
		text,
		highlights: [],
		caption: null,
		span: { start: 0, end: text.length },
		...changes,
		source: {
			articleId: "0123456789abcdef",
			headline: "小凌河水域开展演练",
			section: "锦州脚步",
			byline: "记者崔治",
			file: "page.txt",
			lines: [3, 5],
			paper: null,
			date: null,
			page: null,
			...changes.source,
		},
	};
}

/** Answers every question with these quotes, or with one that repeats the question. */
export function answerWith(...quotes: Quote[]): (question: Question) => Promise<Answer> {
	return async ({ text }) => ({
		question: text,
		answered: true,
		quotes: quotes.length > 0 ? quotes : [quote(`答：${text}`)],
		nearest: [],
	});
}

/** An answerer that keeps questions waiting until it is told to go on. */
export function heldAsk() {
	const held: { question: Question; go: () => void }[] = [];
	const watchers: (() => void)[] = [];
	return {
		ask: async (question: Question): Promise<Answer> => {
			await new Promise<void>((go) => {
				held.push({ question, go });
				for (const watcher of watchers.splice(0)) watcher();
			});
			return await answerWith()(question);
		},
		/** Waits until that text is being looked up, and gives the way to let it go on. */
		async begun(text: string): Promise<() => void> {
			for (;;) {
				const found = held.find(({ question }) => question.text === text);
				if (found !== undefined) return found.go;
				await new Promise<void>((resolve) => watchers.push(resolve));
			}
		},
	};
}

export async function refuse({ text }: Question): Promise<Answer> {
	const nearest = [{ articleId: "0123456789abcdef", headline: "小凌河水域开展演练", file: "page.txt" }];
	return { question: text, answered: false, quotes: [], nearest };
}
