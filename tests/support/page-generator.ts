/** Give it reports and a seed, get a newspaper page laid out anew: its text layer and the right headline of every line. */

import { seededRandom } from "./seeded-random.ts";

/** A report to be laid out: what a reader would call its parts. */
export interface Material {
	readonly headline: string;
	/** Whole paragraphs, without 本报讯 and without bylines. */
	readonly paragraphs: readonly string[];
	readonly captions: readonly string[];
	/** Sub-headings of a feature; there are fewer of them than paragraphs. */
	readonly subheads?: readonly string[];
}

export interface LaidOutPage {
	readonly text: string;
	/** Line number from 1 → headline of the report it belongs to, null for a stray line. Blank lines are missing. */
	readonly headlines: ReadonlyMap<number, string | null>;
}

/** What the printer does now and then; 1 is the usual rate, 0 never. */
export interface Mishaps {
	readonly strayCopies: number;
	readonly lostEnds: number;
	readonly misreadBylines: number;
}

const USUAL_MISHAPS: Mishaps = { strayCopies: 1, lostEnds: 1, misreadBylines: 1 };

const LABELS: readonly (readonly [string, string])[] = [
	["鹤城纵览", "ZONGLAN"],
	["民生直通", "ZHITONG"],
	["基层新事", "XINSHI"],
	["镜头", "JINGTOU"],
	["沿海观察", "GUANCHA"],
	["百姓身边", "SHENBIAN"],
	["老城记忆", "JIYI"],
	["一线传真", "CHUANZHEN"],
];
const SERIES = ["乡村振兴看鹤城 系列报道之②", "重大项目建设进行时", "新春走基层", "走进产业园 系列报道之三"];
const SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕";
const GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建文博宇浩欣怡婷志国庆春雨晨光海波";

