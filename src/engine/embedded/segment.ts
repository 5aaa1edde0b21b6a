/** Pages in, an immutable block of everything the index keeps about them out; and that block to bytes and back. */

import type { Article, Passage } from "../../domain.ts";
import { FIELDS, type Field, type IndexedPage } from "../../ports.ts";
import { byField } from "../by-field.ts";
import { invert, isNarrow, merge, type Postings } from "./postings.ts";
import { Records, type RecordsPart } from "./records.ts";
import { Slices } from "./slices.ts";

export interface SegmentPage {
	readonly file: string;
	readonly hash: string;
	readonly addedAt: string;
	readonly articleIds: readonly string[];
	/** In the order of the passages. */
	readonly passageIds: readonly string[];
	/** Place of the page's first passage in the segment; the others follow. */
	readonly firstPassage: number;
	/** Number of the page's first record: its articles, then its passages. */
	readonly firstRecord: number;
}

/**
 * Passages number first … first + count - 1 of the index, with their pages. A segment never changes: a page that has
 * been replaced or removed since lies in it, dead, until the segment is merged with others. Merging keeps the numbers,
 * so that places of dead passages become holes.
 */
export interface Segment {
	readonly first: number;
	readonly count: number;
	readonly pages: readonly SegmentPage[];
	readonly records: Records;
	/** `count` rows, one vector each. */
	readonly vectors: Float32Array;
	readonly postings: Readonly<Record<Field, Postings>>;
	/** Record of an article by its id. */
	readonly articleRecords: ReadonlyMap<string, number>;
	readonly passagePlaces: ReadonlyMap<string, number>;
	/** Id and record of a passage by its place; holes have none. */
	readonly passageIds: readonly string[];
	readonly passageRecords: Uint32Array;
}

function withPlaces(
	contents: Pick<Segment, "first" | "count" | "pages" | "records" | "vectors" | "postings">,
): Segment {
	const articleRecords = new Map<string, number>();
	const passagePlaces = new Map<string, number>();
	const passageIds: string[] = new Array(contents.count);
	const passageRecords = new Uint32Array(contents.count);
	for (const { articleIds, passageIds: ids, firstPassage, firstRecord } of contents.pages) {
		for (const [i, id] of articleIds.entries()) articleRecords.set(id, firstRecord + i);
		for (const [i, id] of ids.entries()) {
			passagePlaces.set(id, firstPassage + i);
			passageIds[firstPassage + i] = id;
			passageRecords[firstPassage + i] = firstRecord + articleIds.length + i;
		}
	}
	return { ...contents, articleRecords, passagePlaces, passageIds, passageRecords };
}

export function articleOf(segment: Segment, record: number): Article {
	return segment.records.get(record) as Article;
}

export function passageAt(segment: Segment, place: number): Passage {
	return segment.records.get(segment.passageRecords[place]!) as Passage;
}

/** A segment of new pages; its first passage gets the number `first`. */
export async function buildSegment(
	indexedPages: readonly IndexedPage[],
	first: number,
	dimensions: number,
): Promise<Segment> {
	const pages: SegmentPage[] = [];
	const records: (Article | Passage)[] = [];
	let firstPassage = 0;
	for (const { file, hash, addedAt, articles: indexed } of indexedPages) {
		const articles = indexed.map(({ article }) => article);
		const passages = indexed.flatMap((one) => one.passages.map(({ passage }) => passage));
		const [articleIds, passageIds] = [articles.map(({ id }) => id), passages.map(({ id }) => id)];
		pages.push({ file, hash, addedAt, articleIds, passageIds, firstPassage, firstRecord: records.length });
		records.push(...articles, ...passages);
		firstPassage += passages.length;
	}
	const passages = indexedPages.flatMap((page) => page.articles.flatMap((article) => article.passages));
	const vectors = new Float32Array(passages.length * dimensions);
	for (const [place, { vector }] of passages.entries()) vectors.set(vector, place * dimensions);
	return withPlaces({
		first,
		count: passages.length,
		pages,
		records: Records.of(records),
		vectors,
		postings: await eachField((field) => invert(passages.map(({ terms }) => terms[field]))),
	});
}

/** A segment and those of its pages that are alive. */
export interface LivePart {
	readonly segment: Segment;
	readonly pages: readonly SegmentPage[];
}

/** Merges neighbouring segments, ascending. Every passage keeps its number; what is dead leaves a hole. */
export function mergeSegments(parts: readonly LivePart[], dimensions: number): Promise<Segment> {
	const first = parts[0]!.segment.first;
	const last = parts[parts.length - 1]!.segment;
	const keepNumber = ({ segment }: LivePart, { firstPassage }: SegmentPage) => segment.first + firstPassage - first;
	return rearrange(parts, keepNumber, first, last.first + last.count - first, dimensions);
}

/** Merges segments into one without holes, whose first passage gets the number `first`; the order is kept. */
export function compactSegments(parts: readonly LivePart[], first: number, dimensions: number): Promise<Segment> {
	let count = 0;
	const nextPlace = (_: LivePart, page: SegmentPage) => {
		count += page.passageIds.length;
		return count - page.passageIds.length;
	};
	const total = parts.flatMap(({ pages }) => pages).reduce((sum, { passageIds }) => sum + passageIds.length, 0);
	return rearrange(parts, nextPlace, first, total, dimensions);
}

