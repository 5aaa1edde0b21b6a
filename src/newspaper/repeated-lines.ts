/** Give it the lines of a page, get those that are printed twice. */

/** UTF-16 code units; shorter lines may well be the same by chance. */
const SHORTEST = 10;
/** Lines with the same beginning that are compared with each other. */
const MOST_COMPARED = 8;
/** A text may begin with the words of the headline this many lines above: that is no copy. */
const HEADLINE_REACH = 5;

/** Index of each line that stands elsewhere too, whole or as the beginning of another line → indexes of those. */
export function repeatedLines(lines: readonly string[]): Map<number, readonly number[]> {
	const byStart = new Map<string, number[]>();
	lines.forEach((line, i) => {
		if (line.length < SHORTEST) return;
		const start = line.slice(0, SHORTEST);
		const same = byStart.get(start);
		if (same === undefined) byStart.set(start, [i]);
		else if (same.length < MOST_COMPARED) same.push(i);
	});
	const repeated = new Map<number, readonly number[]>();
	for (const same of byStart.values()) {
		for (const i of same) {
			const copies = same.filter((other) => {
				if (other === i) return false;
				const isFar = Math.abs(other - i) > HEADLINE_REACH;
				return lines[other] === lines[i] || (isFar && lines[other]!.startsWith(lines[i]!));
			});
			if (copies.length > 0) repeated.set(i, copies);
		}
	}
	return repeated;
}
