/** Give it a message, get whether it is a hello or a thank-you, which asks nothing, or wants some work done. */

const HELLO =
	/^(?:你好|您好|大家好|嗨|哈[喽啰]|在吗|在不在|早上?好?|[上中下]午好|晚[上安]好?|hi|hello|hey|good (?:morning|afternoon|evening))$/iu;
/** 谢 and 辛苦 are what is left of 谢了! and 辛苦了! */
const THANKS = /^(?:谢谢?|多谢|感谢|辛苦|再见|拜拜|thanks|thank you|thx|bye|goodbye)$/iu;
/** 你好呀! 谢谢你~ */
const TRAILING = /(?:你|您|呀|啊|哦|啦|了|\p{P}|\p{S}|\s)+$/u;

/** Null for all that may be a question. */
export function smallTalk(message: string): "hello" | "thanks" | null {
	const bare = message.replace(TRAILING, "");
	if (HELLO.test(bare)) return "hello";
	return THANKS.test(bare) ? "thanks" : null;
}

/** 帮我写一封信, 写首诗, 把…翻译成英语, 讲个笑话; 写县史的人是谁 asks about a report. */
const WORK =
	/^(?!.*(?:谁|哪|什么|多少|几[种个年岁]|啥|怎么|咋))(?:(?:请|麻烦|可以|能)?你?[帮给替为]我(?:写|编|画|作|翻译|设计|唱|[起取]一?个|[讲说]一?个)|(?:请|麻烦)?你?(?:写|编|画|作|唱)一?[封篇首幅段支份]|(?:请|麻烦)?你?把.*[翻译]成|[讲说]一?个笑话)/u;

/** Whether the folded message wants something made that no report can hold. */
export function wantsWork(folded: string): boolean {
	return WORK.test(folded);
}
