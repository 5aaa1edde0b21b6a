/** Give it the HTML of a message, get what Telegram would make of it, or the words with which it would refuse it. */

const TAGS = new Set(["b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "blockquote", "a"]);
const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };

export interface ParsedHtml {
	readonly text: string;
	/** UTF-16 units; in the order in which they end. */
	readonly entities: readonly { type: string; offset: number; length: number; url?: string }[];
}

/** Stricter than Telegram: a bare `&` is refused too. @throws Error with the description that Telegram would give */
export function parseTelegramHtml(html: string): ParsedHtml {
	const open: { tag: string; offset: number; url?: string; folded: boolean }[] = [];
	const entities: { type: string; offset: number; length: number; url?: string }[] = [];
	let text = "";
	const token = /<(\/?)([a-z-]+)((?:\s[^<>]*)?)>|&(lt|gt|amp|quot);|([^<>&]+)|([\s\S])/gy;
	for (const [, slash, tag, attributes, entity, plain, bad] of html.matchAll(token)) {
		if (bad !== undefined) throw new Error(`can't parse entities: unescaped "${bad}" after "${text.slice(-20)}"`);
		if (plain !== undefined) text += plain;
		else if (entity !== undefined) text += ENTITIES[entity];
		else if (slash === "/") {
			const last = open.pop();
			if (last?.tag !== tag) throw new Error(`can't parse entities: unexpected end tag "${tag}"`);
			const type = last?.folded ? "expandable_blockquote" : String(tag);
			const entity = { type, offset: last?.offset ?? 0, length: text.length - (last?.offset ?? 0) };
			if (entity.length === 0) throw new Error(`empty <${tag}>`);
			entities.push(last?.url === undefined ? entity : { ...entity, url: last.url });
		} else {
			if (!TAGS.has(String(tag))) throw new Error(`can't parse entities: unsupported start tag "${tag}"`);
			if (tag === "blockquote" && open.some((other) => other.tag === "blockquote"))
				throw new Error("nested blockquote");
			const url = /^ href="([^"]*)"$/.exec(attributes ?? "")?.[1];
			const folded = tag === "blockquote" && attributes === " expandable";
			if (attributes !== "" && url === undefined && !folded)
				throw new Error(`can't parse entities: <${tag}${attributes}>`);
			if ((tag === "a") !== (url !== undefined)) throw new Error("can't parse entities: <a> without href");
			open.push({ tag: String(tag), offset: text.length, folded, ...(url === undefined ? {} : { url }) });
		}
	}
	if (open.length > 0) throw new Error(`can't parse entities: can't find end tag for "${open.at(-1)?.tag}"`);
	if (/\p{Surrogate}/u.test(text)) throw new Error("strings must be encoded in UTF-8");
	if (text.trim() === "") throw new Error("message text is empty");
	if (text.length > 4096) throw new Error("message is too long");
	if (entities.length > 100) throw new Error("more than 100 entities");
	return { text, entities };
}
