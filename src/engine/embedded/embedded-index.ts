/** A folder (or none, for an index in memory) in, the port PassageIndex on this one machine out. */

import type { Article, Passage } from "../../domain.ts";
import { BaowenError } from "../../errors.ts";
import type {
	Candidate,
	EmbeddedPassage,
	Field,
	IndexedPage,
	IndexQuery,
	IndexSummary,
	PassageIndex,
} from "../../ports.ts";
import { EXACT_LIMIT } from "../exact-limit.ts";
import type { IndexIdentity } from "../index-identity.ts";
import { storablePage } from "../storable-page.ts";
import { Graph } from "./graph.ts";
import { IndexFolder } from "./index-folder.ts";
import { buildSegment, compactSegments, type LivePart, mergeSegments, type Segment } from "./segment.ts";
import { type Content, type LivePage, View } from "./view.ts";

/**
 * Opens the index in `folder`, or an empty one in memory when that is null. An index that must not be used (damaged,
 * half-written, foreign, of another identity) is left alone and an empty one takes its place with the first commit;
 * `notice` says so in one sentence, and its pages have to be put in again. `leadingDimensions` are those of the embedder:
 * the nearest are looked for by these.
 * @throws BaowenError when the folder cannot be read.
 */
export async function openEmbeddedIndex(
	folder: string | null,
	identity: IndexIdentity,
	leadingDimensions = identity.dimensions,
): Promise<{ index: PassageIndex; notice: string | null }> {
	const empty: Content = {
		segments: [],
		pages: new Map(),
		size: 0,
		graph: Graph.empty(leadingDimensions),
		dimensions: identity.dimensions,
		committedAt: null,
	};
	if (folder === null) return { index: new EmbeddedIndex(empty, null), notice: null };
	const indexFolder = new IndexFolder(folder, identity, leadingDimensions);
	const { content, refusal } = await indexFolder.load().catch((cause: Error) => {
		throw new BaowenError(`读不了索引文件夹 ${folder}:${cause.message}`, { cause });
	});
	const notice = refusal === null ? null : `${folder} 里的索引不能用,将重新建立:${refusal}。`;
	return { index: new EmbeddedIndex(content ?? empty, indexFolder), notice };
}

/**
 * Passages after which waiting pages become a segment: bounds the memory they take as objects, some 20 MB. With 1024 the
 * segments merged from them are of 8192, half as many as with 512 for every question to look through.
 */
const BLOCK = 1024;
/** Neighbouring segments of like size are merged so many at a time: a passage is written again log8(n) times. */
const MERGED_AT_ONCE = 8;
/** Segments of so many passages are merged no further: bounds the time and the memory that merging takes. */
const LARGEST_MERGED = 8 ** 4;
/**
 * The graph's file is written again, whole, when it lacks more than an eighth of the vectors or so many: after the next
 * opening these are compared one by one (up to half a millisecond a question) until the next commit.
 */
const MISSING_FROM_FILE = 512;

class EmbeddedIndex implements PassageIndex {
	readonly #folder: IndexFolder | null;
	/** What questions see. */
	#view: View;
	/** What the next commit will show. */
	#segments: readonly Segment[];
	readonly #pages: Map<string, LivePage>;
	#size: number;
	/** Pages of the next commit that are in no segment yet. */
	readonly #block = new Map<string, IndexedPage>();
	#blockPassages = 0;
	/** Changes are made one after the other. */
	#lastChange: Promise<unknown> = Promise.resolve();
	#commits: Promise<unknown> = Promise.resolve();
	/** The graph grows beside the changes, by one commit after the other. */
	#growth: Promise<void> = Promise.resolve();

	constructor(content: Content, folder: IndexFolder | null) {
		this.#folder = folder;
		this.#view = new View(content);
		this.#segments = content.segments;
		this.#pages = new Map(content.pages);
		this.#size = content.size;
	}

	replacePage(page: IndexedPage): Promise<void> {
		return this.#change(async () => {
			const storable = storablePage(page, this.#view.content.dimensions);
			this.#forget(page.file);
			this.#block.set(page.file, storable);
			this.#blockPassages += passageCount(storable);
			if (this.#blockPassages >= BLOCK) await this.#sealBlock();
		});
	}

	removePage(file: string): Promise<void> {
		return this.#change(async () => this.#forget(file));
	}

	commit(): Promise<void> {
		const done = this.#commit();
		this.#commits = Promise.allSettled([this.#commits, done]);
		return done;
	}

