/** The only reader of the environment. Give it the variables, get settings, or every fault at once. */

import { resolve } from "node:path";
import { z } from "zod";
import { UsageError } from "./errors.ts";

interface Setting<T> {
	/** Used where the variable is missing or empty. */
	readonly fallback: string;
	readonly value: z.ZodType<T, string>;
	readonly zh: string;
	readonly en: string;
}

const text = z.string();
const folder = text.transform((value) => resolve(value));
const address = z.url({ protocol: /^https?$/, error: "需要一个 http(s) 地址" });
const database = z.url({ protocol: /^postgres(ql)?$/, error: "应为 postgres://用户:密码@主机:端口/数据库" });
const optional = <T>(value: z.ZodType<T, string>) => text.transform((given) => given || null).pipe(value.nullable());
const wholeNumber = (least: number, most: number) =>
	text
		.refine(
			(value) => /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most,
			`应为 ${least} 到 ${most} 的整数`,
		)
		.transform(Number);
const yesOrNo = z.enum(["0", "1"], "应为 1(是)或 0(否)").transform((value) => value === "1");
const numbersOf = (isRight: (id: number) => boolean, what: string) =>
	text
		.transform((value) => value.split(/[,，、\s]+/).filter((part) => part !== ""))
		.check(({ value, issues }) => {
			for (const part of value.filter((part) => !/^-?\d{1,15}$/.test(part) || !isRight(Number(part))))
				issues.push({ code: "custom", input: value, message: `“${part}”不是${what}` });
		})
		.transform((value): ReadonlySet<number> => new Set(value.map(Number)));

