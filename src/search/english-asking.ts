/** Give it the rest of an English question, get what its first words ask for, or the time they say, in Chinese. */

export interface Said {
	readonly chinese: string;
	/** Characters of the question that say it. */
	readonly length: number;
}

/** Up to six words of one phrase between what asks and what tells how it asks. */
const BETWEEN = String.raw`(?:(?!(?:of|for|by|with|in|on|that|which|who|whose|and)\b)[\p{L}\d’'-]+ ){0,6}?`;
/** Where the phrase ends: the price of a ticket, but not the price list. */
const END = String.raw`(?=\p{P}*$| (?:of|for|by|in|on|at|to|from|per|a|an|last|this|during|since|after|before|so)\b)`;
/** Up to nine words before the verb of the sentence. */
const UP_TO_VERB = String.raw`(?:[\p{L}\d’'-]+ ){0,9}?`;
const GROWING =
	"(?:grow|grew|grown|increased?|rise|rose|risen|fall|fell|fallen|drop|dropped|decreased?|declined?|shrink|shrank)";
/** These name nothing that a report prints besides its number. */
const AMOUNT_OF_WHOLE = "(?:percentage|percent|share|proportion)";
const SHARE = "(?:percentage|percent|shares?|proportions?|rates?|ratio|growth|coverage)";
const MONEY =
	"(?:price|cost|value|revenue|income|earnings|investment|turnover|profits?|sales|wages?|salary|fees?|rent|fine|budget|funding|subsid(?:y|ies)|loan|reward|bonus|grant|compensation|prize money)";
const NUMBER =
	"(?:number|total|amount|area|size|length|height|width|depth|weight|distance|capacity|output|population|volume|yield|quota|temperature|speed|throughput|limit)";
const LENGTHY =
	"(?:road|ring|bridge|river|highway|expressway|railway|line|tunnel|wall|network|route|pipeline|street|path|trail|track|canal|dam|barrier|section)";
const TO_BE = "(?:is|was|are|were)";

/** Words that ask, in Chinese they say what kind of answer is asked for; the first that fits is taken. */
const ASKING: readonly [said: string, chinese: string][] = [
	[`(?:by )?how (?:much|fast)(?= (?:does|did|has|have|is|was) ${UP_TO_VERB}${GROWING}\\b)`, "百分之多少"],
	[
		`(?:by how much|what ${TO_BE} the ${AMOUNT_OF_WHOLE}(?: of\\b|${END})|(?:what|which|how many) ${SHARE}(?: of)?|what ${TO_BE}(?= ${BETWEEN}${SHARE}${END}))`,
		"百分之多少",
	],
	[
		`how much(?: money|(?= (?:do|does|did|will|would|has|have) ${UP_TO_VERB}(?:cost|spen[dt]|pay|paid|earn|earned|invest|invested)\\b))`,
		"多少钱",
	],
	[`what ${TO_BE}(?= ${UP_TO_VERB}worth\\b)`, "多少钱"],
	[`(?:what (?:price|amount)|(?:how (?:large|big|high)|what)(?= (?:an?|${TO_BE}) ${BETWEEN}${MONEY}${END}))`, "多少钱"],
	[`what ${TO_BE}(?= ${BETWEEN}${NUMBER}${END})`, "多少"],
	["how many people", "多少人"],
	["how many years", "多少年"],
	["how many months", "多少个月"],
	["how many days", "多少天"],
	["how many hours", "多少小时"],
	["how many minutes", "多少分钟"],
	["how (?:much|many)", "多少"],
	[`how long(?= ${TO_BE} ${BETWEEN}${LENGTHY}(?:${END}| that\\b))`, "多长"],
	["how often", "多久一次"],
	["how (?:long|soon|quickly)", "多长时间"],
	["how far", "多远"],
	["how (?:wide|broad)", "多宽"],
	["how (?:high|tall)", "多高"],
	["how deep", "多深"],
	["how thick", "多厚"],
	["how heavy", "多重"],
	["how fast", "多快"],
	["(?:how old|(?:at )?what age)", "多大年龄"],
	["how (?:big|large)", "多大"],
	["(?:(?:by|until|till|since|from) )?when", "什么时候"],
	["(?:(?:on|in|at|by) )?(?:what|which) (?:time|year|date|day|month)", "什么时候"],
	["where", "在哪里"],
	["who(?:m|se)?", "谁"],
	["why", "为什么"],
	["how", "怎么"],
	[
		"(?:what (?:kinds?|types?|sorts?) of|which (?:two|three|four|five|\\d+)|which(?= (?!is|was|has|does|bus|gas|news|campus|virus)\\p{L}+[^s\\P{L}]s\\b))",
		"哪些",
	],
	["which(?: one)?", "哪个"],
	["what", "什么"],
];
const PATTERNS = ASKING.map(([said, chinese]) => [new RegExp(`^${said}(?![\\p{L}\\d])`, "u"), chinese] as const);

