/** What an index was made by and what makes it now in, the reason why it must be made anew out. */

import { FIELDS } from "../ports.ts";

/** Everything that decides what stands in an index: with another of these it must be made anew. */
export interface IndexIdentity {
	/** Id of the embedder. */
	readonly modelId: string;
	readonly dimensions: number;
	/** Versions of the ways from pages to articles, passages and terms. */
	readonly recipe: string;
}

/** As the end of a sentence; null when both are the same. */
export function identityDifference(
	stored: IndexIdentity & { readonly fields: readonly string[] },
	wanted: IndexIdentity,
): string | null {
	if (stored.modelId !== wanted.modelId) return `它由另一个模型(${stored.modelId})建成,现在用的是 ${wanted.modelId}`;
	if (stored.dimensions !== wanted.dimensions) {
		return `它的向量是 ${stored.dimensions} 维,现在是 ${wanted.dimensions} 维`;
	}
	if (stored.recipe !== wanted.recipe) return `它按另一版规则(${stored.recipe})建成,现在是 ${wanted.recipe}`;
	if (stored.fields.join() === FIELDS.join()) return null;
	return `它的检索字段是 ${stored.fields.join("、")},现在是 ${FIELDS.join("、")}`;
}
