/** Give it an English question and the index, get the question in Chinese words, those that the reports have where it can. */

import type { Embedder, PassageIndex } from "../ports.ts";
import { fold } from "../text/fold.ts";
import { charactersHeard, soundPairs, soundsOf } from "../text/sounds.ts";
import { chineseEnglish, rootsOf } from "./dictionary.ts";
import {
	choices,
	inChinese,
	type KnownWord,
	type Piece,
	piecesOf,
	relatedOf,
	translationsOf,
} from "./english-question.ts";
import { textWithHeadline } from "./features.ts";

/** Passages in which a name is looked for. */
const DEPTH = 50;

/** Embeds some dozens of words and asks the index twice, and twice more for every name. */
export async function inReportedWords(text: string, index: PassageIndex, embedder: Embedder): Promise<string> {
	const pieces = piecesOf(text, await chineseEnglish(), await rootsOf(text));
	const translations = await frequenciesOf(translationsOf(pieces), index);
	const related = await frequenciesOf(relatedOf(pieces, translations), index);
	const frequencies = new Map([...related, ...translations]);
	const likely = choices(pieces, frequencies);
	const known = await knownWords(new Set(likely.flat().map(({ chinese }) => chinese)), frequencies, embedder);
	return inChinese(pieces, likely, known, await printedNames(pieces, index));
}

/** In how many passages each word stands. */
async function frequenciesOf(words: readonly string[], index: PassageIndex): Promise<Map<string, number>> {
	const counts = await index.documentFrequencies("words", words);
	return new Map(words.map((word, i) => [word, counts[i]!]));
}

async function knownWords(
	words: ReadonlySet<string>,
	frequencies: ReadonlyMap<string, number>,
	embedder: Embedder,
): Promise<Map<string, KnownWord>> {
	const vectors = await embedder.embedWords([...words]);
	return new Map([...words].map((word, i) => [word, { frequency: frequencies.get(word)!, vector: vectors[i]! }]));
}

/** By the spelling of a name how most passages print it. */
async function printedNames(pieces: readonly Piece[], index: PassageIndex): Promise<Map<string, string>> {
	const printed = new Map<string, string>();
	for (const piece of pieces) {
		if (piece.kind !== "name" || printed.has(piece.spelled)) continue;
		const terms = { words: [], bigrams: [], headline: [], sounds: soundPairs(piece.sounds) };
		const candidates = await index.candidates({ terms, vector: null }, DEPTH);
		const passages = await index.passages(candidates.map(({ passageId }) => passageId));
		const texts = passages.map((passage) => fold(textWithHeadline(passage)));
		const names = texts.flatMap((text) => charactersHeard(piece.sounds, text, soundsOf(text)) ?? []);
		const counts = new Map<string, number>();
		for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
		const [commonest] = names.sort((a, b) => counts.get(b)! - counts.get(a)!);
		if (commonest !== undefined) printed.set(piece.spelled, commonest);
	}
	return printed;
}
