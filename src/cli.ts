/** The program without Telegram: `ask`, `articles` and `search`, for people and for scripts. */

import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { config as readDotenv } from "dotenv";
import { readConfig } from "./config.ts";
import type { Answer, Article, Page } from "./domain.ts";
import { BaowenError, UsageError } from "./errors.ts";
import { articlesOf } from "./newspaper/articles.ts";
import { readSeedFile, readSeedFolder } from "./newspaper/seed-folder.ts";
import { answerText } from "./terminal/answer-text.ts";
import { progressDisplay } from "./terminal/progress.ts";

const say = (line: string) => process.stderr.write(`${line}\n`);
const print = (line: string) => process.stdout.write(`${line}\n`);

const USAGE = `npm run -s ask -- [--json] [--explain] ["问题" …]      不写问题则从标准输入逐行读 / without questions one a line is read
npm run -s articles -- [--json] [文件或文件夹 …]       默认 SEEDS_DIR / SEEDS_DIR by default
npm run -s search -- --corpus C.jsonl --queries Q.jsonl [--limit 10]`;

const COMMANDS: Readonly<Record<string, (args: string[]) => Promise<void>>> = { ask, articles, search };

async function ask(args: string[]): Promise<void> {
	const { values, positionals } = parse(args, { json: { type: "boolean" }, explain: { type: "boolean" } }, true);
	const config = readConfig(process.env);
	// Loaded only where it is needed: what is wrong with a command is said in less than half the time.
	const { openProgram } = await import("./program.ts");
	const { explanationText } = await import("./terminal/explanation-text.ts");
	const program = await openProgram(config, say);
	try {
		const questions = positionals.length > 0 ? positionals : createInterface({ input: process.stdin });
		for await (const question of questions) {
			if (question.trim() === "") continue;
			const { answer, explanation } = await program.answerer.explain({ text: question });
			if (values.json) {
				print(JSON.stringify(answerJson(answer)));
				continue;
			}
			print(`${answer.question}\n${answerText(answer, process.stdout.isTTY)}\n`);
			if (values.explain) print(`${explanationText(explanation)}\n`);
		}
	} finally {
		await program.close();
	}
}

async function articles(args: string[]): Promise<void> {
	const { values, positionals } = parse(args, { json: { type: "boolean" } }, true);
	const places = positionals.length > 0 ? positionals : [readConfig(process.env).SEEDS_DIR];
	let failed = false;
	for (const place of places) {
		const { pages, refused } = await pagesAt(place);
		for (const error of refused) say(error.message);
		failed ||= refused.length > 0;
		for (const article of pages.flatMap((page) => articlesOf(page)))
			print(values.json ? JSON.stringify(articleJson(article)) : articleLine(article));
	}
	if (failed) process.exitCode = 1;
}

async function search(args: string[]): Promise<void> {
	const { values } = parse(
		args,
		{ corpus: { type: "string" }, queries: { type: "string" }, limit: { type: "string", default: "10" } },
		false,
	);
	const { corpus, queries } = values;
	const limit = Number(values.limit);
	if (corpus === undefined || queries === undefined)
		throw new UsageError("用法:npm run -s search -- --corpus C.jsonl --queries Q.jsonl [--limit 10]");
	if (!Number.isInteger(limit) || limit < 1) throw new UsageError(`--limit 应为正整数,而不是 ${values.limit}。`);
	const config = readConfig(process.env);
	const { openEmbedder, openTemporaryIndex } = await import("./program.ts");
	const { Workshop } = await import("./indexing/workshop.ts");
	const { indexCorpus, searchCorpus } = await import("./search/corpus.ts");
	const { WordVectors } = await import("./search/word-vectors.ts");
	const embedder = await openEmbedder(config);
	const vectors = new WordVectors(embedder);
	const index = await openTemporaryIndex(embedder);
	const workshop = new Workshop(embedder, vectors);
	const display = progressDisplay("建立索引");
	try {
		await indexCorpus(corpus, workshop, index, vectors, (done) => display.update(done, done, basename(corpus)));
		display.stop();
		await workshop.close();
		for await (const line of searchCorpus(queries, limit, index, embedder, vectors)) print(JSON.stringify(line));
	} finally {
		display.stop();
		await workshop.close();
		await index.close();
	}
}

async function pagesAt(place: string): Promise<{ pages: readonly Page[]; refused: readonly BaowenError[] }> {
	const entry = await stat(place).catch((cause) => {
		throw new UsageError(`找不到 ${place},请检查路径。`, { cause });
	});
	if (entry.isDirectory()) return readSeedFolder(place);
	try {
		return { pages: [await readSeedFile(place)], refused: [] };
	} catch (error) {
		if (!(error instanceof BaowenError)) throw error;
		return { pages: [], refused: [error] };
	}
}

/** The shape that scripts read; it stays when the domain changes. */
function answerJson({ question, answered, lookedUpAs, quotes, nearest }: Answer) {
	return {
		question,
		answered,
		...(lookedUpAs === undefined ? {} : { lookedUpAs }),
		quotes: quotes.map(({ text, source }) => ({
			text,
			headline: source.headline,
			section: source.section,
			byline: source.byline,
			file: source.file,
			lines: source.lines,
		})),
		nearest: nearest.map(({ headline, file }) => ({ headline, file })),
	};
}

function articleJson({ file, headline, section, byline, lines, text, captions }: Article) {
	return { file, headline, section, byline, lines, text, captions: captions.map((caption) => caption.text) };
}

function articleLine({ file, headline, byline, lines, text }: Article): string {
	const size = `${text.length} 字`;
	return [`${basename(file)}:${lines[0]}`, headline ?? "(无标题)", byline, size]
		.filter((part) => part !== null)
		.join("\t");
}

function parse<Options extends NonNullable<ParseArgsConfig["options"]>>(
	args: string[],
	options: Options,
	allowPositionals: boolean,
) {
	try {
		return parseArgs({ args, options, allowPositionals, strict: true });
	} catch (cause) {
		throw new UsageError(`参数有误:${(cause as Error).message}`, { cause });
	}
}

async function main(): Promise<void> {
	readDotenv({ quiet: true });
	// A reader that has seen enough (`| head -1`) closes the pipe; that is no fault.
	process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
	const [name = "", ...args] = process.argv.slice(2);
	if (name === "--help" || args.includes("--help")) {
		print(USAGE);
		return;
	}
	const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
	if (command === undefined) throw new UsageError(`没有命令“${name}”,可用的有:${Object.keys(COMMANDS).join("、")}。`);
	await command(args);
}

main().catch((error: unknown) => {
	if (!(error instanceof BaowenError)) throw error;
	say(error.message);
	process.exitCode = error.exitCode;
});
