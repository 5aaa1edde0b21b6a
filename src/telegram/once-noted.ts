/** Give it a look at what an answer leaves behind, get what it finds, after the answer is noted down where it is not yet. */

import type { House } from "./dependencies.ts";
import { chatLane } from "./lanes.ts";

/** How often, and after how many milliseconds each time, it is looked again while another instance is at work. */
const LOOKS = 50;
const PAUSE = 100;

/** A quick finger presses before the answer, sent a moment ago, is noted down: by this instance or another one. */
export async function onceNoted<T>(
	chatId: number,
	look: () => Promise<T | undefined>,
	{ lanes, state, pause, calls }: Pick<House, "lanes" | "state" | "pause" | "calls">,
): Promise<T | undefined> {
	const lane = chatLane(chatId);
	const found = (await look()) ?? (await lanes.run(lane, look));
	if (found !== undefined) return found;
	for (let n = 0; n < LOOKS && (await state.updates.isElsewhere(lane)); n++) {
		await pause(PAUSE, calls.stopped);
		const later = await look();
		if (later !== undefined) return later;
	}
	return await look();
}
