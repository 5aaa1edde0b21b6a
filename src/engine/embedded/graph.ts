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
 * A graph of vectors by inner product. Vectors are only ever added: whoever asks says which numbers count.
 * Nothing here is checked by the library (a damaged file ends the process), so files are verified before `load`.
 */
export class Graph {
	readonly #graph: HierarchicalNSW;

	private constructor(graph: HierarchicalNSW) {
		this.#graph = graph;
		this.#graph.setEf(SEARCH_BREADTH);
	}

	static empty(dimensions: number): Graph {
		const graph = new hnswlib.HierarchicalNSW("ip", dimensions);
		graph.initIndex(1, LINKS, BUILD_BREADTH, SEED);
		return new Graph(graph);
	}

	/** `path` must be a file that `save` wrote, with vectors of `dimensions`. */
	static async load(path: string, dimensions: number): Promise<Graph> {
		const graph = new hnswlib.HierarchicalNSW("ip", dimensions);
		await graph.readIndex(path);
		return new Graph(graph);
	}

	get size(): number {
		return this.#graph.getCurrentCount();
	}

	/** Adds vectors that are not all zeros, in slices; a number that is there already gets the new vector. */
	async add(vectors: Iterable<readonly [number: number, vector: Float32Array]>, atMost: number): Promise<void> {
		const slices = new Slices();
		this.#graph.resizeIndex(Math.max(1, this.size + atMost));
		for (const [number, vector] of vectors) {
			this.#graph.addPoint(Array.from(vector), number);
			if (slices.isOver) await slices.next();
		}
	}

	/** The `depth` nearest among the numbers that `counts` accepts (all without it), nearly always. It must not throw. */
	nearest(vector: Float32Array, depth: number, counts?: (number: number) => boolean): readonly number[] {
		if (this.size === 0) return [];
		return this.#graph.searchKnn(Array.from(vector), Math.min(depth, this.size), counts).neighbors;
	}

	/** Not atomic and not flushed to the disk. */
	async save(path: string): Promise<void> {
		await this.#graph.writeIndex(path);
	}
}
