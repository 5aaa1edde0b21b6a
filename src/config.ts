/** The only reader of the environment. Give it the variables, get settings, or every fault at once. */

import { resolve } from "node:path";
import { z } from "zod";
import { UsageError } from "./errors.ts";

const folder = (fallback: string) =>
	z
		.string()
		.trim()
		.default("")
		.transform((value) => resolve(value || fallback));
const address = (fallback: string) =>
	z
		.string()
		.trim()
		.default("")
		.transform((value) => value || fallback)
		.pipe(z.url({ protocol: /^https?$/, error: "需要一个 http(s) 地址" }));

/** Every setting, with what `--help` and the README say about it. Empty counts as not set. */
const SETTINGS = {
	BOT_TOKEN: z.string().trim().default("").describe("Telegram 机器人的令牌;不填则在终端里问答"),
	TELEGRAM_API_ROOT: address("https://api.telegram.org").describe("Bot API 的地址"),
	SEEDS_DIR: folder("seeds").describe("报纸版面(.txt)所在文件夹"),
	INDEX_DIR: folder("embeddings/index").describe("索引所在文件夹,可随时删除重建"),
	STATE_DIR: folder("state").describe("聊天状态所在文件夹"),
	EMBEDDING_MODEL: z
		.string()
		.trim()
		.default("")
		.transform((value) => value || "baowen-zh")
		.pipe(z.string().regex(/^[\w.-]+(\/[\w.-]+)?$/, "应为模型名,如 Xenova/bge-small-zh-v1.5"))
		.describe("嵌入模型:自带的 baowen-zh,或 Hub 上的模型名"),
	EMBEDDING_HUB: address("https://huggingface.co").describe("下载嵌入模型的 Hub 地址"),
};
const schema = z.object(SETTINGS);

export type Config = z.infer<typeof schema>;

/**
 * Paths come back absolute, resolved against the working directory.
 * @throws UsageError that names every faulty variable and what it should be.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
	const result = schema.safeParse(environment);
	if (result.success) return result.data;
	const faults = result.error.issues.map((issue) => `${issue.path.join(".")}:${issue.message}`);
	throw new UsageError(`设置有误:${faults.join(";")}。`);
}
