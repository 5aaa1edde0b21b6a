/** Give it an English question and the index, get the question in Chinese words, those that the reports have where it can. */

import type { Embedder, PassageIndex } from "../ports.ts";
import { fold } from "../text/fold.ts";
import { isHoldingWord } from "../text/question-words.ts";
import { placesHeard, type Sounds, soundPairs, soundsOf, spelledSounds } from "../text/sounds.ts";
import { englishChinese, rootsOf } from "./dictionary.ts";
import {
	type ChineseQuestion,
	inChinese,
	type KnownWord,
	type Piece,
	piecesOf,
	translationsOf,
} from "./english-question.ts";
import { textWithHeadline } from "./features.ts";

/** Passages in which a name is looked for. */
const DEPTH = 50;

/**
 * Embeds some dozens of words and asks the index once, and twice more for every name and, where no report prints it whole,
 * for each of its words.
 */
export async function inReportedWords(text: string, index: PassageIndex, embedder: Embedder): Promise<ChineseQuestion> {
	const pieces = piecesOf(text, await englishChinese(), await rootsOf(text));
	const known = await knownWords(translationsOf(pieces), index, embedder);
	return inChinese(pieces, known, await printedNames(pieces, index));
}

async function knownWords(
	words: readonly string[],
	index: PassageIndex,
	embedder: Embedder,
): Promise<Map<string, KnownWord>> {
	const frequencies = await index.documentFrequencies("words", words);
	const vectors = await embedder.embedWords(words);
	return new Map(words.map((word, i) => [word, { frequency: frequencies[i]!, vector: vectors[i]! }]));
}

/** By the spelling of a name how most passages print it; where they print no such name, by its words. */
async function printedNames(pieces: readonly Piece[], index: PassageIndex): Promise<Map<string, string>> {
	const printed = new Map<string, string>();
	for (const [i, piece] of pieces.entries()) {
		if (piece.kind !== "name" || printed.has(piece.spelled)) continue;
		const next = pieces[i + 1];
		const behind = next?.kind === "word" ? next.translations : [];
		const whole = await printedAs(piece.sounds, behind, index);
		if (whole !== null) printed.set(piece.spelled, whole);
		const words = piece.spelled.split(" ");
		if (whole !== null || words.length === 1) continue;
		for (const word of words) {
			const sounds = spelledSounds(word.toLowerCase());
			const part = sounds === null ? null : await printedAs(sounds, behind, index);
			if (part !== null) printed.set(word, part);
		}
	}
	return printed;
}

/** What speaks for characters that sound like a name: that 县 stands behind those of Yixian County, and none is 的. */
const WORTH = { before: 10, whole: 3, place: 1 };

/** The characters that most passages have for these sounds; null where none has any. `behind`: what stands behind the name. */
async function printedAs(sounds: Sounds, behind: readonly string[], index: PassageIndex): Promise<string | null> {
	const terms = { words: [], bigrams: [], headline: [], sounds: soundPairs(sounds) };
	const candidates = await index.candidates({ terms, vector: null }, DEPTH);
	const passages = await index.passages(candidates.map(({ passageId }) => passageId));
	const worth = new Map<string, number>();
	for (const passage of passages) {
		const text = fold(textWithHeadline(passage));
		for (const at of placesHeard(sounds, soundsOf(text))) {
			const end = at + sounds.length;
			const characters = text.slice(at, end);
			const isBefore = behind.some((word) => text.startsWith(word, end));
			const isWhole = ![...characters].some(isHoldingWord);
			const told = (isBefore ? WORTH.before : 0) + (isWhole ? WORTH.whole : 0) + WORTH.place;
			worth.set(characters, (worth.get(characters) ?? 0) + told);
		}
	}
	const [best] = [...worth].sort(([, a], [, b]) => b - a);
	return best?.[0] ?? null;
}
