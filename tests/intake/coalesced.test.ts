import fc from "fast-check";
import { expect, it } from "vitest";
import { coalesced } from "../../src/intake/coalesced.ts";

it("runs once at a time; every call is followed by a whole run that has its wish, and none runs for nothing", async () => {
	await fc.assert(
		fc.asyncProperty(fc.scheduler(), fc.array(fc.nat(9), { minLength: 1, maxLength: 8 }), async (turns, wishes) => {
			let running = 0;
			const runs: number[][] = [];
			const { run, idle } = coalesced<readonly number[]>(
				async (wish) => {
					expect(++running).toBe(1);
					const begun = runs.push([...wish]);
					await turns.schedule(Promise.resolve(), `run ${begun}`);
					running--;
					if (wish.includes(9)) throw new Error("nine");
				},
				(one, other) => [...one, ...other],
			);
			const calls = wishes.map(async (wish, i) => {
				await turns.schedule(Promise.resolve(), `call ${i}`);
				const before = runs.length;
				await run([wish]).catch(() => {});
				expect(runs.slice(before).flat()).toContain(wish);
			});
			await turns.waitFor(Promise.all(calls));
			await idle();
			expect(running).toBe(0);
			expect(runs.flat().sort()).toEqual(wishes.toSorted());
		}),
		{ numRuns: 50 },
	);
});

it("goes on after a run that failed, and tells those who asked for it", async () => {
	const { run } = coalesced<boolean>(
		async (fails) => {
			if (fails) throw new Error("failed");
		},
		(one, other) => one || other,
	);
	await expect(run(true)).rejects.toThrow("failed");
	await expect(run(false)).resolves.toBeUndefined();
});
