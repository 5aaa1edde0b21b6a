import { describe, expect, it } from "vitest";
import { readConfig, settingsHelp } from "../../src/config.ts";

function faults(environment: Readonly<Record<string, string>>): string {
	try {
		readConfig(environment);
	} catch (error) {
		expect(error).toMatchObject({ exitCode: 2 });
		return (error as Error).message;
	}
	throw new Error("it was accepted");
}

describe("the settings", () => {
	it("may all be missing or empty", () => {
		const missing = readConfig({});
		expect(readConfig(Object.fromEntries(Object.keys(missing).map((name) => [name, " "])))).toEqual(missing);
		expect(missing).toMatchObject({ BOT_TOKEN: "", PORT: null, QUESTIONS_AT_ONCE: 20, LOG_QUESTIONS: false });
	});

	it("take lists of numbers, of groups too where groups are meant", () => {
		const { ALLOWED_CHATS, ADMINS } = readConfig({ ALLOWED_CHATS: "11, -1001234567890，12,", ADMINS: "99" });
		expect([...ALLOWED_CHATS]).toEqual([11, -1001234567890, 12]);
		expect([...ADMINS]).toEqual([99]);
	});

	it("are refused with one clear sentence that names each fault", () => {
		const wrong = {
			ADMINS: "anna, -5",
			ALLOWED_CHATS: "0",
			QUESTIONS_AT_ONCE: "0",
			WEBHOOK_URL: "ftp://bot.example",
			WEBHOOK_SECRET: "two words",
			PORT: "99999",
			LOG_LEVEL: "loud",
			LOG_QUESTIONS: "yes",
			EMBEDDING_MODEL: "two words",
		};
		const message = faults(wrong);
		expect(message).toMatch(/^设置有误:[^\n]*。$/);
		for (const name of Object.keys(wrong)) expect(message).toContain(`${name}:`);
		for (const word of ["“anna”", "“-5”", "“0”"]) expect(message).toContain(word);
		expect(faults({ WEBHOOK_URL: "https://bot.example/hook" })).toContain("PORT:");
	});

	it("are all explained, in two languages, with their defaults", () => {
		for (const name of Object.keys(readConfig({})))
			expect(settingsHelp()).toMatch(
				new RegExp(`^  ${name}(=\\S+)?\n +[^\n]*\\p{Script=Han}[^\n]*。\n +[ -~]+\\.$`, "mu"),
			);
		expect(settingsHelp()).toContain("  QUESTIONS_PER_MINUTE=30\n");
	});
});
