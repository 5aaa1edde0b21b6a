/** For damage.test.ts: adds one page per commit to the index in argument 1, beginning with page number argument 2. */

import { byField } from "../../src/engine/by-field.ts";
import { openEmbeddedIndex } from "../../src/engine/embedded/embedded-index.ts";
import { DIMENSIONS, indexedPage } from "../support/indexed-page.ts";

const [folder, first] = process.argv.slice(2);
const identity = { modelId: "model-a", dimensions: DIMENSIONS, recipe: "recipe-1" };
const { index } = await openEmbeddedIndex(folder!, identity);
process.send!({ committed: (await index.summary()).pages.length });
for (let number = Number(first); ; number++) {
	const content = { terms: byField(() => [`${number}`]), numbers: [1, number, 0, 0, 0, 0, 0, 0] };
	await index.replacePage(indexedPage(`${number}.txt`, "1", [[content]]));
	process.send!({ begun: true });
	await index.commit();
	process.send!({ committed: number + 1 });
}
