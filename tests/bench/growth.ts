/** Give it measurements at several sizes, get how they grow. */

export type Point = readonly [size: number, value: number];

/** `value ≈ factor · size^exponent`. */
export interface Growth {
	readonly factor: number;
	readonly exponent: number;
}

/** Least squares on the logarithms. Sizes and values are positive, at least two sizes differ. */
export function fittedGrowth(points: readonly Point[]): Growth {
	const logs = points.map(([size, value]) => [Math.log(size), Math.log(value)] as const);
	const mean = (of: (point: readonly [number, number]) => number) =>
		logs.reduce((sum, point) => sum + of(point), 0) / logs.length;
	const [x, y] = [mean(([x]) => x), mean(([, y]) => y)];
	const exponent = mean((point) => (point[0] - x) * (point[1] - y)) / mean((point) => (point[0] - x) ** 2);
	return { factor: Math.exp(y - exponent * x), exponent };
}

export function grownTo({ factor, exponent }: Growth, size: number): number {
	return factor * size ** exponent;
}

/** What each further passage costs: the slope between the two largest sizes. */
export function marginal(points: readonly Point[]): number {
	const [[fewer, less], [more, most]] = points.toSorted(([a], [b]) => a - b).slice(-2) as [Point, Point];
	return (most - less) / (more - fewer);
}
