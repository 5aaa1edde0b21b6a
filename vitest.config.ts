import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		include: ["tests/**/*.test.ts"],
		// Loading the model and indexing five pages in a child process takes seconds on a busy machine.
		testTimeout: 30_000,
		// So does starting a PostgreSQL.
		hookTimeout: 60_000,
		// Vitest leaves one core free; on a machine of two that would run one file after the other.
		maxWorkers: "100%",
	},
});
