/** Give it one printed line, get what its shape alone says: label, byline, photo credit, opening of a report. */

/** Printer's marks in front of labels and bylines. */
const MARK = "■□◆◇●○▲△★☆◎▶►▌▍▎";
/** A column label: a few characters with their pinyin or English in capitals, or behind a printer's mark. */
const LABEL_WITH_CAPITALS = new RegExp(
	`^[${MARK}【[]?\\s*[\\p{Script=Han}\\d·・+“”]{2,12}[】\\]]?\\s+[A-Z][A-Z'’ ]{2,24}$`,
	"u",
);
const PINYIN = "(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?[aeiouv]{1,3}(?:ng?|r)?";
const LABEL_WITH_PINYIN = new RegExp(`^[${MARK}]?\\s*\\p{Script=Han}{2,8}\\s*(?:${PINYIN}[\\s'’]?){2,8}$`, "iu");
const LABEL_WITH_MARK = new RegExp(`^[${MARK}]\\s*[\\p{Script=Han}\\d·・“” ]{2,14}$`, "u");
const LABEL_IN_BRACKETS = /^(?:【[^】]{2,10}】|\[[^\]]{2,10}\]|〖[^〗]{2,10}〗)$/u;
const BARE_LABEL = /^(?:图片新闻|图片报道|图说|简讯|短讯|简明新闻|新闻速递|一句话新闻|要闻|综合新闻|时评|短评|资讯)$/u;

/** 体育新闻, 国际要闻: the page's kind of news. */
const NEWS_LABEL = /^\p{Script=Han}{2}(?:新闻|要闻|快讯|简讯|资讯)$/u;

/** The line above a headline that names a series of reports. */
const SERIES =
	/(?:系列(?:报道|述评|评论|访谈)|特别(?:报道|策划|关注)|专题报道|连续报道|追踪报道|走基层|进行时|在行动|在路上|大家谈|①|②|③|④|⑤|⑥|⑦|⑧|⑨|⑩|之[一二三四五六七八九十\d]{1,3}|[(（][一二三四五六七八九十\d]{1,3}[)）])$/u;

/** 核心提示: names the lead that follows, on a line of its own or in front of it. */
const LEAD_LABEL =
	/^[【[]?(?:核心提示|内容提要|内容提示|阅读提示|新闻提示|编者按|编者的话|开栏的话|开栏语|提要|导读|引言|摘要)[】\]]?(?:[:：\s]+|$)/u;

