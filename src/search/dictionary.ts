/** Give it English words, get the Chinese words that newspapers print for them; the file and the roots of words are read when first needed. */

import { readFile } from "node:fs/promises";

/** `headword TAB Chinese words`, the likeliest first, none for a headword that a report prints nothing for. */
const FILE = new URL("english-chinese.tsv", import.meta.url);

/** Dictionary forms by word, in lower case. */
export type Roots = ReadonlyMap<string, string>;

/** Of compromise's JSON; only inflected words have a root. */
interface Term {
	readonly text: string;
	readonly normal: string;
	readonly root?: string;
}

/** Left out of questions and headwords alike: people's hospital. */
export const POSSESSIVE = /[’']s\b/g;

/** Chinese words by English words and phrases in dictionary form. */
export class Dictionary {
	private readonly entries: ReadonlyMap<string, readonly string[]>;

	/** `text`: the file's. */
	constructor(text: string) {
		const lines = text.split("\n").map((line) => line.split("\t"));
		this.entries = new Map(
			lines.map(([headword, chinese = ""]) => [headword!.replace(POSSESSIVE, ""), chinese.split(" ").filter(Boolean)]),
		);
	}

	/**
	 * The likeliest first, for words in lower case and with these roots; empty where a report prints nothing for them, null
	 * where the dictionary does not have them.
	 */
	translations(phrase: string, roots: Roots): readonly string[] | null {
		const spelled = forms(phrase, roots);
		for (const form of [...spelled, ...spelled.map(american)]) {
			const found = this.entries.get(form);
			if (found !== undefined) return found;
		}
		return null;
	}
}

/** How American English spells what British English spells otherwise: colour, centre, organise, defence. */
const AMERICAN: readonly [RegExp, string][] = [
	[/our(?=s?$|ed$|ing$|ful$|ite$|hood$)/, "or"],
	[/tre(?=s?$)/, "ter"],
	[/(?<=[iy])s(?=e[sd]?$|ing$|ations?$)/, "z"],
	[/(?<=en)c(?=es?$)/, "s"],
	[/amme(?=s?$)/, "am"],
	[/ll(?=ed$|ing$|er$)/, "l"],
];

function american(phrase: string): string {
	const words = phrase.split(" ");
	return words.map((word) => AMERICAN.reduce((said, [british, plain]) => said.replace(british, plain), word)).join(" ");
}

/** The phrase itself, then with its last, its first or all of its words in dictionary form. */
function forms(phrase: string, roots: Roots): string[] {
	const words = phrase.split(" ");
	const rooted = words.map((word) => roots.get(word) ?? word);
	const variants = [words.with(-1, rooted.at(-1)!), words.with(0, rooted[0]!), rooted];
	return [...new Set([phrase, ...variants.map((variant) => variant.join(" "))])];
}

/** Kept: even of a module that is loaded, asking for it takes a third of a millisecond. */
let grammar: Promise<typeof import("compromise/two")> | undefined;

/** The dictionary form of every word of an English text, both in lower case: took → take, cities → city. */
export async function rootsOf(text: string): Promise<Roots> {
	grammar ??= import("compromise/two");
	const { default: nlp } = await grammar;
	// Its types do not know of roots.
	const shown: object = { terms: { root: true } };
	const sentences = nlp(text).compute("root").json(shown) as { terms: Term[] }[];
	const terms = sentences.flatMap((sentence) => sentence.terms);
	return new Map(terms.map(({ text, root, normal }) => [text.toLowerCase(), root ?? normal]));
}

let loading: Promise<Dictionary> | undefined;

/** Takes some milliseconds the first time. */
export function englishChinese(): Promise<Dictionary> {
	loading ??= readFile(FILE, "utf8").then(
		(text) => new Dictionary(text),
		(error: unknown) => {
			// The next question tries again.
			loading = undefined;
			throw error;
		},
	);
	return loading;
}
