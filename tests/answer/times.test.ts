/** Questions that name a time, on pages with and without dates, with the real model and index. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { readConfig } from "../../src/config.ts";
import { openProgram, type Program } from "../../src/program.ts";

const TODAY = new Date("2022-08-10T01:00:00Z");
const folders: string[] = [];
let program: Program;

afterEach(async () => {
	await program.close();
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

async function open(files: Record<string, string>, now = TODAY): Promise<void> {
	const [seeds, index] = [mkdtempSync(join(tmpdir(), "baowen-")), mkdtempSync(join(tmpdir(), "baowen-"))];
	folders.push(seeds, index);
	for (const [name, text] of Object.entries(files)) writeFileSync(join(seeds, name), text);
	program = await openProgram(
		readConfig({ SEEDS_DIR: seeds, INDEX_DIR: index }),
		() => {},
		() => now,
	);
}

const report = (tons: number, when = "今年上半年") =>
	`海州港粮食吞吐量稳步增长\n\n本报讯 记者王建国报道 ${when},海州港粮食吞吐量达到${tons}万吨,在北方各港中名列前茅。\n\n码头工人加班加点,粮食列车日夜不停。\n`;
const DATED = { "2021-07-15_1.txt": report(210), "2022-07-15_1.txt": report(350), "2020-07-15_1.txt": report(190) };
const ask = (text: string, anyTime = false) => program.answerer.ask({ text, anyTime });

it("puts the reports of the year that is meant first, counted from today or said", async () => {
	await open(DATED);
	for (const [words, tons, from, to] of [
		["去年上半年", "210万吨", "2021-01-01", "2021-06-30"],
		["今年上半年", "350万吨", "2022-01-01", "2022-06-30"],
		["2020年上半年", "190万吨", "2020-01-01", "2020-06-30"],
		["去年", "210万吨", "2021-01-01", "2021-12-31"],
	]) {
		const answer = await ask(`${words}海州港粮食吞吐量是多少?`);
		expect(answer.quotes[0]?.text, words).toContain(tons);
		expect(answer.timeRange, words).toEqual({ from, to });
	}
});

it("drops the time on request", async () => {
	await open(DATED);
	const answer = await ask("去年上半年海州港粮食吞吐量是多少?", true);
	expect(answer.answered).toBe(true);
	expect(answer.timeRange).toBeUndefined();
});

it("counts days in Shanghai", async () => {
	const files = { "2022-08-10.txt": report(1, "8月10日"), "2022-08-09.txt": report(2, "8月9日") };
	await open(files, new Date("2022-08-10T16:30:00Z"));
	expect((await ask("昨天海州港粮食吞吐量是多少?")).timeRange).toEqual({ from: "2022-08-10", to: "2022-08-10" });
});

it("takes the date from pages.csv before that of the name", async () => {
	await open({ ...DATED, "pages.csv": "file,date\n2020-07-15_1.txt,2019-07-15\n" });
	const answer = await ask("2019年上半年海州港粮食吞吐量是多少?");
	expect(answer.quotes[0]?.source.date).toBe("2019-07-15");
});

it("guesses nothing about pages without dates: the words of time decide, no days are shown", async () => {
	await open({ "a.txt": report(210, "2021年上半年"), "b.txt": report(350, "2022年上半年") });
	for (const [year, tons] of [
		["2021年", "210万吨"],
		["2022年", "350万吨"],
	]) {
		const answer = await ask(`${year}上半年海州港粮食吞吐量是多少?`);
		expect(answer.quotes[0]?.text).toContain(tons);
		expect(answer.timeRange).toBeUndefined();
	}
	expect((await ask("去年上半年海州港粮食吞吐量是多少?")).timeRange).toBeUndefined();
});
