import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		include: ["tests/**/*.test.ts"],
		// Loading the model and indexing five pages in a child process takes seconds on a busy machine.
		testTimeout: 30_000,
	},
});
