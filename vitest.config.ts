import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";

/** Loads the tests of other files again, to run them another way: needs a process of its own. */
const AGAIN = "tests/telegram/by-webhook.test.ts";
/** The peers' packages, once the benchmark has installed them, bring tests of their own. */
const SHARED = { include: ["tests/**/*.test.ts"], exclude: [AGAIN, ...configDefaults.exclude] };

export default defineConfig({
	test: {
		// Loading the model and indexing five pages in a child process takes seconds on a busy machine.
		testTimeout: 60_000,
		// So does starting a PostgreSQL.
		hookTimeout: 60_000,
		// Files that start programs and databases wait for them half of the time.
		maxWorkers: 2 * availableParallelism(),
		projects: [
			// Every file would load the program anew: a quarter of all time. No test changes what another sees of a module.
			{ extends: true, test: { name: "shared", ...SHARED, isolate: false } },
			{ extends: true, test: { name: "again", include: [AGAIN] } },
		],
	},
});
