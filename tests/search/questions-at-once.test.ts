import { expect, it } from "vitest";
import { readConfig } from "../../src/config.ts";
import { openEmbedder, openTemporaryIndex } from "../../src/program.ts";
import { indexedArticles } from "../../src/search/indexed-articles.ts";
import { Search } from "../../src/search/search.ts";
import { WordVectors } from "../../src/search/word-vectors.ts";

/** Together more passages than a search remembers. */
const STREETS = 120;
const HOUSES = 50;

it("questions asked at once find what each finds alone, though they have one another's passages forgotten", async () => {
	const embedder = await openEmbedder(readConfig({}));
	const index = await openTemporaryIndex(embedder);
	const vectors = new WordVectors(embedder);
	const streets = Array.from({ length: STREETS }, (_, n) => `街${STREETS + n}`);
	const edition = { paper: null, date: null, page: null };
	const cut = streets.map((street) => {
		const lines = Array.from({ length: HOUSES }, (_, n) => `${street}有${n}户`);
		const article = { id: street, file: "", headline: null, section: null, byline: null, lines: [], pieces: [] };
		const passages = lines.map((text, n) => ({
			id: `${street}.${n}`,
			articleId: street,
			caption: null,
			span: { start: 0, end: text.length },
			text,
			headline: null,
		}));
		return { article: { ...article, ...edition, captions: [], text: lines.join("\n") }, passages };
	});
	const { articles, words } = await indexedArticles(cut, embedder, vectors.has);
	vectors.adopt(words);
	await index.replacePage({ file: "", hash: "", addedAt: "", articles });
	await index.commit();
	const search = new Search(index, embedder, vectors);
	const found = async (street: string) => (await search.search(street)).hits.map(({ passage }) => passage.id);
	const alone: string[][] = [];
	for (const street of streets) alone.push(await found(street));
	expect(await Promise.all(streets.map(found))).toEqual(alone);
	await index.close();
});
