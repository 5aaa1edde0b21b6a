/** Unit vectors with numbers in, the numbers of the nearest ones out: the only file that knows hnswlib-node. */

import hnswlib, { type HierarchicalNSW } from "hnswlib-node";
import { Slices } from "./slices.ts";

/** Links per vector: hnswlib's advice is 12–48; recall@50 on clustered vectors is 0.99 with 16 and 0.983 with 12. */
const LINKS = 16;
/** Breadth of search while building: 200 costs a third more time than 100 for 0.1 point of recall. */
const BUILD_BREADTH = 100;
/** Breadth of search while asking: recall@50 is 0.994 at 128 and 0.987 at 64. Not saved by hnswlib. */
const SEARCH_BREADTH = 128;
/** The library's own default, written down so that the same vectors give the same graph. */
const SEED = 100;

/**
 * A graph of vectors by inner product. Vectors are only ever added, in the order of their numbers: whoever asks says
 * which numbers count. Nothing here is checked by the library (a damaged file ends the process), so files are verified
 * before `load`.
 */
export class Graph {
	readonly #graph: HierarchicalNSW;
	#reached: number;
	/** Nothing may be added while the library writes. */
	#saving: Promise<unknown> | null = null;

	private constructor(graph: HierarchicalNSW, reached: number) {
		this.#graph = graph;
		this.#graph.setEf(SEARCH_BREADTH);
		this.#reached = reached;
	}

	static empty(dimensions: number): Graph {
		const graph = new hnswlib.HierarchicalNSW("ip", dimensions);
		graph.initIndex(1, LINKS, BUILD_BREADTH, SEED);
		return new Graph(graph, 0);
	}

	/** `path` must be a file that `save` wrote, with vectors of `dimensions`; `reached` is what it returned. */
	static async load(path: string, dimensions: number, reached: number): Promise<Graph> {
		const graph = new hnswlib.HierarchicalNSW("ip", dimensions);
		await graph.readIndex(path);
		return new Graph(graph, reached);
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
			this.#graph.addPoint(Array.from(vector), number);
			this.#reached = number + 1;
			if (!slices.isOver) continue;
			await slices.next();
			await this.#saving;
		}
		this.#reached = end;
	}

	/** The `depth` nearest among the numbers that `counts` accepts (all without it), nearly always. It must not throw. */
	nearest(vector: Float32Array, depth: number, counts?: (number: number) => boolean): readonly number[] {
		const size = this.#graph.getCurrentCount();
		if (size === 0) return [];
		return this.#graph.searchKnn(Array.from(vector), Math.min(depth, size), counts).neighbors;
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
