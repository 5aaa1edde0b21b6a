/** Give it a folded question, get it without the words that ask and the words that only hold a sentence together. */

import type { Span } from "../domain.ts";

/**
 * Words that ask. Reports do not contain them where they answer, but being rare in reports they would weigh most:
 * a search for 谁 finds a sentence with 谁 in it, not the one with the name.
 */
const ASKING =
	/请问|我想知道|想问一下|想问|告诉我|到底|究竟|为什么|为啥|为何|什么样|什么时候|啥时候|什么时间|什么人|[干做](?:什么|啥)的(?=\p{P}|\s|$)|什么|是不是|有没有|能不能|可不可以|是否|多少|多大|多长|多高|多远|多久|多重|几时|何时|何地|何处|何人|何种|哪一?[个位家所些年月天日种次届条座类项名里儿]|哪儿|哪里|哪些|哪|怎么办(?=\p{P}|\s|$)|怎么样|怎样|怎么|如何|咋办(?=\p{P}|\s|$)|咋样|咋|谁|啥|(?<![这那近前好])几成(?!功)|(?<![这那近前好十茶早])几(?!内亚|经|许|[乎率何十百千万成])|(?<![淹埋出沉覆])没有?(?=\p{P}|\s|$)|([行好成])不\1(?=\p{P}|\s|$)|(\p{Script=Han})[没不](?=\2)|[吗呢啊呀吧嘛哈]+(?=\p{P}|\s|$)/gu;

/** Words that are in every sentence: they may match, but must not count. */
const HOLDING = new Set(
	"的 了 是 在 有 和 与 及 或 就 都 也 还 又 被 把 给 让 对 从 到 向 于 以 为 之 其 这 那 它 他 她 我 你 他们 我们 你们 一个 一 个 着 过 地 得 会 能 要 可以 并 而 但 所 等 上 中 下 里 称为 叫做 叫 属于 指 名字 名称 姓名 内容 包括 包含 具体 一共 总共 咱们 咱 a an the of in on at to is are was were do does did what who when where which how many much and for by".split(
		" ",
	),
);

/** The folded question with asking words replaced by spaces, so that no bigram reaches across them. */
export function withoutAskingWords(folded: string): string {
	return folded.replace(ASKING, " ");
}

/** Where the words that ask stand in a folded question. */
export function askingSpans(folded: string): Span[] {
	return [...folded.matchAll(ASKING)].map(({ index, 0: words }) => ({ start: index, end: index + words.length }));
}

/** 那场, 这位: what is pointed at is named by another word. */
const POINTING = /^[这那](?:[个位场款条种座片次届本部批份所张天年里边些]|会儿|时候)$/;

export function isHoldingWord(word: string): boolean {
	return HOLDING.has(word) || POINTING.test(word);
}
