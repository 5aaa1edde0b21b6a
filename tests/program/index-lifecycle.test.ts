import { appendFileSync, cpSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runProgram, temporaryFolder } from "../support/run-program.ts";

const folder = temporaryFolder();
const seeds = join(folder, "seeds");
const settings = { SEEDS_DIR: seeds, INDEX_DIR: join(folder, "index"), STATE_DIR: join(folder, "state") };
const ask = async (question: string) => {
	const { stdout, stderr } = await runProgram("cli.ts", ["ask", "--json", question], { settings });
	return { answer: JSON.parse(stdout), stderr };
};
const indexed = (stderr: string) => [...stderr.matchAll(/^建立索引 \d+\/\d+ (.+)$/gm)].map((match) => match[1]);

beforeAll(() => cpSync(join(import.meta.dirname, "..", "..", "seeds"), seeds, { recursive: true }));
afterAll(() => rmSync(folder, { recursive: true }));

/** In order: each step begins where the one before ended. */
describe("the index over several starts", () => {
	it("is built at first, reused afterwards, and redone only where pages changed", async () => {
		const names = readdirSync(seeds).sort();
		const first = await ask("忙牛屯村装了多少盏路灯?");
		expect(indexed(first.stderr)).toEqual(names);

		const second = await ask("忙牛屯村装了多少盏路灯?");
		expect(second.stderr).toBe("");
		expect(second.answer).toEqual(first.answer);

		writeFileSync(join(seeds, "new.txt"), "新桥通车\n\n本报讯 记者李明报道 昨日,白沙河大桥正式通车,全长1234米。\n");
		const third = await ask("白沙河大桥全长多少米?");
		expect(indexed(third.stderr)).toEqual(["new.txt"]);
		expect(third.answer.quotes[0]).toMatchObject({
			text: "本报讯 记者李明报道 昨日,白沙河大桥正式通车,全长1234米。",
			headline: "新桥通车",
			file: "new.txt",
			lines: [3, 3],
		});

		appendFileSync(join(seeds, "new.txt"), "\n大桥总投资5678万元。\n");
		const fourth = await ask("白沙河大桥总投资多少万元?");
		expect(indexed(fourth.stderr)).toEqual(["new.txt"]);
		expect(fourth.answer.quotes[0].text).toContain("5678万元");

		writeFileSync(join(seeds, "pages.csv"), "file,paper,date,page\nnew.txt,白沙日报,2024-05-06,2\n");
		const dated = await runProgram("cli.ts", ["ask", "白沙河大桥总投资多少万元?"], { settings });
		expect(indexed(dated.stderr)).toEqual(["new.txt"]);
		expect(dated.stdout).toContain("白沙日报 · 2024-05-06 · 第2版");

		rmSync(join(seeds, "new.txt"));
		const fifth = await ask("白沙河大桥总投资多少万元?");
		expect(indexed(fifth.stderr)).toEqual([]);
		expect(JSON.stringify(fifth.answer)).not.toContain("new.txt");
	});

	it("is built anew, with one sentence why, when it is damaged", async () => {
		const snapshot = readdirSync(settings.INDEX_DIR, { recursive: true, encoding: "utf8" });
		expect(snapshot.length).toBeGreaterThan(1);
		writeFileSync(join(settings.INDEX_DIR, "manifest.json"), "{}");
		const { answer, stderr } = await ask("忙牛屯村装了多少盏路灯?");
		expect(stderr).toMatch(/索引不能用,将重新建立/);
		expect(indexed(stderr)).toHaveLength(5);
		expect(answer.answered).toBe(true);
	});
});
