/** Give it a question for an amount and a text, get whether a number of the text stands with what is counted. */

import type { Span } from "../domain.ts";

/** Units that count the same: 多少人 is answered by 120名, 几回 by 3次. */
const ALIKE_UNITS = [
	["人", "名", "位", "口", "例", "人次", "群众", "居民", "村民"],
	["人次", "次"],
	["米", "公里", "千米"],
	["度", "千瓦时"],
	["度", "摄氏度", "°c"],
	["回", "次", "趟", "轮", "批", "期"],
	["趟", "列", "班"],
	["条", "艘", "只", "头", "项"],
	["种", "类", "样", "款", "品种", "个"],
	["家", "户", "座", "处", "所", "间", "个"],
	["棵", "株"],
	["本", "册"],
	["张", "幅"],
	["辆", "台"],
	["份", "件", "项", "套"],
	["根", "条", "支", "片"],
];
/** 几个人 is answered by 6个 as well as by 6名; 多少人 by 6个 alone is not. */
const PERSONS = "个人";
/** 几个 counts anything. */
const ANYTHING = "个";
/** What is measured and not counted: days, money, shares, lengths. */
const MEASURED = /(?:[年月周日天号时点分秒元美岁届度倍瓦克斤吨亩米顷]|%|小时|公里)$/;
const BEHIND_ORDINAL = /第$/;
/** What things are sold or paid by. */
const PIECE = "(?:公?斤|[张个人亩吨辆户本次晚天年月只头瓶份平株棵件套度])";
const PRICE_OF_ONE = new RegExp(`[钱元块][一每]${PIECE}|[一每]${PIECE}[^,，。]{0,6}多少[钱元]|单价|人均`);
const OF_EACH = new RegExp(`每|各|分别|均|单价|定价|售价|票价|[元块钱](?:一|/)|一${PIECE}[^,，。]{0,3}\\d`);
/** What is counted: the words after 多少 or 几. */
const COUNTED = /(?:多少|几)([^?？,，。、是有的了在\s]{1,6})/;
const AMOUNT = String.raw`[\d一二两三四五六七八九十百千万亿余多]{1,8}[^,，。;；]{0,4}?`;

/** Whether one of the spans stands with the unit, or with one that counts the same; true where no unit is asked for. */
export function standsWithUnit(text: string, spans: readonly Span[], unit: string | null): boolean {
	if (unit === null) return true;
	if (unit === ANYTHING)
		return spans.some(
			({ start, end }) => !MEASURED.test(text.slice(start, end)) && !BEHIND_ORDINAL.test(text.slice(0, start)),
		);
	const named = unit === PERSONS ? "人" : unit;
	const alike = ALIKE_UNITS.filter((units) => units.includes(named)).flat();
	const units = new Set([named, ...alike, ...(unit === PERSONS ? [ANYTHING] : [])]);
	if (spans.some(({ start, end }) => [...units].some((one) => text.slice(start, end + one.length).includes(one))))
		return true;
	return units.has("人") && spans.some((span) => isOfPersons(text, span));
}

/** 120万贫困群众, 受益人口超过400万. */
function isOfPersons(text: string, { start, end }: Span): boolean {
	if (MEASURED.test(text.slice(start, end))) return false;
	return (
		/^\p{Script=Han}{0,4}(?:人|群众|居民|村民)/u.test(text.slice(end)) ||
		/人[数口]?[^,，。\d]{0,6}$/u.test(text.slice(0, start))
	);
}

/** 1 where the folded passage has a number with the unit or the thing that the folded question counts, else 0. */
export function countedNearby(folded: string, unit: string | null, passage: string): number {
	const counted = COUNTED.exec(folded)?.[1] ?? "";
	const heads = [unit ?? "", counted.slice(0, 2), counted.slice(-2)].filter((head) => /^[\p{L}\p{N}]+$/u.test(head));
	return heads.some((head) => new RegExp(AMOUNT + head, "u").test(passage)) ? 1 : 0;
}

/** 多少钱一斤 asks for another price than 卖了多少钱. */
export function asksPriceOfOne(folded: string): boolean {
	return PRICE_OF_ONE.test(folded);
}

export function saysPriceOfOne(folded: string): boolean {
	return OF_EACH.test(folded);
}