/** Lays reports out on one page, in the order given. */
export function layOutPage(
	materials: readonly Material[],
	seed: number,
	mishaps: Mishaps = USUAL_MISHAPS,
): LaidOutPage {
	const random = seededRandom(seed);
	const chance = (p: number): boolean => random() < p;
	const pick = <T>(from: ArrayLike<T>): T => from[Math.floor(random() * from.length)]!;
	const between = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
	const lines: string[] = ["", ""];
	const headlines = new Map<number, string | null>();
	const put = (text: string, headline: string | null, blanksAbove = 1): void => {
		for (let n = 0; n < blanksAbove; n++) lines.push("");
		lines.push(text);
		headlines.set(lines.length, headline);
	};
	const name = (): string => {
		const given = chance(0.35) ? pick(GIVEN) : pick(GIVEN) + pick(GIVEN);
		return pick(SURNAMES) + given;
	};
	const spacedName = (): string => {
		const whole = name();
		return whole.length === 2 && chance(0.5) ? `${whole[0]} ${whole[1]}` : whole;
	};
	const misread = (byline: string): string =>
		chance(0.2 * mishaps.misreadBylines) ? byline.replace("本报", "本本报") : byline;
	const byline = (): string => {
		const form = random();
		if (form < 0.4) return misread(`本报记者 ${spacedName()}`);
		if (form < 0.6) return misread(`${spacedName()} 本报记者 ${spacedName()}`);
		if (form < 0.75) return misread(`本报记者 ${spacedName()} ${spacedName()}`);
		if (form < 0.85) return `本报通讯员 ${spacedName()} 本报记者 ${spacedName()}`;
		return `本报特约记者 ${spacedName()}`;
	};
	const opening = (): string => {
		const form = random();
		if (form < 0.2) return "本报讯 ";
		if (form < 0.3) return `本报讯 记者${name()} ${name()} 报道 `;
		return `本报讯 记者${name()}报道 `;
	};
	const picture = (caption: string | undefined, headline: string): void => {
		if (caption === undefined) {
			lines.push("", "");
			return;
		}
		const credit = random();
		put(credit < 0.15 ? `${caption} ${credit < 0.08 ? "本报记者 " : ""}${spacedName()} 摄` : caption, headline, 3);
		if (credit > 0.8)
			put(misread(`本报记者 ${spacedName()} ${chance(0.8 - 0.2 * mishaps.misreadBylines) ? "摄" : "撰"}`), headline);
	};
	/** Where the columns of a paragraph end. */
	const cuts = (paragraph: string): number[] => {
		if (paragraph.length < 30 || chance(0.6)) return [];
		const at = chance(0.35) ? between(12, 15) : between(10, paragraph.length - 4);
		return paragraph.length > 240 && chance(0.4)
			? [at, between(at + 40, paragraph.length - 4)].filter((cut, n, all) => n === 0 || cut > all[0]! + 30)
			: [at];
	};

	/** A line printed once more in front of another report than its own, and before the report that follows its own. */
	const stray = { owner: -1, paragraph: "", cut: 0, before: -1 };
	if (chance(0.15 * mishaps.strayCopies) && materials.length > 3) {
		const owner = between(0, materials.length - 1);
		const before = between(1, materials.length - 1);
		const paragraph = pick(materials[owner]!.paragraphs.slice(1)) ?? "";
		if (before !== owner && before !== owner + 1 && paragraph.length > 40) {
			Object.assign(stray, { owner, paragraph, cut: between(14, 32), before });
		}
	}
	materials.forEach((material, number) => {
		const { headline } = material;
		const captions = [...material.captions];
		const isLast = number === materials.length - 1;
		const isFeature = (material.subheads?.length ?? 0) > 0;
		const total = material.paragraphs.join("").length;
		const isPhotoStory = !isFeature && total < 260 && chance(0.6);
		const style =
			isFeature || (total > 500 && chance(0.15))
				? "signed above"
				: isPhotoStory || chance(0.15)
					? "signed below"
					: "wire";
		const beginning = style === "wire" ? opening() : "";
		const signsBelow = style === "signed below" || (beginning === "本报讯 " && chance(0.7));

		if (stray.before === number) put(stray.paragraph.slice(0, stray.cut), null);
		if (isPhotoStory || (number > 0 && chance(0.2))) {
			const [han, pinyin] = pick(LABELS);
			put(`${chance(0.2) ? "■" : ""}${han} ${pinyin}`, headline);
		} else if (chance(0.06)) {
			put(pick(SERIES), headline);
		}
		const captionAbove = isPhotoStory && captions.length > 1 && chance(0.3);
		if (captionAbove) picture(captions.shift(), headline);
		for (const part of headlineLines(headline, chance(0.5))) put(part, headline);
		if (isPhotoStory && !captionAbove && chance(0.7)) picture(undefined, headline);
		else if (captions.length > 0 && chance(0.1)) picture(captions.shift(), headline);
		let signed = false;
		if (style === "signed above") {
			put(byline(), headline);
			signed = true;
		}

		const losesEnd = chance((isLast ? 0.3 : 0.06) * mishaps.lostEnds);
		let subhead = 0;
		material.paragraphs.forEach((paragraph, n) => {
			let text = paragraph;
			const isLead = n === 0;
			if (isLead && style === "wire") text = beginning + text;
			if (isLead && style === "signed above" && isFeature && chance(0.6)) {
				if (chance(0.5)) put("核心提示", headline);
				else text = `核心提示 ${text}`;
			}
			const subheads = material.subheads ?? [];
			if (
				n > 0 &&
				subhead < subheads.length &&
				(material.paragraphs.length - n <= subheads.length - subhead || chance(0.5))
			) {
				put(subheads[subhead++]!, headline);
			}
			const isEnd = n === material.paragraphs.length - 1;
			if (isEnd && losesEnd && text.length > 40)
				text = text.slice(0, between(20, text.length - 4)).replace(/[。！？!?…”]+$/u, "");
			const hasStrayCopy = stray.owner === number && stray.paragraph === paragraph;
			const ends = hasStrayCopy ? [text.indexOf(paragraph) + stray.cut] : cuts(text);
			let from = 0;
			for (const end of [...ends.filter((end) => end < text.length), text.length]) {
				if (from > 0 && captions.length > 0 && chance(0.4)) {
					picture(captions.shift(), headline);
					if (!signed && chance(0.1 * mishaps.misreadBylines)) {
						put(`本本报记者 ${spacedName()} 撰`, headline);
						put(text.slice(from, end), headline, 0);
						from = end;
						continue;
					}
				} else if (from > 0 && chance(0.05)) {
					picture(undefined, headline);
				}
				put(text.slice(from, end), headline);
				from = end;
			}
			if (!isEnd && captions.length > 0 && chance(0.15)) picture(captions.shift(), headline);
		});
		if (signsBelow && !signed && !(losesEnd && isLast)) {
			const last = byline();
			put(isPhotoStory && chance(0.5) ? `${last} ${chance(0.8) ? "文并摄" : "撰"}` : last, headline);
			if (chance(0.1)) put(`本报特约记者 ${spacedName()} 摄`, headline, 0);
		}
		for (const caption of captions) picture(caption, headline);
	});
	return { text: lines.join("\n"), headlines };

	/** Divided at a dash or at the space nearest the middle, as printers do with long headlines. */
	function headlineLines(headline: string, divided: boolean): string[] {
		const dash = headline.indexOf(" ——");
		const spaces = [...headline.matchAll(/ /g)].map((match) => match.index);
		const middle = (at: number): number => Math.abs(at - headline.length / 2);
		const at = dash >= 0 ? dash : (spaces.sort((a, b) => middle(a) - middle(b))[0] ?? -1);
		const isLongEnough = at >= 7 && headline.length - at >= 8;
		return divided && isLongEnough ? [headline.slice(0, at), headline.slice(at + 1)] : [headline];
	}
}
