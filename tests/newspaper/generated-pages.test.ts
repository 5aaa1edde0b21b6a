/** Pages laid out anew from the labelled reports: other cuts, pictures, labels, bylines, copies and lost ends. */

import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { articlesOf } from "../../src/newspaper/articles.ts";
import { readPage } from "../../src/newspaper/read-page.ts";
import { layOutPage, type Material } from "../support/page-generator.ts";
import { seededRandom } from "../support/seeded-random.ts";

const PAGES = 60;
/** Share of lines in the right article; 0.99 is reached. */
const LEAST_RIGHT = 0.97;

interface MutableMaterial extends Material {
	readonly paragraphs: string[];
	readonly captions: string[];
	readonly subheads: string[];
}

function materials(): Material[] {
	const byHeadline = new Map<string, MutableMaterial>();
	for (const line of readFileSync(new URL("./lines.jsonl", import.meta.url), "utf8")
		.trim()
		.split("\n")) {
		const label = JSON.parse(line) as { file: string; line: number; headline: string | null; role: string };
		if (label.headline === null) continue;
		const printed = readFileSync(new URL(`../../seeds/${label.file}`, import.meta.url), "utf8").split("\n");
		const text = printed[label.line - 1]!.trim();
		const material = byHeadline.get(label.headline) ?? {
			headline: label.headline,
			paragraphs: [],
			captions: [],
			subheads: [],
		};
		byHeadline.set(label.headline, material);
		if (label.role === "caption" && !text.endsWith("摄")) material.captions.push(text);
		if (label.role === "subhead") material.subheads.push(text);
		if (label.role !== "body") continue;
		const last = material.paragraphs.at(-1);
		if (last !== undefined && !/[。！？!?…]”?$/u.test(last)) {
			material.paragraphs[material.paragraphs.length - 1] = last + text;
		} else {
			material.paragraphs.push(text.replace(/^本报讯( 记者[^ ]+( [^ ]+ )?报道)? /u, "").replace(/^核心提示 /u, ""));
		}
	}
	return [...byHeadline.values()];
}

it(`puts at least ${LEAST_RIGHT * 100} % of the lines of ${PAGES} pages into the right article`, () => {
	const all = materials();
	const random = seededRandom(2022);
	let right = 0;
	let total = 0;
	for (let seed = 0; seed < PAGES; seed++) {
		const chosen = [...all].sort(() => random() - 0.5).slice(0, 4 + Math.floor(random() * 6));
		const { text, headlines } = layOutPage(chosen, seed);
		const found = new Map<number, string | null>();
		for (const { lines, headline } of articlesOf(readPage("page.txt", Buffer.from(text)))) {
			for (const line of lines) found.set(line, headline);
		}
		for (const [line, headline] of headlines) {
			total++;
			if ((found.get(line) ?? null) === headline) right++;
		}
	}
	expect(right / total).toBeGreaterThanOrEqual(LEAST_RIGHT);
});