	/** The next changes wait until it is published, not until the graph has grown. */
	async #commit(): Promise<void> {
		await this.#change(async () => {
			await this.#sealBlock();
			await this.#mergeSegments();
			await this.#publish({ committedAt: new Date() });
			if (this.#view.holes * 3 > this.#size) await this.#compact();
		});
		this.#growth = this.#growth.catch(() => {}).then(() => this.#growGraph());
		await this.#growth;
		await this.#change(() => this.#saveGraph());
	}

	async candidates(query: IndexQuery, depth: number): Promise<Candidate[]> {
		return this.#view.candidates(query, depth);
	}

	async documentFrequencies(field: Field, terms: readonly string[]): Promise<number[]> {
		return terms.map((term) => this.#view.documentFrequency(field, term));
	}

	async passages(ids: readonly string[]): Promise<Passage[]> {
		return ids.flatMap((id) => this.#view.passage(id) ?? []);
	}

	async articles(ids: readonly string[]): Promise<Article[]> {
		return ids.flatMap((id) => this.#view.article(id) ?? []);
	}

	async summary(): Promise<IndexSummary> {
		return this.#view.summary();
	}

	async passageCount(): Promise<number> {
		return this.#view.passageCount;
	}

	async passagesOfPage(file: string): Promise<EmbeddedPassage[]> {
		return this.#view.passagesOfPage(file);
	}

	async close(): Promise<void> {
		await this.#commits;
		await this.#change(async () => this.#folder?.release([]));
	}

	#change(work: () => Promise<void>): Promise<void> {
		const done = this.#lastChange.then(work);
		this.#lastChange = done.catch(() => {});
		return done;
	}

	#forget(file: string): void {
		this.#pages.delete(file);
		const waiting = this.#block.get(file);
		if (waiting === undefined) return;
		this.#block.delete(file);
		this.#blockPassages -= passageCount(waiting);
	}

	async #sealBlock(): Promise<void> {
		if (this.#block.size === 0) return;
		const segment = await buildSegment([...this.#block.values()], this.#size, this.#view.content.dimensions);
		this.#segments = [...this.#segments, segment];
		this.#size += segment.count;
		for (const page of segment.pages) this.#pages.set(page.file, { segment, page });
		this.#block.clear();
		this.#blockPassages = 0;
	}

	/** Drops segments without a living page and merges small ones. */
	async #mergeSegments(): Promise<void> {
		let parts = this.#segments.map((segment) => this.#livePart(segment)).filter(({ pages }) => pages.length > 0);
		for (let range = mergeable(parts); range !== null; range = mergeable(parts)) {
			const { begin, end } = range;
			const merged = await mergeSegments(parts.slice(begin, end), this.#view.content.dimensions);
			for (const page of merged.pages) this.#pages.set(page.file, { segment: merged, page });
			parts = parts.toSpliced(begin, end - begin, { segment: merged, pages: merged.pages });
		}
		this.#segments = parts.map(({ segment }) => segment);
	}

	#livePart(segment: Segment): LivePart {
		return { segment, pages: segment.pages.filter((page) => this.#pages.get(page.file)?.page === page) };
	}

	/** Makes what has been gathered durable, then visible. */
	async #publish(changes: Partial<Content>): Promise<void> {
		const content: Content = {
			...this.#view.content,
			segments: this.#segments,
			pages: new Map(this.#pages),
			size: this.#size,
			...changes,
		};
		const view = new View(content);
		await this.#folder?.save(content);
		this.#view = view;
		this.#folder?.release(content.segments);
	}

	/** Adds the newest vectors to the graph. */
	async #growGraph(): Promise<void> {
		const { graph, size } = this.#view.content;
		if (this.#folder === null && size <= EXACT_LIMIT) return;
		await graph.add(this.#view.vectorsFrom(graph.reached), size);
	}

	async #saveGraph(): Promise<void> {
		const { content } = this.#view;
		const saved = this.#folder?.savedGraphed ?? content.graph.reached;
		if (content.graph.reached - saved > Math.min(saved / 8, MISSING_FROM_FILE))
			await this.#folder?.save(content, { writeGraph: true });
	}

	/** Numbers the passages anew, without holes, and builds a new graph, while questions still see the old state. */
	async #compact(): Promise<void> {
		const { dimensions } = this.#view.content;
		const segments: Segment[] = [];
		const pages = new Map<string, LivePage>();
		let size = 0;
		for (const parts of groupsToCompact(this.#view.parts)) {
			const segment = await compactSegments(parts, size, dimensions);
			for (const page of segment.pages) pages.set(page.file, { segment, page });
			segments.push(segment);
			size += segment.count;
		}
		const graph = Graph.empty(this.#view.content.graph.width);
		const compacted = { ...this.#view.content, segments, pages, size, graph };
		await graph.add(new View(compacted).vectorsFrom(0), size);
		await this.#publish(compacted);
		this.#segments = segments;
		this.#size = size;
		for (const [file, page] of pages) this.#pages.set(file, page);
	}
}

/** Neighbouring parts to be merged: the first of those at the end that are small, when they are many. */
function mergeable(parts: readonly LivePart[]): { begin: number; end: number } | null {
	for (let size = MERGED_AT_ONCE; size <= LARGEST_MERGED; size *= MERGED_AT_ONCE) {
		const begin = parts.findLastIndex(({ segment }) => segment.count >= size) + 1;
		if (parts.length - begin >= MERGED_AT_ONCE) return { begin, end: begin + MERGED_AT_ONCE };
	}
	return null;
}

function groupsToCompact(parts: readonly LivePart[]): LivePart[][] {
	const groups: LivePart[][] = [];
	let passages = 0;
	for (const part of parts) {
		const own = part.pages.reduce((sum, { passageIds }) => sum + passageIds.length, 0);
		const group = groups[groups.length - 1];
		if (group === undefined || passages + own > LARGEST_MERGED * MERGED_AT_ONCE) {
			groups.push([part]);
			passages = own;
		} else {
			group.push(part);
			passages += own;
		}
	}
	return groups;
}

function passageCount({ articles }: IndexedPage): number {
	return articles.reduce((sum, { passages }) => sum + passages.length, 0);
}