/** 本报讯, 本报北京8月9日电, 新华社沈阳电, 晚报讯: the first words of a report. */
const OPENING =
	/^(?:本报(?:讯|[\p{Script=Han}\d\s]{1,14}(?:电|讯|专电))|(?:新华社|中新社|人民网|新华网|中新网)[\p{Script=Han}\d\s]{1,16}(?:电|讯)|\p{Script=Han}{0,4}(?:日报|晚报|晨报|早报|时报|商报|快报|都市报|青年报)讯)(?=[\s(（,，:：]|$)/u;
/** The reporter named in the opening of a report: 记者张三报道, (记者 张三 李四). */
const OPENING_REPORTER =
	/^[\s(（]*((?:本报|特约|首席|见习|实习|全媒体)*(?:记者|通讯员)[\s:：]*[\p{Script=Han}·]{2,5}?(?:[\s、]+(?:(?:本报|特约|首席|见习|实习)*(?:记者|通讯员)\s*)?[\p{Script=Han}·]{2,4}?){0,4}?)\s*(?:[)）]|(?:综合|摄影|采访)?报[道导]|文\b)/u;

/** Who wrote, with the misprints 本本报记者 and a lost 报; what they did; the words between names. */
const WRITER =
	"(?:本+报*|[\\p{Script=Han}]{0,4}报|新华社)?(?:特约|首席|见习|实习|特派|驻[\\p{Script=Han}]{2,4}|全媒体|融媒体)*(?:[记己][者考]|通讯员|特约撰稿人?|撰稿人?|摄影师)";
const DEED = "文并摄|文图|图文|摄影报道|摄影|报道|供图|供稿|整理|采写|撰文|撰写|撰|摄|文|图";
/** The commonest family names, so that 小记者走进报社 is no byline and 本报记者张三 is one. */
const FAMILY =
	"(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|令狐|端木|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊])";
const NAME = `${FAMILY}\\p{Script=Han}{1,2}`;
const IS_WRITER = new RegExp(`^${WRITER}$`, "u");
const IS_WRITER_WITH_NAME = new RegExp(`^${WRITER}${NAME}(?:${DEED})?$`, "u");
const IS_DEED = new RegExp(`^(?:${DEED})$`, "u");
const IS_NAME = new RegExp(`^(?:${NAME})$`, "u");
const IS_PART_OF_NAME = /^\p{Script=Han}{1,4}$/u;
const NAME_BREAK = /[\s:：、/／,，()（）]+/u;
/** UTF-16 code units. */
const LONGEST_BYLINE = 44;
const LEADING_MARK = new RegExp(`^[${MARK}]\\s*(?=本|记|通)`, "u");
const CREDIT_FOR_ALL =
	/^(?:本版|本组|以上|上图|下图|左图|右图|均?图|图片)[\p{Script=Han}\s]{0,8}由?[\p{Script=Han}\s]{1,24}(?:摄影?|提供|供图)$/u;
const OTHER_PAGE = /^[(（]?(?:上接|下转|紧接)[\p{Script=Han}\d]{1,8}版[)）]?$/u;
const CREDIT_AT_END =
	/[。！？”\s](?:本+报*)?(?:特约|见习)?(?:记者|通讯员)?\s*\p{Script=Han}{1,4}(?:\s\p{Script=Han}{1,3})?\s*(?:摄影?|供图|提供)$/u;

/** 王小明 below a headline: who wrote it. Elsewhere a short line that only looks like a name. */
export function isBareName(text: string): boolean {
	return IS_NAME.test(text);
}

/** ① …, 一、…, 2. …, ● …, 问:…, 联系人:…: a line that begins so goes on with no sentence of another line. */
const ITEM_START =
	/^(?:[①-⑳●◆■▲★•]|(?:[*>-]|#{1,6})\s|\||[(（][一二三四五六七八九十\d]{1,2}[)）]|[一二三四五六七八九十]{1,2}、|\d{1,2}[.、)）](?!\d)|(?:问|答|记者|主持人|联系人|主办|承办|协办|\p{Script=Han}{0,4}(?:电话|地址|地点|时间|邮箱|单位))[:：])/u;

export function startsItem(text: string): boolean {
	return ITEM_START.test(text.slice(0, 12));
}

/** A heading as Markdown marks it. */
export function isMarkedHeading(text: string): boolean {
	return /^#{1,6}\s/.test(text);
}

/** 招聘启事, 遗失声明, 房屋出租: what stands above a notice. */
const NOTICE =
	/^[\p{Script=Han}“”《》]{0,10}(?:启事|公告|通告|通知|声明|公示|讣告|更正|告示|预告|出租|出售|转让|招聘|招租)$/u;

export function isNoticeTitle(text: string): boolean {
	return text.length <= 12 && NOTICE.test(text);
}

/** A line that holds a telephone number is no headline. */
export function holdsPhoneNumber(text: string): boolean {
	return /\d{7}/.test(text);
}

/** Printed characters that are left out of any joined text: controls, direction marks, zero-width marks. */
export const UNPRINTED = /[\x00-\x08\x0a-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

export function isLabel(text: string): boolean {
	if (text.length > LONGEST_BYLINE || isByline(text)) return false;
	const shapes = [LABEL_WITH_CAPITALS, LABEL_WITH_PINYIN, LABEL_WITH_MARK, LABEL_IN_BRACKETS, BARE_LABEL, NEWS_LABEL];
	return shapes.some((shape) => shape.test(text));
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

/** A line of names and byline words only, as 张三 本报记者 李四 or 本本报记者 李四 撰. */
export function isByline(text: string): boolean {
	if (text.length > LONGEST_BYLINE) return false;
	const words = text
		.replace(LEADING_MARK, "")
		.split(NAME_BREAK)
		.filter((word) => word !== "");
	const writers = words.filter((word) => IS_WRITER.test(word)).length;
	const signed = words.filter((word) => IS_WRITER_WITH_NAME.test(word)).length;
	const deeds = words.filter((word) => IS_DEED.test(word)).length;
	const others = words.filter(
		(word) => !IS_WRITER.test(word) && !IS_WRITER_WITH_NAME.test(word) && !IS_DEED.test(word),
	);
	// Behind 记者 and a space any short word is taken for a name, misread ones too; without it only a real one.
	if (writers > 0) return others.length + signed > 0 && others.every((word) => IS_PART_OF_NAME.test(word));
	if (signed > 0) return others.every((word) => IS_PART_OF_NAME.test(word));
	return deeds > 0 && others.length > 0 && others.length <= 3 && others.every((word) => IS_NAME.test(word));
}

/** A line that names only who took the picture, or the page where the report goes on. */
export function isPhotoCredit(text: string): boolean {
	if (text.length > LONGEST_BYLINE) return false;
	if (CREDIT_FOR_ALL.test(text) || OTHER_PAGE.test(text)) return true;
	return isByline(text) && /(?:摄影?|供图)$/u.test(text) && !/文并摄|文\/|文\s*图|报道/u.test(text);
}

/** 工人在整理硅片。 张三 摄 : a caption that ends with its photographer. */
export function endsWithCredit(text: string): boolean {
	return CREDIT_AT_END.test(text.slice(-24));
}

/** The line ends as a sentence does, or with a telephone number. */
export function isComplete(text: string): boolean {
	const tail = text.slice(-12);
	if (/[。！？!?…][”’》）】」』)\]]*$/u.test(tail) || /\d{7}$/.test(tail)) return true;
	// 比去年增长12. is a number that a column cut off, In 2022. is not.
	return /[.][”"')]?$/u.test(tail) && !/\p{Script=Han}[^a-z]*\d\.$/iu.test(tail);
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
