/** Give it the rest of an English question, get what its first words ask for, or the time they say, in Chinese. */

export interface Said {
	readonly chinese: string;
	/** Characters of the question that say it. */
	readonly length: number;
}

/** Up to six words between what asks and what tells how it asks. */
const BETWEEN = String.raw`(?:[\p{L}\d’'-]+ ){0,6}?`;
const GROWING =
	"(?:grow|grew|grown|increased?|rise|rose|risen|fall|fell|fallen|drop|dropped|decreased?|declined?|shrink|shrank)";
const SHARE = "(?:percentage|percent|share|proportion|rate|ratio|growth|coverage)";
const MONEY =
	"(?:worth|price|cost|value|revenue|income|earnings|investment|turnover|profits?|sales|wages?|salary|fees?|rent|fine|budget|funding|subsid(?:y|ies)|loan|reward|bonus|grant|compensation|prize money)";
const NUMBER =
	"(?:number|total|amount|area|size|length|height|width|depth|weight|distance|capacity|output|population|volume|yield|quota|temperature|speed|throughput|limit)";
const LASTING = "(?:period|term|course|process|wait|drill|event|festival|campaign|holiday|session|meeting|trip)";
const TO_BE = "(?:is|was|are|were)";

/** Words that ask, in Chinese they say what kind of answer is asked for; the first that fits is taken. */
const ASKING: readonly [said: string, chinese: string][] = [
	[
		`(?:by )?how (?:much|fast)(?= (?:does|did|has|have|is|was) ${BETWEEN.replace("6", "9")}${GROWING}\\b)`,
		"百分之多少",
	],
	[`(?:by how much|(?:what|which|how many) ${SHARE}(?: of)?|what ${TO_BE}(?= ${BETWEEN}${SHARE}\\b))`, "百分之多少"],
	[`how much(?: money|(?= (?:does|did) ${BETWEEN}(?:cost|spend|pay|earn|invest)\\b))`, "多少钱"],
	[`(?:what (?:price|amount)|(?:how (?:large|big|high)|what)(?= (?:an?|${TO_BE}) ${BETWEEN}${MONEY}\\b))`, "多少钱"],
	[`what ${TO_BE}(?= ${BETWEEN}${NUMBER}\\b)`, "多少"],
	["how many people", "多少人"],
	["how many years", "多少年"],
	["how many months", "多少个月"],
	["how many days", "多少天"],
	["how many hours", "多少小时"],
	["how many minutes", "多少分钟"],
	["how (?:much|many)", "多少"],
	[`how long(?= ${TO_BE} (?!${BETWEEN}${LASTING}\\b))`, "多长"],
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
		"(?:what (?:kinds?|types?|sorts?) of|which (?:two|three|four|five|\\d+)|which(?= (?!is|was|has|does)\\p{L}+[^s\\P{L}]s\\b))",
		"哪些",
	],
	["which(?: one)?", "哪个"],
	["what", "什么"],
];
const PATTERNS = ASKING.map(([said, chinese]) => [new RegExp(`^${said}(?![\\p{L}\\d])`, "u"), chinese] as const);

/** `rest`: in lower case, from the beginning of a word on. */
export function askingAt(rest: string): Said | null {
	for (const [pattern, chinese] of PATTERNS) {
		const length = pattern.exec(rest)?.[0].length;
		if (length !== undefined) return { chinese, length };
	}
	return null;
}

const MONTHS = "january february march april may june july august september october november december".split(" ");
const MONTH = `(${MONTHS.join("|")})`;
const DAY = String.raw`(\d{1,2})(?:st|nd|rd|th)?`;
const NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split(" ");
/** Times that a dictionary has in too many meanings. */
const TIMES: readonly [RegExp, (...said: string[]) => string][] = [
	[new RegExp(`^(?:the )?first (${NUMBERS.join("|")}|\\d+) months\\b`, "i"), (count) => `前${inDigits(count!)}个月`],
	[new RegExp(`^(?:the )?${DAY}(?: of)? ${MONTH}\\b`, "i"), (day, month) => `${monthOf(month!)}${day}日`],
	[new RegExp(`^${MONTH} ${DAY}\\b`, "i"), (month, day) => `${monthOf(month!)}${day}日`],
	[new RegExp(`^${MONTH.replace("|may", "")}\\b`, "i"), (month) => monthOf(month!)],
	// Without a capital, or before who may do it, it is a verb.
	[/^(May)\b(?! (?:I|we|you|they|he|she|it|the)\b)/, (month) => monthOf(month!)],
];

/** `printed`: as typed, from the beginning of a word on. */
export function timeAt(printed: string): Said | null {
	for (const [pattern, chinese] of TIMES) {
		const match = pattern.exec(printed);
		if (match !== null) return { chinese: chinese(...match.slice(1)), length: match[0].length };
	}
	return null;
}

function monthOf(month: string): string {
	return `${MONTHS.indexOf(month.toLowerCase()) + 1}月`;
}

/** three → 3; all other words as they are. */
export function inDigits(word: string): string {
	const number = NUMBERS.indexOf(word.toLowerCase());
	return number < 0 ? word : String(number);
}