/** Every setting, with what `--help` says about it; the README repeats it. */
const SETTINGS = {
	BOT_TOKEN: {
		fallback: "",
		value: text,
		zh: "Telegram 机器人的令牌;不填则在终端里问答",
		en: "The bot's token from @BotFather; without it the conversation is held in the terminal",
	},
	ALLOWED_CHATS: {
		fallback: "",
		value: numbersOf((id) => id !== 0, "聊天的号码,应为整数,多个用逗号隔开"),
		zh: "谁可以用:用户或群的号码,用逗号隔开。列出的人到处可用,列出的群里人人可用;不填则人人可用",
		en: "Who may use it: ids of users or groups, separated by commas. A user may use it everywhere, a group lets all its members use it there; empty: everyone",
	},
	ADMINS: {
		fallback: "",
		value: numbersOf((id) => id > 0, "用户的号码,应为正整数,多个用逗号隔开"),
		zh: "管理员的用户号码,用逗号隔开:总可以用,不限次数,可以增删报道,看 /stats",
		en: "Ids of the admins, separated by commas: they may always use it, without limits, add and remove reports, see /stats",
	},
	QUESTIONS_AT_ONCE: {
		fallback: "20",
		value: wholeNumber(1, 1_000_000),
		zh: "每人、每群一口气最多可以问几次",
		en: "How many questions a person or a group may ask in one go",
	},
	QUESTIONS_PER_MINUTE: {
		fallback: "30",
		value: wholeNumber(1, 1_000_000),
		zh: "每人、每群每分钟可以问几次",
		en: "How many questions a minute a person or a group may ask",
	},
	WEBHOOK_URL: {
		fallback: "",
		value: optional(address),
		zh: "Telegram 把消息送到的地址,程序在 PORT 上守候这个地址的路径;不填则自己去取(长轮询)",
		en: "The address to which Telegram brings updates; the program listens on its path at PORT. Empty: it fetches them (long polling)",
	},
	WEBHOOK_SECRET: {
		fallback: "",
		value: optional(text.regex(/^[\w-]{1,256}$/, "应为 1 到 256 个字母、数字、_ 或 -")),
		zh: "Telegram 送消息时出示的暗号;不填则由令牌算出一个,几台一样",
		en: "What Telegram shows when it brings updates; empty: made from the token, the same for all instances",
	},
	PORT: {
		fallback: "",
		value: optional(wholeNumber(0, 65_535)),
		zh: "/healthz、/metrics 和 WEBHOOK_URL 的端口;不填则不开",
		en: "Port of /healthz, /metrics and WEBHOOK_URL; empty: none is opened",
	},
	SEEDS_DIR: {
		fallback: "seeds",
		value: folder,
		zh: "报纸版面(.txt)所在文件夹",
		en: "Folder of the newspaper pages (.txt)",
	},
	INDEX_DIR: {
		fallback: "embeddings/index",
		value: folder,
		zh: "索引所在文件夹,可随时删除重建",
		en: "Folder of the index; it can be deleted and is then made anew",
	},
	INDEX_URL: {
		fallback: "",
		value: optional(database),
		zh: "索引放在这个带 pgvector 的 PostgreSQL 数据库里,几个实例可以共用,INDEX_DIR 里只留词向量的缓存;不填则放在 INDEX_DIR",
		en: "PostgreSQL database with pgvector for the index, which several instances can share; INDEX_DIR then has the cache of word vectors only. Empty: it lies in INDEX_DIR",
	},
	STATE_DIR: {
		fallback: "state",
		value: folder,
		zh: "聊天状态所在文件夹",
		en: "Folder of what the chat remembers",
	},
	STATE_URL: {
		fallback: "",
		value: optional(database),
		zh: "聊天状态放在这个 PostgreSQL 数据库里,几个实例可以共用,同在一个 WEBHOOK_URL 后面;不填则和 INDEX_URL 同处,那也没有就放在 STATE_DIR",
		en: "PostgreSQL database for what the chat remembers, which several instances behind one WEBHOOK_URL can share; empty: that of INDEX_URL, and without that it lies in STATE_DIR",
	},
	LOG_LEVEL: {
		fallback: "info",
		value: z.enum(["fatal", "error", "warn", "info", "debug"], "应为 fatal、error、warn、info 或 debug"),
		zh: "记录多少日志:fatal、error、warn、info、debug",
		en: "How much is logged: fatal, error, warn, info, debug",
	},
	LOG_QUESTIONS: {
		fallback: "0",
		value: yesOrNo,
		zh: "1:日志里也记问题的原文",
		en: "1: the log has the questions' text too",
	},
	EMBEDDING_MODEL: {
		fallback: "baowen-zh",
		value: text.regex(/^[\w-][\w.-]*(\/[\w-][\w.-]*)?$/, "应为模型名,如 Xenova/bge-small-zh-v1.5"),
		zh: "嵌入模型:自带的 baowen-zh,或 Hub 上的模型名",
		en: "Embedding model: baowen-zh, which comes with the program, or a name on the hub",
	},
	EMBEDDING_HUB: {
		fallback: "https://huggingface.co",
		value: address,
		zh: "下载嵌入模型的 Hub 地址",
		en: "The hub from which models are downloaded",
	},
	TELEGRAM_API_ROOT: {
		fallback: "https://api.telegram.org",
		value: address,
		zh: "Bot API 的地址",
		en: "Where the Bot API is",
	},
} satisfies Record<string, Setting<unknown>>;

type Settings = typeof SETTINGS;
export type Config = { readonly [Name in keyof Settings]: z.output<Settings[Name]["value"]> };

/**
 * Paths come back absolute, resolved against the working directory.
 * @throws UsageError that names every faulty variable and what it should be.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
	const faults: string[] = [];
	const values = Object.entries<Setting<unknown>>(SETTINGS).map(([name, { fallback, value }]) => {
		const { data, error } = value.safeParse(environment[name]?.trim() || fallback);
		for (const { message } of error?.issues ?? []) faults.push(`${name}:${message}`);
		return [name, data];
	});
	const config = Object.fromEntries(values) as Config;
	if (config.WEBHOOK_URL && config.PORT === null) faults.push("PORT:设置了 WEBHOOK_URL,就要有端口");
	if (faults.length > 0) throw new UsageError(`设置有误:${faults.join(";")}。`);
	return config;
}

/** The database of the chat's memory; null where it lies in files. An index that is shared has room for it. */
export function stateUrl({ STATE_URL, INDEX_URL }: Config): string | null {
	return STATE_URL ?? INDEX_URL;
}

/** Every setting with its meaning, in Chinese and English, and what holds where it is not set. */
export function settingsHelp(): string {
	const entries = Object.entries<Setting<unknown>>(SETTINGS).map(([name, { fallback, zh, en }]) =>
		[`  ${fallback === "" ? name : `${name}=${fallback}`}`, `      ${zh}。`, `      ${en}.`].join("\n"),
	);
	return entries.join("\n");
}
