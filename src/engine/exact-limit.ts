/** Where comparing every vector ends and searching a graph of them begins, in every engine. */

/** Up to so many passages every vector is compared (1.5 ms at 256 dimensions): as fast as the graph, and exact. */
export const EXACT_LIMIT = 4096;
