/** What the bot says in Chinese; the other languages have the same sentences. Everything here is HTML. */

import type { Figures } from "../tally.ts";

export const zh = {
	welcome:
		"你好，我是<b>报问</b>。直接问我报纸上的事，我用报道的原句回答，一字不改，并注明出处；报道里没有的，我就说没有。\n\n例如：<i>今年新增就业多少人？</i>\n\n/help 看看我还会什么",
	help: (username: string) =>
		[
			"<b>怎么问</b>",
			"• 私聊：直接发问题。",
			`• 群里：发 <code>/ask 问题</code>，或提到 @${username}，或回复我的消息；别的消息我不看。`,
			"",
			"<b>命令</b>",
			"/ask 问题 — 提问",
			"/search 词语 — 按词找报道",
			"/reports — 版面和标题一览",
			"/latest — 最近收进的报道",
			"/about — 收了哪些报道",
			"",
			`在任何聊天里输入 <code>@${username} 词语</code>，可以直接插入引文。`,
		].join("\n"),
	about: (pages: number, reports: number, indexedAt: string | null) =>
		[
			`<b>报问</b>收了 ${pages} 个版面、${reports} 篇报道。`,
			indexedAt === null ? "还没有建立索引。" : `索引时间：${indexedAt}（北京时间）。`,
			"引文都是报道的原句，一字不改。",
		].join("\n"),
	askWhat: "请在后面写上问题，例如：<code>/ask 今年新增就业多少人？</code>",
	tooLong: (limit: number) => `问题太长了（最多 ${limit} 个字），请说短一点。`,
	onlyText: "我只看得懂文字。请把问题打成字发给我。",
	unknownCommand: "没有这个命令。直接发问题就行，/help 有说明。",
	failed: "出了点问题，没查成。请稍后再问一次。",
	notInReports: "报道里没有说到这件事。",
	nearest: "最接近的报道：",
	caption: "图片说明",
	colon: "：",
	noHeadline: "（无标题）",
	shortened: "（原文较长，只引其中一段）",
	page: (page: string) => (/^\d+$/.test(page) ? `第${page}版` : page),
	lines: (first: number, last: number) => (first === last ? `第 ${first} 行` : `第 ${first}–${last} 行`),
	fullReport: "📄 全文",
	report: "📄",
	moreSources: "更多出处 ▸",
	earlierSources: "◂ 前面的",
	anyTime: "🗓 不限时间",
	thanks: "谢谢，记下了。",
	buttonTooOld: "这个按钮太旧了，请再问一次。",
	reportGone: "这篇报道已经不在库里了，请再查一次。",
	tooLongToShow: "（全文太长，后面从略。）",
	searchWhat: "请在后面写上要找的词，例如：<code>/search 羽毛球</code>",
	searchTitle: (words: string) => `有“${words}”的报道：`,
	nothingFound: (words: string) => `没有找到有“${words}”的报道。`,
	latestTitle: "最近收进的报道：",
	contents: (pages: number, reports: number) => `共 ${pages} 个版面、${reports} 篇报道`,
	noReports: "还没有收进报道。",
	inlineNothing: "报道里没有说到，点这里私聊提问",
	queue: (before: number) => `前面还有 ${before} 个问题，请稍等。`,
	introduction: (username: string) =>
		`大家好，我是<b>报问</b>：用报道的原句回答报纸上的事，注明出处。\n发 <code>/ask 问题</code>、提到 @${username} 或回复我的消息就行，别的消息我不看。`,
	commands: {
		ask: "提问：/ask 问题",
		search: "按词找报道",
		reports: "版面和标题一览",
		latest: "最近收进的报道",
		about: "收了哪些报道",
		help: "怎么用",
		privacy: "我记下什么、记多久",
		forget: "忘掉您的一切",
		stats: "答了多少、多快",
	},
	stranger: (chatId: number) =>
		`这里只为名单上的人服务，抱歉不能回答您。想用的话，请把您的号码 <code>${chatId}</code> 告诉管理员。`,
	tooFast: (seconds: number) => `您问得太快了，我先歇一歇，请过 ${seconds} 秒再问。`,
	privacy: (answers: number, votes: number, logsQuestions: boolean) =>
		[
			"<b>我记下什么、记多久</b>",
			`• 问题和它的答案，连同您的号码，供按钮、追问和改问题用：只留所有人最近的 ${answers} 个。`,
			"• 还没回答的问题：答完就不留。",
			`• 👍👎，连同问题、引文和您的号码，用来改进回答：只留最近的 ${votes} 个。`,
			logsQuestions ? "• 运行日志里也有问题的原文，由管理员保管，/forget 删不到。" : "• 运行日志里没有问题的原文。",
			"这些只存在运行我的机器上。发 /forget，关于您的全部删掉，马上生效。",
		].join("\n"),
	forgotten: "好，都忘掉了：您的问题和答案、👍👎、还没回答的问题，一个不留。",
	forgetInPrivate: "请以您自己的身份私聊我，再发 /forget。",
	stats: (figures: Figures, queue: number, since: string) =>
		[
			`<b>${since}（北京时间）以来</b>`,
			`问题 ${figures.questions} 个：答出 ${figures.answered}，没有说到 ${figures.abstained}，没查成 ${figures.failed}`,
			`用时：中位数 ${figures.median} 毫秒，95% 在 ${figures.p95} 毫秒以内`,
			`正在等的：${queue} 个`,
		].join("\n"),
	continuing: (question: string) => `接着:${question}`,
};

/** The sentences of one language. */
export type Texts = typeof zh;
