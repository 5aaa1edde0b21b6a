/** Give it a message, get whether it is a hello or a thank-you, which asks nothing. */

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
