/** Give it a user's `language_code`, get the texts of the interface: English for English, Chinese for all others. */

import { en } from "./en.ts";
import { type Texts, zh } from "./zh.ts";

export function textsFor(languageCode: string | undefined): Texts {
	return languageCode?.toLowerCase().startsWith("en") === true ? en : zh;
}
