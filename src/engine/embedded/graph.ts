/** Unit vectors with numbers in, the numbers of the nearest ones out: the only file that knows hnswlib-node. */

import hnswlib, { type HierarchicalNSW } from "hnswlib-node";
import { Slices } from "./slices.ts";

/** Links per vector: hnswlib's advice is 12–48; recall@50 on clustered vectors is 0.99 with 16 and 0.983 with 12. */
const LINKS = 16;
/** Breadth of search while building: 100 takes half as long again as 60 for half a point of recall@50. */
const BUILD_BREADTH = 60;
/**
 * Breadth of search while asking, and how many are proposed. Of 100,000 passages of news with 128 of the 384 dimensions
 * that texts then had, the 50 nearest by all are among 256 with 0.973 (0.9 ms), among 128 with 0.927 (0.5 ms); a graph of
 * all dimensions, breadth 100 and 128, had 0.988 in 0.7 ms, took three times as long to build, and found no report
 * better. Not saved by hnswlib.
 */
const SEARCH_BREADTH = 256;
/** The library's own default, written down so that the same vectors give the same graph. */
const SEED = 100;

/**
 * A graph of vectors by inner product of their first `width` dimensions. Where these tell nearly as much as all do, a
 * third of them take a third of the memory and of the time, and what is proposed is compared by all. Vectors are only
 * ever added, in the order of their numbers: whoever asks says which numbers count. Nothing here is checked by the library
 * (a damaged file ends the process), so files are verified before `load`.
 */
export class Graph {
	readonly #graph: HierarchicalNSW;
	readonly #width: number;
	#reached: number;
	/** Nothing may be added while the library writes. */
	#saving: Promise<unknown> | null = null;

	private constructor(graph: HierarchicalNSW, width: number, reached: number) {
		this.#graph = graph;
		this.#width = width;
		this.#graph.setEf(SEARCH_BREADTH);
		this.#reached = reached;
	}

	static empty(width: number): Graph {
		const graph = new hnswlib.HierarchicalNSW("ip", width);
		graph.initIndex(1, LINKS, BUILD_BREADTH, SEED);
		return new Graph(graph, width, 0);
	}

	/** `path` must be a file that `save` wrote, of a graph of that width; `reached` is what it returned. */
	static async load(path: string, width: number, reached: number): Promise<Graph> {
		const graph = new hnswlib.HierarchicalNSW("ip", width);
		await graph.readIndex(path);
		return new Graph(graph, width, reached);
	}

	/** How many of the vectors' first dimensions are in here. */
	get width(): number {
		return this.#width;
	}

	/** All vectors with smaller numbers are here, and no other. */
	get reached(): number {
		return this.#reached;
	}

	/**
	 * Adds vectors that are not all zeros, in slices, ascending by number from `reached` on; then the numbers below `end`
	 * are reached. Others may ask and save meanwhile, but not add.
	 */
	async add(vectors: Iterable<readonly [number: number, vector: Float32Array]>, end: number): Promise<void> {
		const slices = new Slices();
		await this.#saving;
		this.#graph.resizeIndex(Math.max(1, this.#graph.getCurrentCount() + end - this.#reached));
		for (const [number, vector] of vectors) {
			this.#graph.addPoint(this.#leading(vector), number);
			this.#reached = number + 1;
			if (!slices.isOver) continue;
			await slices.next();
			await this.#saving;
		}
		this.#reached = end;
	}

	/**
	 * Of the numbers that `counts` accepts (all without it) `depth` or more, if there are so many, and nearly always the
	 * `depth` nearest among them. `counts` must not throw.
	 */
	nearest(vector: Float32Array, depth: number, counts?: (number: number) => boolean): readonly number[] {
		const size = this.#graph.getCurrentCount();
		if (size === 0) return [];
		const proposed = Math.min(Math.max(depth, SEARCH_BREADTH), size);
		return this.#graph.searchKnn(this.#leading(vector), proposed, counts).neighbors;
	}

	/** As the library wants it, of length 1 (or all zeros). */
	#leading(vector: Float32Array): number[] {
		const leading = Array.from(vector.subarray(0, this.#width));
		const length = Math.hypot(...leading);
		return length === 0 ? leading : leading.map((x) => x / length);
	}

	/** Returns what was reached. Not atomic and not flushed to the disk; not to be called again before it is done. */
	async save(path: string): Promise<number> {
		const reached = this.#reached;
		this.#saving = this.#graph.writeIndex(path);
		try {
			await this.#saving;
		} finally {
			this.#saving = null;
		}
		return reached;
	}
}
