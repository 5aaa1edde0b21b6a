/** Questions in languages that the model does not know, with the real model and index of the five pages. */

import { afterAll, beforeAll, expect, it } from "vitest";
import type { Program } from "../../src/program.ts";
import { openPages } from "../evaluation/asked-pages.ts";

let program: Program;

beforeAll(async () => {
	program = await openPages({});
}, 60_000);

afterAll(() => program.close());

it.each([
	["How wide is the road surface of the Jinzhou ring highway?", "22米"],
	["Who is the party secretary of Qilihe village?", "毕存仁"],
	["How many athletes took part in the first Zhang Ning Cup?", "2000多名运动员"],
	["How much did Qilihe spend on Laotinggou?", "200万元"],
	["Where is Mangniutun village?", "凌海市翠岩镇的忙牛屯村"],
])("%s is found by its names in pinyin and its words in Chinese", async (text, sentence) => {
	const { quotes } = await program.answerer.ask({ text });
	expect(quotes.some((quote) => quote.text.includes(sentence))).toBe(true);
});

it.each([
	["When will the airport be finished?", "The model"],
	["What is the population of Shanghai?", "The model"],
	["Who is Elon Musk?", "The model"],
	["Wann wird die Brücke fertig?", "Das Modell"],
	["Combien coûte le pont ?", "Le modèle"],
	["¿Cuánto cuesta el puente?", "El modelo"],
	["Сколько стоит мост?", "Модель"],
	["다리는 언제 완공됩니까?", "현재 모델"],
	["この橋はいつ完成しますか?", "この質問"],
])("%s is refused with a hint in that language", async (text, opening) => {
	const answer = await program.answerer.ask({ text });
	expect(answer.answered).toBe(false);
	expect(answer.hint).toMatch(new RegExp(`^${opening}.*EMBEDDING_MODEL=Xenova/multilingual-e5-small`));
});

it("a refusal in Chinese has no hint", async () => {
	const answer = await program.answerer.ask({ text: "火星上有多少居民?" });
	expect(answer.answered).toBe(false);
	expect(answer.hint).toBeUndefined();
});
