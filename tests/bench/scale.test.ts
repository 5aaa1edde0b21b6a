import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { scaleDocument } from "./scale.ts";

const DOCS = join(import.meta.dirname, "..", "..", "docs");
const read = (name: string) => readFileSync(join(DOCS, name), "utf8");

it("docs/scale.md and its picture say what was measured", () => {
	const { plot, measured, paper } = scaleDocument(JSON.parse(read("scale.json")));
	expect(read("scale.svg")).toBe(plot);
	expect(read("scale.md")).toContain(measured);
	expect(read("scale.md")).toContain(paper);
});
