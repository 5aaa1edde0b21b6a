/** Give it the ids that a search found and the right ones, get how good the ranking is. */

/** Places beyond this count as not found. */
export const PLACES = 10;

/** Shares and mean reciprocal rank, 0 … 1. */
export interface RankingQuality {
	readonly hitAt1: number;
	readonly hitAt5: number;
	readonly mrrAt10: number;
}

/** Place of the first right id from 1, Infinity when it is not among the best ten. */
export function rankOf(positive: readonly string[], ids: readonly string[]): number {
	const place = ids.slice(0, PLACES).findIndex((id) => positive.includes(id));
	return place < 0 ? Number.POSITIVE_INFINITY : place + 1;
}

export function rankingQuality(ranks: readonly number[]): RankingQuality {
	const mean = (worth: (rank: number) => number) => ranks.reduce((sum, rank) => sum + worth(rank), 0) / ranks.length;
	return {
		hitAt1: mean((rank) => (rank === 1 ? 1 : 0)),
		hitAt5: mean((rank) => (rank <= 5 ? 1 : 0)),
		mrrAt10: mean((rank) => 1 / rank),
	};
}