/** When the bridge opened, how many came: it is the second that asks. */
const CONJUNCTION =
	/^(?:when|where)(?! (?:is|was|are|were|did|do|does|will|would|has|have|had|can|could|should|in|on|exactly)\b)(?=.*, (?:how|what|who|which|why|where|when)\b)/u;

/** `rest`: in lower case, from the beginning of a word on. */
export function askingAt(rest: string): Said | null {
	if (CONJUNCTION.test(rest)) return null;
	for (const [pattern, chinese] of PATTERNS) {
		const length = pattern.exec(rest)?.[0].length;
		if (length !== undefined) return { chinese, length };
	}
	return null;
}

const MONTHS = "January February March April May June July August September October November December".split(" ");
/** In small letters these are other words. */
const AMBIGUOUS = /^(?:March|May|August)$/;
const MONTH = `(${MONTHS.map((month) => (AMBIGUOUS.test(month) ? month : `[${month[0]}${month[0]!.toLowerCase()}]${month.slice(1)}`)).join("|")})`;
const DAY = String.raw`(\d{1,2})(?:st|nd|rd|th)?`;
const YEAR = String.raw`(?:,? ((?:19|20)\d\d))?`;
const NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split(" ");
/** Times that a dictionary has in too many meanings. */
const TIMES: readonly [RegExp, (...said: (string | undefined)[]) => string][] = [
	[
		new RegExp(`^(?:the )?first (${NUMBERS.join("|")}|\\d+) months\\b`, "i"),
		(count) => `前${numberWordInDigits(count!)}个月`,
	],
	[new RegExp(`^${DAY}(?: of)? ${MONTH}${YEAR}\\b`), (day, month, year) => `${monthOf(month!, year)}${day}日`],
	[new RegExp(`^${MONTH} ${DAY}${YEAR}\\b`), (month, day, year) => `${monthOf(month!, year)}${day}日`],
	// May we take photos?
	[new RegExp(`^${MONTH}${YEAR}\\b(?! (?:I|we|you|they|he|she|it|the)\\b)`), (month, year) => monthOf(month!, year)],
];

/** `printed`: as typed, from the beginning of a word on. */
export function timeAt(printed: string): Said | null {
	for (const [pattern, chinese] of TIMES) {
		const match = pattern.exec(printed);
		if (match !== null) return { chinese: chinese(...match.slice(1)), length: match[0].length };
	}
	return null;
}

function monthOf(month: string, year: string | undefined): string {
	const number = MONTHS.findIndex((name) => name.toLowerCase() === month.toLowerCase()) + 1;
	return `${year === undefined ? "" : `${year}年`}${number}月`;
}

/** three → 3; all other words as they are. */
export function numberWordInDigits(word: string): string {
	const number = NUMBERS.indexOf(word.toLowerCase());
	return number < 0 ? word : String(number);
}
