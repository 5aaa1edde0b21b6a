/** Give it the name under which a page was sent, get what is wrong with it; only harmless names come into the folder. */

import type { Said } from "../errors.ts";

/** Bytes; leaves room for what is put in front while a file lies aside. */
const LONGEST = 150;
/** Windows takes these for devices, whatever their ending. */
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i;
/** Control characters and marks that turn the direction of writing could disguise a source line. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}\ufffd]/u;

/** Null for a name that may be stored, else the rest of a sentence that begins with the name. */
export function nameFault(name: string): Said | null {
	if (name === "" || INVISIBLE.test(name)) {
		return { zh: "名字里有看不见的字符,请改名后再发。", en: "its name holds invisible characters; rename it." };
	}
	if (/[/\\]/.test(name))
		return { zh: "名字里带有路径,请只用文件名。", en: "its name holds a path; use a plain file name." };
	if (/[<>:"|?*]/.test(name) || DEVICE.test(name) || name !== name.trim()) {
		return { zh: "名字里有不能用的字,请改名后再发。", en: "its name holds characters that cannot be used; rename it." };
	}
	if (name.startsWith(".")) return { zh: "名字以点开头,请改名后再发。", en: "its name begins with a dot; rename it." };
	if (Buffer.byteLength(name) > LONGEST) {
		return { zh: "名字太长,请改短后再发。", en: "its name is too long; shorten it." };
	}
	if (!/.\.txt$/i.test(name)) {
		return { zh: "不是 .txt 文件,请只发版面的纯文本。", en: "not a .txt file; send only the plain text of pages." };
	}
	return null;
}
