/** A folder in, the last committed content of the index out, or the reason why it must not be used; and commits to it. */

import { createHash, randomBytes } from "node:crypto";
import { closeSync, openSync, read } from "node:fs";
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { BaowenError } from "../../errors.ts";
import { FIELDS } from "../../ports.ts";
import { type IndexIdentity, identityDifference } from "../index-identity.ts";
import { Graph } from "./graph.ts";
import { decodeSegment, encodeSegment, type Segment } from "./segment.ts";
import type { Content, LivePage } from "./view.ts";

/*
 * manifest.json names the files that make up the index, and is written last; files are never changed, so that a
 * process killed at any moment leaves the last manifest with all its files. Two processes may share the folder: each
 * answers from its own memory, and the last commit wins as a whole (`save`).
 */
const MANIFEST = "manifest.json";
const FORMAT = "baowen-index";
const VERSION = 2;

interface StoredFile {
	readonly name: string;
	readonly bytes: number;
	readonly sha256: string;
}

interface StoredSegment {
	readonly arrays: StoredFile;
	readonly records: StoredFile;
}

interface Manifest extends IndexIdentity {
	readonly fields: readonly string[];
	readonly committedAt: string;
	readonly size: number;
	readonly articles: number;
	readonly passages: number;
	readonly segments: readonly StoredSegment[];
	/** The living pages; `segment` is a place in `segments`. */
	readonly pages: readonly { readonly file: string; readonly hash: string; readonly segment: number }[];
	/** Absent until the first graph is made. */
	readonly graph: (StoredFile & { readonly graphed: number; readonly width: number }) | null;
}

/** Names of our own files: nothing else in the folder is ever removed. */
const OWN_FILE =
	/^(?:segment-[0-9a-f]{16}\.bin|records-[0-9a-f]{16}\.json|graph-[0-9a-f]{16}\.hnsw|manifest-[0-9a-f]{16}\.tmp)$/;

const readInto = promisify(read);

/** Bytes hashed without a pause. */
const PIECE = 1 << 20;

/** After so many milliseconds a file that no manifest names was left by a killed process, not by one at work. */
const LEFT_BEHIND = 3_600_000;

/** Why the content of the folder must not be used, as the end of a sentence. */
class Refusal extends Error {}

export class IndexFolder {
	readonly #folder: string;
	readonly #identity: IndexIdentity;
	readonly #graphWidth: number;
	/** What this process has read or written, and may name in its next manifest. */
	readonly #segmentFiles = new Map<Segment, StoredSegment>();
	/** Descriptors of the open files from which records are read. */
	readonly #open = new Map<Segment, number>();
	#graphFile: { readonly graph: Graph; readonly graphed: number; readonly file: StoredFile } | null = null;
	/** Files that are this process's to remove once no manifest names them. */
	readonly #ours = new Set<string>();
	/** Checksum of the manifest that this process read or wrote last. */
	#lastSeen: string | null = null;

	constructor(folder: string, identity: IndexIdentity, graphWidth: number) {
		this.#folder = path.resolve(folder);
		this.#identity = identity;
		this.#graphWidth = graphWidth;
	}

