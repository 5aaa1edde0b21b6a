/** Questions with misspelt names, with the real model and index. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readConfig } from "../../src/config.ts";
import { openProgram, type Program } from "../../src/program.ts";

const folders = [mkdtempSync(join(tmpdir(), "baowen-")), mkdtempSync(join(tmpdir(), "baowen-"))] as const;
let program: Program;

beforeAll(async () => {
	const [seeds, index] = folders;
	writeFileSync(
		join(seeds, "page.txt"),
		"雷家沟村办起食堂\n\n本报讯 记者王建国报道 雷家沟村的老年食堂5月1日开张,村党支部书记贺振东说,每天有46位老人来吃饭。\n\n食堂由三家企业出资,村民轮流掌勺。\n\n村里有林有果,大力发展养殖,带头人林大立今年40岁。\n",
	);
	program = await openProgram(readConfig({ SEEDS_DIR: seeds, INDEX_DIR: index }), () => {});
});

afterAll(async () => {
	await program.close();
	for (const folder of folders) rmSync(folder, { recursive: true });
});

it("answers as if the name were written as printed, and says how it is printed", async () => {
	const { answer, explanation } = await program.answerer.explain({ text: "雷佳沟村的老年食堂每天有多少老人来吃饭?" });
	const meant = await program.answerer.explain({ text: "雷家沟村的老年食堂每天有多少老人来吃饭?" });
	expect(answer.lookedUpAs).toBe("雷家沟村");
	expect(answer.quotes).toEqual(meant.answer.quotes);
	expect(explanation.confidence).toBe(meant.explanation.confidence);
	expect(meant.answer.lookedUpAs).toBeUndefined();
});

it.each(["林大力是谁?", "林大力到底是什么人", "谁是林大力", "林大力是干什么的?"])(
	"%s: also where the misspelt name is made of words that are printed",
	async (text) => {
		expect((await program.answerer.ask({ text })).lookedUpAs).toBe("林大立");
	},
);

it("holds who is asked about for a name, whatever jieba makes of it", async () => {
	const { answer, explanation } = await program.answerer.explain({ text: "陈海平是谁?" });
	expect(answer.answered).toBe(false);
	expect(explanation.signals?.absentName).toBe(1);
	expect(answer.lookedUpAs).toBeUndefined();
});
