/** Pages in, an immutable block of everything the index keeps about them out; and that block to bytes and back. */

import type { Article, Passage } from "../../domain.ts";
import { FIELDS, type Field, type IndexedPage } from "../../ports.ts";
import { byField } from "../by-field.ts";
import { invert, merge, type Postings } from "./postings.ts";
import { Slices } from "./slices.ts";

export interface SegmentPage {
	readonly file: string;
	readonly hash: string;
	readonly addedAt: string;
	readonly articleIds: readonly string[];
	/** In the order of the passages. */
	readonly passageIds: readonly string[];
	/** Places of the page's first article and first passage in the segment; the others follow. */
	readonly firstArticle: number;
	readonly firstPassage: number;
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
	/** JSON of every article, then of every passage: record r is `records[recordStarts[r] .. recordStarts[r + 1])`. */
	readonly records: Uint8Array;
	readonly recordStarts: Uint32Array;
	/** `count` rows, one vector each. */
	readonly vectors: Float32Array;
	readonly postings: Readonly<Record<Field, Postings>>;
	readonly articlePlaces: ReadonlyMap<string, number>;
	readonly passagePlaces: ReadonlyMap<string, number>;
	/** By place; holes have none. */
	readonly passageIds: readonly string[];
}

type Contents = Omit<Segment, "articlePlaces" | "passagePlaces" | "passageIds">;

function withPlaces(contents: Contents): Segment {
	const articlePlaces = new Map<string, number>();
	const passagePlaces = new Map<string, number>();
	const passageIds: string[] = new Array(contents.count);
	for (const page of contents.pages) {
		for (const [i, id] of page.articleIds.entries()) articlePlaces.set(id, page.firstArticle + i);
		for (const [i, id] of page.passageIds.entries()) {
			passagePlaces.set(id, page.firstPassage + i);
			passageIds[page.firstPassage + i] = id;
		}
	}
	return { ...contents, articlePlaces, passagePlaces, passageIds };
}

export function articleAt(segment: Segment, place: number): Article {
	return record(segment, place) as Article;
}

export function passageAt(segment: Segment, place: number): Passage {
	return record(segment, articleCount(segment.recordStarts, segment.count) + place) as Passage;
}

function record({ records, recordStarts }: Segment, number: number): unknown {
	const { buffer, byteOffset, byteLength } = records.subarray(recordStarts[number]!, recordStarts[number + 1]!);
	return JSON.parse(Buffer.from(buffer, byteOffset, byteLength).toString());
}

function articleCount(recordStarts: Uint32Array, passages: number): number {
	return recordStarts.length - 1 - passages;
}

/** A segment of new pages; its first passage gets the number `first`. */
export async function buildSegment(
	indexedPages: readonly IndexedPage[],
	first: number,
	dimensions: number,
): Promise<Segment> {
	const articles = indexedPages.flatMap((page) => page.articles);
	const passages = articles.flatMap((article) => article.passages);
	const pages: SegmentPage[] = [];
	let firstArticle = 0;
	let firstPassage = 0;
	for (const { file, hash, addedAt, articles } of indexedPages) {
		const articleIds = articles.map(({ article }) => article.id);
		const passageIds = articles.flatMap((article) => article.passages.map(({ passage }) => passage.id));
		pages.push({ file, hash, addedAt, articleIds, passageIds, firstArticle, firstPassage });
		firstArticle += articleIds.length;
		firstPassage += passageIds.length;
	}
	const vectors = new Float32Array(passages.length * dimensions);
	for (const [place, { vector }] of passages.entries()) vectors.set(vector, place * dimensions);
	const records = [...articles.map(({ article }) => article), ...passages.map(({ passage }) => passage)];
	return withPlaces({
		first,
		count: passages.length,
		pages,
		...packRecords(records.map((record) => Buffer.from(JSON.stringify(record)))),
		vectors,
		postings: await eachField(async (field) => invert(passages.map(({ terms }) => terms[field]))),
	});
}

function packRecords(all: readonly Uint8Array[]): { records: Uint8Array; recordStarts: Uint32Array } {
	const recordStarts = new Uint32Array(all.length + 1);
	for (const [i, one] of all.entries()) recordStarts[i + 1] = recordStarts[i]! + one.length;
	const records = new Uint8Array(recordStarts[all.length]!);
	for (const [i, one] of all.entries()) records.set(one, recordStarts[i]!);
	return { records, recordStarts };
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
	const articleRecords: Uint8Array[] = [];
	const passageRecords: Uint8Array[] = new Array(count).fill(new Uint8Array());
	for (const [p, part] of parts.entries()) {
		const { vectors: oldVectors, recordStarts, records } = part.segment;
		const bytes = (number: number) => records.subarray(recordStarts[number]!, recordStarts[number + 1]!);
		const passageBase = articleCount(recordStarts, part.segment.count);
		for (const page of part.pages) {
			const place = placeOf(part, page);
			pages.push({ ...page, firstArticle: articleRecords.length, firstPassage: place });
			for (const i of page.articleIds.keys()) articleRecords.push(bytes(page.firstArticle + i));
			for (const i of page.passageIds.keys()) {
				renumbered[p]![page.firstPassage + i] = place + i;
				passageRecords[place + i] = bytes(passageBase + page.firstPassage + i);
			}
			const from = page.firstPassage * dimensions;
			const row = oldVectors.subarray(from, from + page.passageIds.length * dimensions);
			vectors.set(row, place * dimensions);
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
		...packRecords([...articleRecords, ...passageRecords]),
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
 * As bytes: the length of a header (4 bytes), the header (JSON), then one array after the other, each beginning at a
 * multiple of 4 so that the arrays can be used in place. Numbers are little-endian, as on every machine Node runs on.
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
export function encodeSegment({
	first,
	count,
	pages,
	recordStarts,
	vectors,
	records,
	postings,
}: Segment): Uint8Array[] {
	const arrays: (Uint8Array | Uint16Array | Uint32Array | Float32Array)[] = [recordStarts, vectors, records];
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

/** The segment that `encodeSegment` was given; the bytes must be those, and are used in place. */
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
		texts: uint32(),
		frequencies: uint16(),
		lengths: uint32(),
	});
	// The order of evaluation is the order of the bytes.
	const recordStarts = uint32();
	const vectors = float32();
	const records = array();
	const postings = byField(nextPostings);
	return withPlaces({ first, count, pages, recordStarts, vectors, records, postings });
}