	/** The last commit, verified to the last byte; without one `refusal` says why, or is null for a folder without an index. */
	async load(): Promise<{ content: Content | null; refusal: string | null }> {
		const seen = await this.#checksumInFolder();
		try {
			return { content: await this.#read(), refusal: null };
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			this.#forgetFiles();
			this.release([]);
			// Another process has committed meanwhile and taken files away: its commit is the one to read.
			if ((await this.#checksumInFolder()) !== seen) return this.load();
			for (const name of await this.#ownFiles()) this.#ours.add(name);
			return { content: null, refusal: error.message };
		}
	}

	async #read(): Promise<Content | null> {
		const read = await this.#readManifest();
		if (read === null) {
			if ((await this.#ownFiles()).length > 0) throw new Refusal("上一次没有建完");
			return null;
		}
		const { manifest, checksum } = read;
		const difference = identityDifference(manifest, this.#identity);
		if (difference !== null) throw new Refusal(difference);
		const segments: Segment[] = [];
		for (const file of manifest.segments) {
			const segment = decodeSegment(await this.#verified(file.arrays));
			await this.#attachRecords(segment, file.records);
			segments.push(segment);
			this.#segmentFiles.set(segment, file);
			for (const { name } of [file.arrays, file.records]) this.#ours.add(name);
		}
		const pages = new Map<string, LivePage>();
		for (const { file, segment: place } of manifest.pages) {
			const segment = segments[place]!;
			pages.set(file, { segment, page: segment.pages.find((page) => page.file === file)! });
		}
		const graph = await this.#loadGraph(manifest);
		this.#lastSeen = checksum;
		const { size, dimensions } = manifest;
		return { segments, pages, size, graph, dimensions, committedAt: new Date(manifest.committedAt) };
	}

	async #loadGraph({ graph: file }: Manifest): Promise<Graph> {
		const width = this.#graphWidth;
		if (file === null) return Graph.empty(width);
		if (file.width !== width) throw new Refusal(`它的近邻图是 ${file.width} 维,现在是 ${width} 维`);
		const { name, bytes, sha256, graphed } = file;
		closeSync(await this.#openVerified(file));
		const graph = await Graph.load(this.#path(name), width, graphed).catch(() => {
			throw new Refusal(`文件 ${name} 读不出来`);
		});
		this.#graphFile = { graph, graphed, file: { name, bytes, sha256 } };
		this.#ours.add(name);
		return graph;
	}

	async #verified({ name, bytes, sha256 }: StoredFile): Promise<Uint8Array<ArrayBuffer>> {
		const found = await readFile(this.#path(name)).catch(unlessMissing);
		if (found === null) throw new Refusal(`文件 ${name} 不见了`);
		if (found.length !== bytes || createHash("sha256").update(found).digest("hex") !== sha256) {
			throw new Refusal(`文件 ${name} 已损坏`);
		}
		return found;
	}

	/** Descriptor of the file, open for reading; the caller closes it. */
	async #openVerified({ name, bytes, sha256 }: StoredFile): Promise<number> {
		let descriptor: number;
		try {
			descriptor = openSync(this.#path(name), "r");
		} catch (error) {
			unlessMissing(error as NodeJS.ErrnoException);
			throw new Refusal(`文件 ${name} 不见了`);
		}
		const found = await digest(descriptor);
		if (found.bytes === bytes && found.sha256 === sha256) return descriptor;
		closeSync(descriptor);
		throw new Refusal(`文件 ${name} 已损坏`);
	}

	async #attachRecords(segment: Segment, file: StoredFile): Promise<void> {
		const descriptor = await this.#openVerified(file);
		segment.records.moveTo(descriptor);
		const earlier = this.#open.get(segment);
		if (earlier !== undefined) closeSync(earlier);
		this.#open.set(segment, descriptor);
	}

	/** Closes what no question needs any more: the files of all segments but these. */
	release(needed: readonly Segment[]): void {
		for (const [segment, descriptor] of this.#open) {
			if (needed.includes(segment)) continue;
			this.#open.delete(segment);
			closeSync(descriptor);
		}
	}

	/** The manifest that lies in the folder, whoever wrote it; null when there is none. */
	async #readManifest(): Promise<{ manifest: Manifest; checksum: string } | null> {
		const text = await readFile(this.#path(MANIFEST), "utf8").catch(unlessMissing);
		if (text === null) return null;
		let parsed: { format?: unknown; version?: unknown; checksum?: unknown; manifest?: unknown } | null;
		try {
			parsed = JSON.parse(text);
		} catch {
			throw new Refusal(`清单 ${MANIFEST} 已损坏`);
		}
		if (parsed?.format !== FORMAT) throw new Refusal(`清单 ${MANIFEST} 不是本程序写的`);
		if (parsed.version !== VERSION) throw new Refusal(`它的格式是第 ${parsed.version} 版,本程序用第 ${VERSION} 版`);
		const checksum = sha256Of(JSON.stringify(parsed.manifest) ?? "");
		if (parsed.checksum !== checksum) throw new Refusal(`清单 ${MANIFEST} 已损坏`);
		return { manifest: parsed.manifest as Manifest, checksum };
	}

	/**
	 * Makes `content` the content of the folder, durably and at once. Where another process has committed in between,
	 * files that this manifest would share with the other's may be gone, so all are written again. The graph's file may
	 * lack the newest vectors unless `writeGraph` is set: they lie in their segments as well.
	 */
	async save(content: Content, options: { readonly writeGraph?: boolean } = {}): Promise<void> {
		try {
			await mkdir(this.#folder, { recursive: true });
			do {
				if ((await this.#checksumInFolder()) !== this.#lastSeen) this.#forgetFiles();
				await this.#writeAll(content, options.writeGraph ?? false);
			} while (!(await this.#allThere(content)));
			await this.#removeSuperseded();
		} catch (cause) {
			throw new BaowenError(
				{
					zh: `索引写不进 ${this.#folder}:${(cause as Error).message}`,
					en: `The index cannot be written into ${this.#folder}: ${(cause as Error).message}`,
				},
				{ cause },
			);
		}
	}

	/** Passages with smaller numbers stand in the graph's file. */
	get savedGraphed(): number {
		return this.#graphFile?.graphed ?? 0;
	}

	async #checksumInFolder(): Promise<string | null> {
		const read = await this.#readManifest().catch((error) => {
			if (error instanceof Refusal) return null;
			throw error;
		});
		return read?.checksum ?? null;
	}

	#forgetFiles(): void {
		this.#segmentFiles.clear();
		this.#graphFile = null;
	}

	async #writeAll(content: Content, writeGraph: boolean): Promise<void> {
		const segments: StoredSegment[] = [];
		for (const segment of content.segments) {
			const file = this.#segmentFiles.get(segment) ?? (await this.#writeSegment(segment));
			this.#segmentFiles.set(segment, file);
			segments.push(file);
		}
		// Nothing is left of the passages that an earlier graph's file holds.
		if (content.graph.reached === 0) this.#graphFile = null;
		else if (writeGraph || this.#graphFile?.graph !== content.graph) await this.#writeGraph(content.graph);
		const { file, graphed } = this.#graphFile ?? { file: null, graphed: 0 };
		const graph = file === null ? null : { ...file, graphed, width: this.#graphWidth };
		const places = new Map(content.segments.map((segment, place) => [segment, place]));
		const living = [...content.pages.values()];
		const { modelId, dimensions, recipe } = this.#identity;
		await this.#writeManifest({
			modelId,
			dimensions,
			recipe,
			fields: FIELDS,
			committedAt: (content.committedAt ?? new Date()).toISOString(),
			size: content.size,
			articles: living.reduce((sum, { page }) => sum + page.articleIds.length, 0),
			passages: living.reduce((sum, { page }) => sum + page.passageIds.length, 0),
			segments,
			pages: living.map(({ segment, page }) => ({ file: page.file, hash: page.hash, segment: places.get(segment)! })),
			graph,
		});
	}

	async #writeSegment(segment: Segment): Promise<StoredSegment> {
		const arrays = await this.#writeFile(this.#newName("segment", "bin"), encodeSegment(segment));
		const records = await this.#writeFile(this.#newName("records", "json"), segment.records.pieces());
		await this.#attachRecords(segment, records);
		return { arrays, records };
	}

	async #writeFile(name: string, parts: Iterable<Uint8Array>): Promise<StoredFile> {
		const hash = createHash("sha256");
		let bytes = 0;
		await writing(this.#path(name), async (handle) => {
			for (const part of parts) {
				// In pieces, so that hashing a large part does not hold up questions.
				for (let at = 0; at < part.length; at += PIECE) {
					const piece = part.subarray(at, at + PIECE);
					hash.update(piece);
					await handle.writeFile(piece);
				}
				bytes += part.length;
			}
		});
		return { name, bytes, sha256: hash.digest("hex") };
	}

	async #writeGraph(graph: Graph): Promise<void> {
		const name = this.#newName("graph", "hnsw");
		const graphed = await graph.save(this.#path(name));
		await flush(this.#path(name));
		const descriptor = openSync(this.#path(name), "r");
		const found = await digest(descriptor).finally(() => closeSync(descriptor));
		this.#graphFile = { graph, graphed, file: { name, ...found } };
	}

	async #writeManifest(manifest: Manifest): Promise<void> {
		const checksum = sha256Of(JSON.stringify(manifest));
		const name = this.#newName("manifest", "tmp");
		await writing(this.#path(name), (handle) =>
			handle.writeFile(JSON.stringify({ format: FORMAT, version: VERSION, checksum, manifest })),
		);
		await flush(this.#folder);
		await rename(this.#path(name), this.#path(MANIFEST));
		await flush(this.#folder);
		this.#lastSeen = checksum;
	}

	async #allThere({ segments }: Content): Promise<boolean> {
		const present = new Set(await this.#ownFiles());
		const graphIsThere = this.#graphFile === null || present.has(this.#graphFile.file.name);
		const isThere = ({ arrays, records }: StoredSegment) => present.has(arrays.name) && present.has(records.name);
		const allThere = graphIsThere && segments.every((segment) => isThere(this.#segmentFiles.get(segment)!));
		if (!allThere) this.#forgetFiles();
		return allThere;
	}

	/** Removes what neither the manifest in the folder nor a process at work can need. */
	async #removeSuperseded(): Promise<void> {
		const read = await this.#readManifest();
		if (read?.checksum !== this.#lastSeen) return;
		const { segments, graph } = read.manifest;
		const files = [...segments.flatMap(({ arrays, records }) => [arrays, records]), ...(graph === null ? [] : [graph])];
		const named = new Set(files.map(({ name }) => name));
		for (const [segment, { arrays }] of this.#segmentFiles) {
			if (!named.has(arrays.name)) this.#segmentFiles.delete(segment);
		}
		for (const name of await this.#ownFiles()) {
			if (named.has(name)) continue;
			const file = this.#path(name);
			const isOld = async () => Date.now() - ((await stat(file).catch(unlessMissing))?.mtimeMs ?? 0) > LEFT_BEHIND;
			if (this.#ours.delete(name) || (await isOld())) await rm(file, { force: true });
		}
	}

	async #ownFiles(): Promise<string[]> {
		const names = (await readdir(this.#folder).catch(unlessMissing)) ?? [];
		return names.filter((name) => OWN_FILE.test(name));
	}

	#newName(kind: "segment" | "records" | "graph" | "manifest", ending: string): string {
		const name = `${kind}-${randomBytes(8).toString("hex")}.${ending}`;
		this.#ours.add(name);
		return name;
	}

	#path(name: string): string {
		return path.join(this.#folder, name);
	}
}

function unlessMissing(error: NodeJS.ErrnoException): null {
	if (error.code === "ENOENT") return null;
	throw error;
}

function sha256Of(text: string): string {
	return createHash("sha256").update(text).digest("hex");
}

async function digest(descriptor: number): Promise<{ bytes: number; sha256: string }> {
	const hash = createHash("sha256");
	// One buffer for all pieces: garbage of the size of the index would hold up questions while it is collected.
	const room = Buffer.allocUnsafeSlow(PIECE);
	for (let bytes = 0; ; ) {
		const { bytesRead } = await readInto(descriptor, room, 0, PIECE, bytes);
		if (bytesRead === 0) return { bytes, sha256: hash.digest("hex") };
		hash.update(room.subarray(0, bytesRead));
		bytes += bytesRead;
	}
}

/** Writes a new file and waits until it lies on the disk. */
async function writing(file: string, write: (handle: FileHandle) => Promise<void>): Promise<void> {
	const handle = await open(file, "wx");
	try {
		await write(handle);
		await handle.sync();
	} finally {
		await handle.close();
	}
}

async function flush(fileOrFolder: string): Promise<void> {
	const handle = await open(fileOrFolder, "r");
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}
