/** Give it a model's name, get an embedder that computes with @xenova/transformers. The only file that knows the library. */

import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { env, type FeatureExtractionPipeline, pipeline } from "@xenova/transformers";
import type { Span } from "../domain.ts";
import { ModelError } from "../errors.ts";
import type { Embedder } from "../ports.ts";
import { type ModelFamily, modelFamily } from "./model-families.ts";
import { UnigramCut } from "./unigram.ts";

export interface EmbedderOptions {
	/** Name of a folder in `modelFolder`, or of a model on the hub such as `Xenova/bge-small-zh-v1.5`. */
	readonly model: string;
	/** Models that come with the program: `<modelFolder>/<model>/onnx/model_quantized.onnx` and so on. */
	readonly modelFolder: string;
	/** Where downloads are kept, outside node_modules so that a reinstall does not lose them. */
	readonly cacheFolder: string;
	/** Base address of the hub. */
	readonly hub: string;
	/** Computes on one thread: where each core has a process of its own, more only get in one another's way. */
	readonly isOneOfMany?: boolean;
}

/** An embedder, and all that another process needs to load the same. */
export interface LoadedEmbedder extends Embedder {
	readonly options: EmbedderOptions;
}

const MODEL_FILE = join("onnx", "model_quantized.onnx");
/** What decides the vectors: weights and tokenizer. */
const HASHED_FILES = ["tokenizer.json", MODEL_FILE];
/** Larger batches gain nothing on two cores, and onnxruntime never gives back what its largest batch took. */
const BATCH = 32;

interface DownloadEvent {
	readonly status: string;
	readonly file?: string;
	readonly loaded?: number;
	readonly total?: number;
}

/**
 * Loads the model, from the program's own folder if it is there, else from the cache, else from the hub. `onDownload` is
 * called while a file is downloaded; `loaded` and `total` in bytes.
 * @throws ModelError with one sentence when that cannot be done.
 */
export async function loadEmbedder(
	options: EmbedderOptions,
	onDownload?: (file: string, loaded: number, total: number) => void,
): Promise<LoadedEmbedder> {
	const { model, modelFolder, cacheFolder, hub, isOneOfMany } = options;
	const isOwn = existsSync(join(modelFolder, model));
	const files = join(isOwn ? modelFolder : cacheFolder, model);
	env.allowLocalModels = isOwn;
	env.allowRemoteModels = !isOwn;
	env.localModelPath = modelFolder;
	env.cacheDir = cacheFolder;
	env.remoteHost = hub.endsWith("/") ? hub : `${hub}/`;
	const wasThere = existsSync(files);
	try {
		const extractor = await pipeline("feature-extraction", model, {
			quantized: true,
			progress_callback: (event: DownloadEvent) => {
				if (event.status === "progress" && !wasThere)
					onDownload?.(event.file ?? model, event.loaded ?? 0, event.total ?? 0);
			},
		});
		if (isOneOfMany) await computeOnOneThread(extractor.model as unknown as Computing, join(files, MODEL_FILE));
		cutFaster(extractor.tokenizer.model as unknown as TokenizerModel);
		const hash = createHash("sha256");
		for (const file of HASHED_FILES) hash.update(await readFile(join(files, file)));
		const family = modelFamily(model);
		const [probe] = await embedInBatches(extractor, [`${family.passagePrefix}报`], family, null);
		const width = probe!.length;
		const dimensions = width - (family.wordDimensions ?? 0);
		const ofText = { start: 0, end: dimensions };
		const ofWord = { start: family.wordDimensions === null ? 0 : dimensions, end: width };
		const embed = (texts: readonly string[], prefix: string, part = ofText) =>
			embedInBatches(
				extractor,
				texts.map((text) => (text.trim() === "" ? "" : prefix + text.slice(0, family.longestText))),
				family,
				part,
			);
		return {
			id: `${model}@${hash.digest("hex").slice(0, 16)}`,
			options,
			dimensions,
			leadingDimensions: Math.min(family.leadingDimensions ?? dimensions, dimensions),
			wordDimensions: ofWord.end - ofWord.start,
			onlyChinese: family.onlyChinese,
			embedPassages: (texts) => embed(texts, family.passagePrefix),
			embedQueries: (texts) => embed(texts, family.queryPrefix),
			embedWords: (words) => embed(words, family.passagePrefix, ofWord),
		};
	} catch (cause) {
		const where = isOwn
			? `请检查文件夹 ${files} 是否完整`
			: `请检查名称、网络和 EMBEDDING_HUB(${hub}),或删除 ${files} 后重试`;
		throw new ModelError(`无法载入嵌入模型 ${model}:${where}。`, { cause });
	}
}

/** The library's model, which does not declare what it computes with. */
interface Computing {
	session: {
		readonly constructor: {
			create(file: string, options: { readonly intraOpNumThreads: number }): Promise<Computing["session"]>;
		};
	};
}

/**
 * onnxruntime's other threads turn idly after every batch, waiting for the next: half of all computing here. The library
 * passes no options on, and onnxruntime-node 1.14 heeds them only for a model that it reads from a file.
 */
async function computeOnOneThread(model: Computing, file: string): Promise<void> {
	model.session = await model.session.constructor.create(file, { intraOpNumThreads: 1 });
}

/** The library's Unigram, which it does not declare. */
interface TokenizerModel {
	readonly config: { readonly type?: string };
	readonly vocab: readonly string[];
	readonly scores: readonly number[];
	readonly unkScore: number;
	trie: unknown;
	tokenize: (text: string) => string[];
}

/** Puts our own cut in the place of the library's, where there is one for this kind. */
function cutFaster(model: TokenizerModel): void {
	if (model.config.type !== "Unigram") return;
	const cut = new UnigramCut(model.vocab, model.scores, model.unkScore);
	model.tokenize = (text) => cut.pieces(text);
	// Needed no more, and larger than the model.
	model.trie = null;
}

/**
 * Empty texts get their zero vector without the model; the others in batches of like length, since a batch is padded.
 * `part`: which numbers of the model's vectors; all when null, for texts that are not empty.
 */
async function embedInBatches(
	extractor: FeatureExtractionPipeline,
	texts: readonly string[],
	family: ModelFamily,
	part: Span | null,
): Promise<Float32Array[]> {
	const vectors = texts.map(() => new Float32Array(part === null ? 0 : part.end - part.start));
	const order = [...texts.keys()].filter((i) => texts[i] !== "");
	order.sort((a, b) => texts[a]!.length - texts[b]!.length);
	for (let start = 0; start < order.length; start += BATCH) {
		const batch = order.slice(start, start + BATCH);
		const output = await extractor(
			batch.map((i) => texts[i]!),
			{ pooling: family.pooling, normalize: family.normalize },
		);
		const width = output.dims.at(-1)!;
		const { start: from, end: to } = part ?? { start: 0, end: width };
		const data = output.data as Float32Array;
		batch.forEach((i, row) => {
			const vector = data.slice(row * width + from, row * width + to);
			// A text without a known token can come out as NaN; "no meaning" is a zero vector.
			vectors[i] = isAllNumbers(vector) ? vector : new Float32Array(to - from);
		});
	}
	return vectors;
}

/** A loop, for `every` takes as long as the model. */
function isAllNumbers(vector: Float32Array): boolean {
	for (let i = 0; i < vector.length; i++) if (!Number.isFinite(vector[i])) return false;
	return true;
}
