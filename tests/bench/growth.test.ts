import fc from "fast-check";
import { expect, it } from "vitest";
import { fittedGrowth, grownTo, marginal, type Point } from "./growth.ts";

const sizes = [1000, 3000, 10_000, 100_000];

it("finds the power by which exact measurements grow", () => {
	const positive = fc.double({ min: 0.001, max: 1000, noNaN: true });
	const power = fc.double({ min: -1, max: 3, noNaN: true });
	fc.assert(
		fc.property(positive, power, (factor, exponent) => {
			const growth = fittedGrowth(sizes.map((size): Point => [size, factor * size ** exponent]));
			expect(growth.exponent).toBeCloseTo(exponent, 6);
			expect(grownTo(growth, 1e6) / (factor * 1e6 ** exponent)).toBeCloseTo(1, 6);
		}),
	);
});

it("a further passage costs the slope between the two largest sizes, in whatever order they come", () => {
	const points: Point[] = sizes.map((size) => [size, 300 + 5 * size]);
	expect(marginal(points)).toBeCloseTo(5);
	expect(marginal([...points, [500, 9e9] as Point].reverse())).toBeCloseTo(5);
});
