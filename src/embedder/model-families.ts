/** Give it a model's name, get how that family of models wants its texts and gives its vectors. */

export interface ModelFamily {
	/** How token vectors become one: the first is taken ("cls"), their mean is, or the graph gives one anyway ("none"). */
	readonly pooling: "cls" | "mean" | "none";
	/** False when the graph itself gives unit vectors. */
	readonly normalize: boolean;
	readonly queryPrefix: string;
	readonly passagePrefix: string;
	readonly onlyChinese: boolean;
	/** See `Embedder`; null where the model's axes have no order. */
	readonly leadingDimensions: number | null;
	/** So many of the last dimensions are of another vector, by which words are compared; null where there is but one. */
	readonly wordDimensions: number | null;
	/** Characters (UTF-16 units) beyond which text is not read: at least what the model's window can hold. */
	readonly longestText: number;
}

/** Texts above this are cut for every model: a Unigram tokenizer overflows the stack at about 256,000 characters. */
const LONGEST_TEXT = 4_000;

const OTHER: ModelFamily = {
	pooling: "mean",
	normalize: true,
	queryPrefix: "",
	passagePrefix: "",
	onlyChinese: false,
	leadingDimensions: null,
	wordDimensions: null,
	longestText: LONGEST_TEXT,
};

const FAMILIES: readonly [RegExp, ModelFamily][] = [
	// Our own pools and normalises inside the graph; even to slice its one vector takes the library longer than the model.
	// Its axes are sorted by what they tell (embeddings/training/finish.py); its words have vectors of their own (word_vectors.py).
	[
		/(^|\/)baowen-/,
		{ ...OTHER, pooling: "none", normalize: false, onlyChinese: true, leadingDimensions: 128, wordDimensions: 128 },
	],
	// https://huggingface.co/BAAI/bge-small-zh-v1.5#usage: first token, instruction before queries only.
	[/bge-.*-zh/, { ...OTHER, pooling: "cls", onlyChinese: true, queryPrefix: "为这个句子生成表示以用于检索相关文章：" }],
	[/bge-.*-en/, { ...OTHER, pooling: "cls", queryPrefix: "Represent this sentence for searching relevant passages: " }],
	[/bge-m3/, { ...OTHER, pooling: "cls" }],
	// https://huggingface.co/intfloat/multilingual-e5-small#faq: both prefixes are needed, mean pooling.
	[/(^|[/-])e5-/, { ...OTHER, queryPrefix: "query: ", passagePrefix: "passage: " }],
];

/** Families without an entry: mean of the token vectors, normalised, no prefixes. */
export function modelFamily(model: string): ModelFamily {
	return FAMILIES.find(([pattern]) => pattern.test(model))?.[1] ?? OTHER;
}
