import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold, foldWithOrigins, unfoldSpan } from "../../src/text/fold.ts";

const text = fc.string({ unit: "grapheme", maxLength: 60 });

describe("fold", () => {
	it.each([
		["ＧＤＰ１２．５％", "gdp12.5%"],
		["錦州港糧食吞吐量", "锦州港粮食吞吐量"],
		["“星级堡垒”,2022年", "“星级堡垒”,2022年"],
		["㎡①", "m21"],
	])("makes %s plain: %s", (printed, plain) => {
		expect(fold(printed)).toBe(plain);
	});

	it("changes nothing more when done twice", () => {
		fc.assert(
			fc.property(text, (original) => {
				expect(fold(fold(original))).toBe(fold(original));
			}),
		);
	});

	it("knows for every folded character the one it came from", () => {
		fc.assert(
			fc.property(text, (original) => {
				const folded = foldWithOrigins(original);
				expect(folded.text).toBe(fold(original));
				expect(folded.origins.at(-1)).toBe(original.length);
				for (let i = 0; i < folded.text.length; i++) {
					const span = unfoldSpan(folded, { start: i, end: i + 1 });
					expect(fold(original.slice(span.start, span.end))).toContain(folded.text[i]);
				}
			}),
		);
	});
});
