/** What the bot says in Chinese; the other languages have the same sentences. Everything here is HTML. */

export const zh = {
	welcome:
		"你好,我是<b>报问</b>。直接问我报纸上的事,我用报道的原句回答,一字不改,并注明出处;报道里没有的,我就说没有。\n\n例如:<i>山神村的人均年收入是多少?</i>\n\n/help 看看我还会什么",
	help: (username: string) =>
		[
			"<b>怎么问</b>",
			"• 私聊:直接发问题。",
			`• 群里:发 <code>/ask 问题</code>,或提到 @${username},或回复我的消息;别的消息我不看。`,
			"",
			"<b>命令</b>",
			"/ask 问题 — 提问",
			"/about — 收了哪些报道",
			"/help — 这段说明",
		].join("\n"),
	about: (pages: number, reports: number, indexedAt: string | null) =>
		[
			`<b>报问</b>收了 ${pages} 个版面、${reports} 篇报道。`,
			indexedAt === null ? "还没有建立索引。" : `索引时间:${indexedAt}(北京时间)。`,
			"引文都是报道的原句,一字不改。",
		].join("\n"),
	askWhat: "请在后面写上问题,例如:<code>/ask 山神村的人均年收入是多少?</code>",
	tooLong: (limit: number) => `问题太长了(最多 ${limit} 个字),请说短一点。`,
	onlyText: "我只看得懂文字。请把问题打成字发给我。",
	unknownCommand: "没有这个命令。直接发问题就行,/help 有说明。",
	failed: "出了点问题,没查成。请稍后再问一次。",
	notInReports: "报道里没有说到这件事。",
	nearest: "最接近的报道:",
	caption: "图片说明",
	noHeadline: "(无标题)",
	shortened: "(原文较长,只引其中一段)",
	page: (page: string) => (/^\d+$/.test(page) ? `第${page}版` : page),
	lines: (first: number, last: number) => (first === last ? `第 ${first} 行` : `第 ${first}–${last} 行`),
	continuing: (question: string) => `接着:${question}`,
};

/** The sentences of one language. */
export type Texts = typeof zh;
