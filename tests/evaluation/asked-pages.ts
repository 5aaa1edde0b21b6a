/** Give it questions, get what the whole program (real model, index on disk, answerer) says to them on our pages. */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { quotesOf } from "../../src/answer/quotes.ts";
import { readConfig } from "../../src/config.ts";
import type { Article, Quote, Span } from "../../src/domain.ts";
import { openProgram, type Program } from "../../src/program.ts";

export const SEEDS = join(import.meta.dirname, "..", "..", "seeds");

/** What the program made of one question. */
export interface Outcome {
	readonly answered: boolean;
	/** As answered; empty when refused. */
	readonly quotes: readonly string[];
	/** What is marked in the first quote. */
	readonly marks: readonly Span[];
	/** As if the decision whether to answer had always been yes. */
	readonly undecided: readonly string[];
	/** What the decision is made by; -Infinity when nothing was found. */
	readonly confidence: number;
	/** Quotes, shown or not, that do not stand on their page letter for letter. */
	readonly misquoted: readonly string[];
	readonly milliseconds: number;
}

/** Opens the program on pages, ours where no others are named, with an index in a temporary folder, which `close` removes. */
export async function openPages(
	environment: Readonly<Record<string, string | undefined>>,
	seeds = SEEDS,
): Promise<Program> {
	const folder = mkdtempSync(join(tmpdir(), "baowen-"));
	const config = readConfig({ ...environment, SEEDS_DIR: seeds, INDEX_DIR: folder });
	const program = await openProgram(config, () => {});
	const close = async () => {
		await program.close();
		rmSync(folder, { recursive: true });
	};
	return { ...program, close };
}

/** In the order given, one after the other; `seeds` is the folder of the pages. */
export async function askAll(
	program: Program,
	questions: readonly { question: string }[],
	seeds = SEEDS,
): Promise<Outcome[]> {
	const outcomes: Outcome[] = [];
	for (const { question } of questions) {
		const start = performance.now();
		const { answer, explanation } = await program.answerer.explain({ text: question });
		const milliseconds = performance.now() - start;
		const possible = answer.answered ? answer.quotes : quotesOf(explanation.question, explanation.evidence, 3);
		const misquoted: string[] = [];
		for (const quote of possible) {
			const article = await program.library.article(quote.source.articleId);
			if (article === null || !standsOnPage(quote, article, seeds)) misquoted.push(quote.text);
		}
		outcomes.push({
			answered: answer.answered,
			quotes: answer.quotes.map(({ text }) => text),
			marks: answer.quotes[0]?.highlights ?? [],
			undecided: possible.map(({ text }) => text),
			confidence: explanation.confidence,
			misquoted,
			milliseconds,
		});
	}
	return outcomes;
}

/** Without white space: print breaks lines anywhere. */
export function letters(text: string): string {
	return text.replaceAll(/\s/gu, "");
}

/** Reads the quote again from the seed file itself, piece by piece, over column breaks. */
export function standsOnPage(quote: Quote, article: Article, seeds = SEEDS): boolean {
	const { span, caption, source } = quote;
	const printed = caption === null ? article : article.captions[caption]!;
	const page = linesOf(join(seeds, source.file));
	const pieces = printed.pieces.filter((piece) => piece.start < span.end && piece.end > span.start);
	const onPage = pieces.map((piece) => {
		const start = piece.column + Math.max(0, span.start - piece.start);
		const end = piece.column + Math.min(piece.end, span.end) - piece.start;
		return page[piece.line - 1]?.slice(start, end);
	});
	const lines = pieces.map(({ line }) => line);
	return (
		quote.text !== "" &&
		letters(quote.text) === letters(onPage.join("")) &&
		source.lines[0] === Math.min(...lines) &&
		source.lines[1] === Math.max(...lines)
	);
}

const pages = new Map<string, readonly string[]>();

function linesOf(file: string): readonly string[] {
	const lines = pages.get(file) ?? readFileSync(file, "utf8").split(/\r?\n/);
	pages.set(file, lines);
	return lines;
}
