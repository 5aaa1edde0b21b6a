/** Give it the lines of a page, get how well a line names what stands below it and whether the subject changes there. */

/** UTF-16 code units of text looked at above and below a line, and the most lines these are taken from. */
const REACH = 300;
const MOST_LINES = 4;

/**
 * Weights of a logistic regression over pages laid out anew from labelled and other reports (headlines against the
 * first lines of paragraphs that a column cut off), reduced by `TRUST` because other cues say partly the same.
 */
const NAMES_BELOW = { weight: 7, usual: 0.3, most: 0.6 };
const NAMED_ABOVE = { weight: 13, most: 0.3 };
const ALIKE = { weight: 18, most: 0.12 };
const USUAL_BREAK = 2.3;
const TRUST = 0.7;

export interface Cohesion {
	/** Above 0: the words of the line return in the text below it, as those of a headline do. */
	namesWhatFollows(index: number): number;
	/** Above 0: the text above is about something else than the line and the text below it. */
	changesSubject(index: number): number;
}

/** Shares are of distinct pairs of characters, each weighing the more the fewer lines of the page hold it. */
export function cohesionOf(lines: readonly string[]): Cohesion {
	const lineCounts = new Map<string, number>();
	for (const line of lines) {
		const ends = line.length <= 2 * REACH ? line : `${line.slice(0, REACH)}\n${line.slice(-REACH)}`;
		for (const pair of pairsOf(ends)) lineCounts.set(pair, (lineCounts.get(pair) ?? 0) + 1);
	}
	const weight = (pair: string): number => Math.log((lines.length + 1) / (lineCounts.get(pair) ?? 0.5));
	const share = (part: ReadonlySet<string>, whole: ReadonlySet<string>): number => {
		let found = 0;
		let all = 0;
		for (const pair of part) {
			all += weight(pair);
			if (whole.has(pair)) found += weight(pair);
		}
		return all === 0 ? 0 : found / all;
	};
	const above = (index: number): Set<string> => {
		let text = "";
		for (let i = index - 1; i >= Math.max(0, index - MOST_LINES) && text.length < REACH; i--) {
			text = `${lines[i]!.slice(-(REACH - text.length))}\n${text}`;
		}
		return pairsOf(text);
	};
	const below = (index: number): Set<string> => {
		let text = "";
		for (let i = index + 1; i < Math.min(lines.length, index + 1 + MOST_LINES) && text.length < REACH; i++) {
			text = `${text}\n${lines[i]!.slice(0, REACH - text.length)}`;
		}
		return pairsOf(text);
	};
	return {
		namesWhatFollows(index) {
			const named = share(pairsOf(lines[index]!), below(index));
			return TRUST * NAMES_BELOW.weight * (Math.min(named, NAMES_BELOW.most) - NAMES_BELOW.usual);
		},
		changesSubject(index) {
			const before = above(index);
			const named = Math.min(share(pairsOf(lines[index]!), before), NAMED_ABOVE.most);
			const alike = Math.min(share(below(index), before), ALIKE.most);
			return TRUST * (USUAL_BREAK - NAMED_ABOVE.weight * named - ALIKE.weight * alike);
		},
	};
}

/** Distinct pairs of neighbouring Chinese characters. */
function pairsOf(text: string): Set<string> {
	const pairs = new Set<string>();
	for (let i = 0; i + 1 < text.length; i++) {
		const pair = text.slice(i, i + 2);
		if (/^\p{Script=Han}{2}$/u.test(pair)) pairs.add(pair);
	}
	return pairs;
}
