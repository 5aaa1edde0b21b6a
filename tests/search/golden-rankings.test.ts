import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "../../src/config.ts";
import type { Article } from "../../src/domain.ts";
import { openPostgresIndex } from "../../src/engine/postgres/postgres-index.ts";
import { passagesOf } from "../../src/newspaper/passages.ts";
import type { Embedder, PassageIndex } from "../../src/ports.ts";
import { openEmbedder, openTemporaryIndex } from "../../src/program.ts";
import { indexedArticles } from "../../src/search/indexed-articles.ts";
import { Search } from "../../src/search/search.ts";
import { WordVectors } from "../../src/search/word-vectors.ts";
import { type PgliteServer, startPgliteServer } from "../support/pglite-server.ts";

/** Reports made up for this test: id, headline, text. */
const REPORTS: readonly [id: string, headline: string | null, text: string][] = [
	["bridge", "白沙河大桥通车", "昨日,白沙河大桥正式通车,全长1234米,双向六车道。"],
	["bridge-cost", "白沙河大桥开工", "白沙河大桥开工建设,总投资5678万元,预计两年建成。"],
	["school", "希望小学迎来新校舍", "希望小学的孩子们搬进了新校舍。校长郭宝奎说,学校共有320名学生。"],
	["market", "早市搬家", "和平路早市搬到了新址,摊位由80个增加到150个。"],
	["hospital", null, "市第二医院新开设了夜间门诊,接诊时间延长到晚上十点。"],
	["trees", "南坡披绿", "志愿者在南坡栽下油松、山杏和侧柏共3000棵。"],
	["match", "足球联赛开赛", "本市首届青少年足球联赛昨日开赛,共有16支球队参加。"],
	["jobs", "就业形势向好", "上半年全市城镇新增就业2.1万人,登记失业率下降。"],
	["weather", "大风蓝色预警", "气象台发布大风蓝色预警,提醒市民减少外出。"],
];

const GOLDEN: readonly [question: string, first: string, reason: string][] = [
	["白沙河大桥全长多少米?", "bridge", "both bridges share the name; 全长 decides"],
	["白沙河大桥总投资多少?", "bridge-cost", "the same the other way round"],
	["白沙河大橋全長多少米?", "bridge", "traditional characters are the same words"],
	["白沙河大桥全长１２３４米吗?", "bridge", "full-width digits are the same number"],
	["谁是希望小学的校长?", "school", "谁 is asked, not looked for: no report holds it"],
	["郭保魁说了什么?", "school", "no report has the name, but one sounds like it"],
	["早市有多少个摊位?", "market", "the words stand in headline and text"],
	["摊位从八十个加到多少个?", "market", "reports print 80 for 八十"],
	["晚上看病去哪家医院?", "hospital", "a report without a headline, asked in other words"],
	["志愿者种了哪些树?", "trees", "志愿者 is shared; 种 is printed as 栽, the trees only by their kinds"],
	["上半年新增就业多少人?", "jobs", "three words of the question in one sentence"],
	["有几支队伍参加足球联赛?", "match", "队伍 for 球队"],
];

let embedder: Embedder;
let server: PgliteServer;
beforeAll(async () => {
	[embedder, server] = await Promise.all([openEmbedder(readConfig({})), startPgliteServer()]);
});
afterAll(() => server.stop());

async function openOnPostgres({ id, dimensions, leadingDimensions }: Embedder): Promise<PassageIndex> {
	return (await openPostgresIndex(server.url, { modelId: id, dimensions, recipe: "" }, leadingDimensions)).index;
}

/** Opened with the reports in it. */
async function searchOn(index: PassageIndex): Promise<Search> {
	const vectors = new WordVectors(embedder);
	const articles = REPORTS.map(
		([id, headline, text], n): Article => ({
			id,
			file: `${id}.txt`,
			headline,
			section: null,
			byline: null,
			lines: [n + 1],
			text,
			pieces: [{ start: 0, end: text.length, line: 1, column: 0 }],
			captions: [],
			paper: null,
			date: null,
			page: null,
		}),
	);
	const cut = articles.map((article) => ({ article, passages: passagesOf(article) }));
	const made = await indexedArticles(cut, embedder, vectors.has);
	vectors.adopt(made.words);
	await index.replacePage({ file: "reports.txt", hash: "", addedAt: "", articles: made.articles });
	await index.commit();
	return new Search(index, embedder, vectors);
}

describe.each([
	["the embedded index", openTemporaryIndex],
	["the index on PostgreSQL", openOnPostgres],
])("golden rankings on %s", (_, open) => {
	let index: PassageIndex;
	let search: Search;
	beforeAll(async () => {
		index = await open(embedder);
		search = await searchOn(index);
	});
	afterAll(() => index.close());

	it.each(GOLDEN)("%s → %s: %s", async (question, first) => {
		const { hits } = await search.search(question);
		expect(hits[0]?.passage.articleId).toBe(first);
	});

	it("find nothing for a question without a word to look for", async () => {
		for (const empty of ["", "。。。", "谁?", "是什么吗?", "0", "320"])
			expect((await search.search(empty)).hits).toEqual([]);
	});

	it("lose and invent nobody: each candidate once, best first, every feature a number", async () => {
		for (const [question] of GOLDEN) {
			const { hits } = await search.search(question);
			expect(new Set(hits.map((hit) => hit.passage.id)).size).toBe(hits.length);
			for (const [i, hit] of hits.entries()) {
				expect(hit.score).toBeLessThanOrEqual(hits[i - 1]?.score ?? Number.POSITIVE_INFINITY);
				for (const value of Object.values(hit.features)) expect(Number.isFinite(value)).toBe(true);
			}
		}
	});
});
