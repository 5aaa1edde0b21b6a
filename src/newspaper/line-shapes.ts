/** Give it one printed line, get what its shape alone says: label, byline, photo credit, opening of a report. */

/** A column label: a few characters with their pinyin in capitals, or behind a printer's mark. */
const LABEL_WITH_PINYIN = /^[■□◆◇●○▲△★☆◎▶►【[]?\s*[\p{Script=Han}\d·“”]{2,12}[】\]]?\s+[A-Z][A-Z'’ ]{2,24}$/u;
const LABEL_WITH_MARK = /^[■□◆◇●○▲△★☆◎▶►]\s*[\p{Script=Han}\d·“” ]{2,14}$/u;
const LABEL_IN_BRACKETS = /^(?:【[^】]{2,10}】|\[[^\]]{2,10}\]|〖[^〗]{2,10}〗)$/u;
const BARE_LABEL = /^(?:图片新闻|图片报道|图说|简讯|短讯|简明新闻|新闻速递|一句话新闻|要闻|综合新闻|时评|短评|资讯)$/u;

/** The line above a headline that names a series of reports. */
const SERIES =
	/(?:系列(?:报道|述评|评论|访谈)|特别(?:报道|策划|关注)|专题报道|连续报道|追踪报道|走基层|进行时|在行动|在路上|大家谈|①|②|③|④|⑤|⑥|⑦|⑧|⑨|⑩|之[一二三四五六七八九十\d]{1,3}|[(（][一二三四五六七八九十\d]{1,3}[)）])$/u;

/** 核心提示: names the lead that follows, on a line of its own or in front of it. */
const LEAD_LABEL =
	/^[【[]?(?:核心提示|内容提要|内容提示|阅读提示|新闻提示|编者按|编者的话|开栏的话|开栏语|提要|导读|引言|摘要)[】\]]?(?:[:：\s]+|$)/u;

/** 本报讯, 本报北京8月9日电, 新华社沈阳电, 晚报讯: the first words of a report. */
const OPENING =
	/^(?:本报(?:讯|[\p{Script=Han}\d\s]{1,14}(?:电|讯|专电))|(?:新华社|中新社|人民网|新华网|中新网)[\p{Script=Han}\d\s]{1,16}(?:电|讯)|(?:据)?[\p{Script=Han}]{2,6}讯)(?=[\s(（,，:：]|$)/u;
/** The reporter named in the opening of a report: 记者崔治报道, (记者 张三 李四). */
const OPENING_REPORTER =
	/^[\s(（]*((?:本报|特约|首席|见习|实习|全媒体)*(?:记者|通讯员)[\s:：]*[\p{Script=Han}·]{2,5}?(?:[\s、]+(?:(?:本报|特约|首席|见习|实习)*(?:记者|通讯员)\s*)?[\p{Script=Han}·]{2,4}?){0,4}?)\s*(?:[)）]|(?:综合|摄影|采访)?报道|文\b)/u;

/** Words a byline may hold beside names. The misprint 本本报记者 and a lost or doubled 报 must still be one. */
const BYLINE_WORDS =
	/(?:本+报*|报)?(?:特约|首席|见习|实习|特派|驻[\p{Script=Han}]{1,4}|全媒体|融媒体)*(?:记者|通讯员|特约撰稿|撰稿人?|摄影师)|新华社|本报|文并摄|文\/图|图\/文|文图|图文|摄影报道|摄影|报道|供图|供稿|整理|采写|撰文|撰写|撰|摄|文|图/gu;
const BYLINE_MARK = /记者|通讯员|特约撰稿|撰稿|摄影|摄$|文并摄|文\/图|图\/文|供图$|撰$|采写|整理$/u;
const NAME_LIST = /^[\s:：、/／,，()（）]*(?:\p{Script=Han}{1,4}(?:[\s:：、/／,，()（）]+|$)){0,8}$/u;
const CREDIT_FOR_ALL =
	/^(?:本版|本组|以上|上图|下图|左图|右图|均?图|图片)[\p{Script=Han}\s]{0,8}由?[\p{Script=Han}\s]{1,24}(?:摄影?|提供|供图)$/u;
const CREDIT_AT_END =
	/[。！？”\s](?:本+报*)?(?:特约|见习)?(?:记者|通讯员)?\s*\p{Script=Han}{1,4}(?:\s\p{Script=Han}{1,3})?\s*(?:摄影?|供图|提供)$/u;

/** Printed characters that are left out of any joined text: controls, direction marks, zero-width marks. */
export const UNPRINTED = /[\x00-\x08\x0a-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

export function isLabel(text: string): boolean {
	return (
		text.length <= 40 &&
		(LABEL_WITH_PINYIN.test(text) ||
			LABEL_WITH_MARK.test(text) ||
			LABEL_IN_BRACKETS.test(text) ||
			BARE_LABEL.test(text))
	);
}

export function isSeries(text: string): boolean {
	return text.length >= 4 && text.length <= 24 && SERIES.test(text);
}

/** Length of a label such as 核心提示 in front of the lead, the white space behind it included; 0 when there is none. */
export function leadLabelLength(text: string): number {
	return LEAD_LABEL.exec(text.slice(0, 40))?.[0].length ?? 0;
}

export function isOpening(text: string): boolean {
	return OPENING.test(text.slice(0, 40));
}

/** Where the reporter stands in 本报讯 记者张三报道: offsets in `text`; null when none is named. */
export function openingReporter(text: string): { start: number; end: number } | null {
	const head = text.slice(0, 80);
	const opening = OPENING.exec(head);
	if (opening === null) return null;
	const rest = head.slice(opening[0].length);
	const reporter = OPENING_REPORTER.exec(rest);
	if (reporter === null) return null;
	const start = opening[0].length + reporter[0].indexOf(reporter[1]!);
	return { start, end: start + reporter[1]!.trimEnd().length };
}

/** A line of names and byline words only, as 张三 本报记者 李四 or 本本报记者 崔治 撰. */
export function isByline(text: string): boolean {
	if (text.length < 3 || text.length > 44 || /[。！？；!?;“”《》]/u.test(text) || !BYLINE_MARK.test(text)) return false;
	const names = text.replace(BYLINE_WORDS, " ");
	return names.length < text.length && NAME_LIST.test(names.trim().length === 0 ? "" : names.trim());
}

/** A line that names only who took the picture. */
export function isPhotoCredit(text: string): boolean {
	if (text.length > 44) return false;
	if (CREDIT_FOR_ALL.test(text)) return true;
	return isByline(text) && /(?:摄影?|供图)$/u.test(text) && !/文并摄|文\/|文\s*图|报道/u.test(text);
}

/** 工人在整理硅片。 张三 摄 : a caption that ends with its photographer. */
export function endsWithCredit(text: string): boolean {
	return CREDIT_AT_END.test(text.slice(-24));
}

/** The line ends as a sentence does. */
export function isComplete(text: string): boolean {
	return /[。！？!?…][”’》）】」』)\]]*$/u.test(text) || /[.][”"')]?$/u.test(text);
}

/** Opening marks that are still open at the end, closing ones that nothing opened. */
export function openMarks(text: string): { open: string; unopened: string } {
	const pairs = "“”《》（）()「」『』【】〈〉";
	const open: string[] = [];
	let unopened = "";
	for (const char of text) {
		const at = pairs.indexOf(char);
		if (at < 0) continue;
		if (at % 2 === 0) open.push(char);
		else if (open.at(-1) === pairs[at - 1]) open.pop();
		else if (!open.includes(pairs[at - 1]!)) unopened += char;
	}
	return { open: open.join(""), unopened };
}
