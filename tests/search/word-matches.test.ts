/** What a word of the question finds in a text, with the real model. */

import { beforeAll, expect, it } from "vitest";
import { readConfig } from "../../src/config.ts";
import { openEmbedder } from "../../src/program.ts";
import { matchWords, TextWords, type WordMatch } from "../../src/search/features.ts";
import { CosineTable, WordVectors } from "../../src/search/word-vectors.ts";
import { inDigits } from "../../src/text/numerals.ts";
import { searchWords } from "../../src/text/terms.ts";

let vectors: WordVectors;
beforeAll(async () => {
	vectors = new WordVectors(await openEmbedder(readConfig({})));
});

async function match(word: string, text: string, otherwise: readonly string[] = []): Promise<WordMatch> {
	const words = searchWords(text);
	const said = [word, inDigits(word) ?? [], otherwise].flat();
	await vectors.learn([...said, ...words]);
	const cosines = new CosineTable(vectors);
	const forms = said.map((form, place) => ({ word: form, place, row: vectors.row(form) }));
	cosines.begin(forms.map(({ row }) => row));
	return matchWords([{ word, weight: 1, forms, sounds: null }], new TextWords(text, words, vectors), cosines)[0]!;
}

it.each([
	["二月", "灯会2月开幕"],
	["五万", "每户补贴5万元"],
	["16", "春运第16天"],
	["水库", "小水库加固完工"],
])("%s stands in %s", async (word, text) => {
	expect((await match(word, text)).similarity).toBe(1);
});

it.each([
	["二月", "灯会12月开幕"],
	["16", "2016年的春运"],
	["16", "共有160人"],
	["五万", "每户补贴15万元"],
	["五万", "每户补贴1.5万元"],
	["200人", "共有1,200人"],
	["一起", "去年发生1起事故"],
])("%s does not stand in %s", async (word, text) => {
	expect((await match(word, text)).similarity).toBeLessThan(1);
});

it("what says the same is found in its stead", async () => {
	expect(await match("企业", "公司上市", ["公司"])).toMatchObject({ word: "企业", matched: "公司", similarity: 1 });
	const [spring, doctor] = [await match("春天", "护士接诊"), await match("大夫", "护士接诊")];
	const either = await match("春天", "护士接诊", ["大夫"]);
	expect(either.similarity).toBe(Math.max(spring.similarity, doctor.similarity));
});

it.each([
	["修好", "竣工", "开工"],
	["大夫", "医生", "护士"],
	["涨", "上涨", "下降"],
	["老师", "教师", "学生"],
])("%s is more like %s than like %s", async (word, same, mistaken) => {
	const [right, wrong] = [await match(word, same), await match(word, mistaken)];
	expect(right.similarity).toBeGreaterThan(wrong.similarity);
});
