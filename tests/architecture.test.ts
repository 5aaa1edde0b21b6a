import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { describe, expect, it } from "vitest";

const SOURCE = join(import.meta.dirname, "..", "src");

/** What each room may import besides itself, the domain, ports and errors. Files in src/ are rooms of their own. */
const MAY_SEE: Readonly<Record<string, readonly string[]>> = {
	"domain.ts": [],
	"errors.ts": [],
	"ports.ts": [],
	"config.ts": [],
	text: [],
	newspaper: ["text"],
	intake: ["newspaper"],
	embedder: [],
	postgres: [],
	engine: ["postgres"],
	indexing: ["embedder", "newspaper", "search"],
	search: ["text"],
	answer: ["search", "text"],
	state: ["postgres"],
	telegram: ["text"],
	terminal: ["answer", "search", "text"],
	"program.ts": [
		"answer",
		"config.ts",
		"embedder",
		"engine",
		"indexing",
		"intake",
		"newspaper",
		"postgres",
		"search",
		"state",
		"terminal",
	],
	"cli.ts": ["answer", "config.ts", "indexing", "newspaper", "program.ts", "search", "terminal"],
	"main.ts": ["config.ts", "program.ts", "state", "telegram", "terminal"],
};
const FOR_ALL = ["domain.ts", "ports.ts", "errors.ts"];
/** Packages that one file or room alone may know. */
const KNOWN_ONLY_BY: Readonly<Record<string, string>> = {
	"@xenova/transformers": "embedder/transformers-embedder.ts",
	"hnswlib-node": "engine/embedded/",
	telegraf: "telegram/",
	"pdfjs-dist/legacy/build/pdf.mjs": "intake/pdf-process.ts",
	yauzl: "intake/zip-pages.ts",
	pg: "postgres/",
	postgrator: "postgres/",
	compromise: "search/dictionary.ts",
	dotenv: "",
	zod: "",
};

const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
const imports = new Map(
	files.map((file) => {
		const source = readFileSync(join(SOURCE, file), "utf8");
		const targets = [...source.matchAll(/^(?:import|export)\s[^;]*?from "([^"]+)"|import\("([^"]+)"\)/gm)];
		return [file, targets.map((match) => match[1] ?? match[2]!).filter((name) => !name.endsWith(".json"))] as const;
	}),
);
const inside = (file: string, target: string) => relative(SOURCE, normalize(join(SOURCE, dirname(file), target)));
const room = (file: string) => file.split("/")[0]!;

describe("the house", () => {
	it("has only rooms that this plan knows", () => {
		expect(files.map(room).filter((name) => !(name in MAY_SEE))).toEqual([]);
	});

	it("has imports that point inward", () => {
		const wrong: string[] = [];
		for (const [file, targets] of imports)
			for (const target of targets.filter((name) => name.startsWith("."))) {
				const other = room(inside(file, target));
				const allowed = other === room(file) || FOR_ALL.includes(other) || MAY_SEE[room(file)]?.includes(other);
				if (!allowed || (room(file) === "domain.ts" && other !== room(file))) wrong.push(`${file} → ${target}`);
			}
		expect(wrong).toEqual([]);
	});

	it("has no import cycles", () => {
		const finished = new Set<string>();
		const visit = (file: string, path: readonly string[]): void => {
			expect(path, `cycle through ${file}`).not.toContain(file);
			if (finished.has(file)) return;
			for (const target of imports.get(file)!.filter((name) => name.startsWith(".")))
				visit(inside(file, target), [...path, file]);
			finished.add(file);
		};
		for (const file of files) visit(file, []);
	});

	it("keeps each library in its room", () => {
		const wrong: string[] = [];
		for (const [file, targets] of imports)
			for (const target of targets) {
				const place = KNOWN_ONLY_BY[target];
				if (place !== undefined && !file.startsWith(place)) wrong.push(`${file} → ${target}`);
			}
		expect(wrong).toEqual([]);
	});

	it("reads the environment in the outermost files alone", () => {
		const readers = files.filter((file) => readFileSync(join(SOURCE, file), "utf8").includes("process.env"));
		expect(readers.filter((file) => file.includes("/"))).toEqual([]);
	});
});