async function rearrange(
	parts: readonly LivePart[],
	placeOf: (part: LivePart, page: SegmentPage) => number,
	first: number,
	count: number,
	dimensions: number,
): Promise<Segment> {
	const slices = new Slices();
	const pages: SegmentPage[] = [];
	const renumbered = parts.map(({ segment }) => new Int32Array(segment.count).fill(-1));
	const vectors = new Float32Array(count * dimensions);
	const records: RecordsPart[] = [];
	let firstRecord = 0;
	for (const [p, part] of parts.entries()) {
		for (const page of part.pages) {
			const place = placeOf(part, page);
			pages.push({ ...page, firstPassage: place, firstRecord });
			const passageCount = page.passageIds.length;
			const recordCount = page.articleIds.length + passageCount;
			records.push(part.segment.records.part(page.firstRecord, page.firstRecord + recordCount));
			firstRecord += recordCount;
			for (let i = 0; i < passageCount; i++) renumbered[p]![page.firstPassage + i] = place + i;
			const from = page.firstPassage * dimensions;
			vectors.set(part.segment.vectors.subarray(from, from + passageCount * dimensions), place * dimensions);
			if (slices.isOver) await slices.next();
		}
	}
	const mergeField = (field: Field) =>
		merge(
			parts.map(({ segment }, p) => ({ postings: segment.postings[field], renumbered: renumbered[p]! })),
			count,
		);
	return withPlaces({
		first,
		count,
		pages,
		records: Records.joined(records),
		vectors,
		postings: await eachField(mergeField),
	});
}

/** One field after the other, others having their turn in between. */
async function eachField(make: (field: Field) => Promise<Postings>): Promise<Record<Field, Postings>> {
	const slices = new Slices();
	const made: Partial<Record<Field, Postings>> = {};
	for (const field of FIELDS) {
		made[field] = await make(field);
		await slices.next();
	}
	return byField((field) => made[field]!);
}

/*
 * As bytes, apart from the bytes of its records: the length of a header (4 bytes), the header (JSON), then one array
 * after the other, each beginning at a multiple of 4 so that the arrays can be used in place. Numbers are
 * little-endian, as on every machine Node runs on.
 */
interface Header extends Pick<Segment, "first" | "count" | "pages"> {
	/** Length of each array in bytes. */
	readonly lengths: readonly number[];
}

type Bytes = Uint8Array<ArrayBuffer>;

function padding(length: number): number {
	return -length & 3;
}

/** The segment's bytes, in parts to be written one after the other. */
export function encodeSegment({ first, count, pages, records, vectors, postings }: Segment): Uint8Array[] {
	const arrays: (Uint16Array | Uint32Array | Float32Array)[] = [records.starts, vectors];
	for (const field of FIELDS) {
		const { characters, termStarts, postingStarts, texts, frequencies, lengths } = postings[field];
		arrays.push(characters, termStarts, postingStarts, texts, frequencies, lengths);
	}
	const header: Header = { first, count, pages, lengths: arrays.map((array) => array.byteLength) };
	const json = Buffer.from(JSON.stringify(header));
	const bytes = arrays.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength));
	const parts = [Uint32Array.of(json.length), json, ...bytes].flatMap((part) => [
		new Uint8Array(part.buffer, part.byteOffset, part.byteLength),
		new Uint8Array(padding(part.byteLength)),
	]);
	return parts.filter((part) => part.length > 0);
}

/** The segment that `encodeSegment` was given; the bytes must be those, and are used in place. Its records lie elsewhere. */
export function decodeSegment(bytes: Bytes): Segment {
	const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
	let at = 0;
	const next = (length: number): Bytes => {
		const part = aligned.subarray(at, at + length);
		at += length + padding(length);
		return part;
	};
	const headerLength = new DataView(next(4).slice().buffer).getUint32(0, true);
	const header: Header = JSON.parse(Buffer.from(next(headerLength)).toString());
	const { first, count, pages } = header;
	const lengths = header.lengths.values();
	const array = () => next(lengths.next().value ?? 0);
	const uint16 = (part = array()) => new Uint16Array(part.buffer, part.byteOffset, part.length / 2);
	const uint32 = (part = array()) => new Uint32Array(part.buffer, part.byteOffset, part.length / 4);
	const float32 = (part = array()) => new Float32Array(part.buffer, part.byteOffset, part.length / 4);
	const nextPostings = (): Postings => ({
		characters: uint16(),
		termStarts: uint32(),
		postingStarts: uint32(),
		texts: isNarrow(count) ? uint16() : uint32(),
		frequencies: uint16(),
		lengths: uint32(),
	});
	// The order of evaluation is the order of the bytes.
	const records = new Records(uint32(), null);
	const vectors = float32();
	return withPlaces({ first, count, pages, records, vectors, postings: byField(nextPostings) });
}
