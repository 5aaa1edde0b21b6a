/** Everything about asking once more, with updates that Telegram brings instead of being asked for them. */

import { describe } from "vitest";
import { BotUnderTest } from "../support/bot-under-test.ts";

BotUnderTest.way = "webhook";
for (const file of ["asking", "conversation", "answer-card", "many-questions"])
	describe(file, async () => {
		await import(`./${file}.test.ts`);
	});
