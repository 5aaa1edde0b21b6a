/** Give it a number as printed, get the number. */

export const DIGITS = "零一二三四五六七八九";

/** Of digits, or of a Chinese numeral up to 999. */
export function numberOf(text: string): number {
	if (/^\d/.test(text)) return Number(text);
	const [hundreds, below] = text.includes("百") ? text.split("百") : ["", text];
	const [tens, ones] = below!.includes("十") ? below!.split("十") : ["", below];
	const digit = (character: string | undefined) => DIGITS.indexOf((character || "零").replace("两", "二"));
	const ten = below!.includes("十") ? (tens === "" ? 1 : digit(tens)) : 0;
	return digit(hundreds) * 100 + ten * 10 + digit(ones);
}
