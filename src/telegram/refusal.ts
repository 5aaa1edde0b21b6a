/** Give it work that changes the pages, get what to say about it: what the work gives, or why it could not be done. */

import { BaowenError, saidBy } from "../errors.ts";
import type { ChatContext } from "./chat-context.ts";
import type { House } from "./dependencies.ts";
import { escapeName } from "./html.ts";
import { unlessStopped } from "./unless-stopped.ts";

/** UTF-16 units. */
const LONGEST = 1000;

/** What is no fault of what was asked for is logged. Gives HTML. */
export async function orRefusal(
	ctx: ChatContext,
	{ calls, logger }: Pick<House, "calls" | "logger">,
	work: () => Promise<string>,
): Promise<string> {
	try {
		return await unlessStopped(work(), calls.stopped);
	} catch (error) {
		if (calls.stopped.aborted) throw error;
		if (error instanceof BaowenError) return escapeName(ctx.texts.inThisLanguage(saidBy(error)), LONGEST);
		logger.error({ err: error }, "the pages could not be changed");
		return ctx.texts.failed;
	}
}
