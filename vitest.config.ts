import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		include: ["tests/**/*.test.ts"],
		// Loading the model and indexing five pages in a child process takes seconds on a busy machine.
		testTimeout: 60_000,
		// So does starting a PostgreSQL.
		hookTimeout: 60_000,
		// Files that start programs and databases wait for them half of the time.
		maxWorkers: 2 * availableParallelism(),
		// Every file would load the program anew: a quarter of all time. No test changes what another sees of a module.
		isolate: false,
	},
});
