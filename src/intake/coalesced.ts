/** Give it work that may be wanted at any time, get it done once at a time: what is wanted meanwhile shares the next turn. */

export interface Coalesced<Wish> {
	/** Resolves when a run that began after the call has ended. */
	readonly run: (wish: Wish) => Promise<void>;
	/** Resolves when nothing is being done. */
	readonly idle: () => Promise<void>;
}

/** `merge` makes one wish of those that share a run. */
export function coalesced<Wish>(
	work: (wish: Wish) => Promise<void>,
	merge: (one: Wish, other: Wish) => Wish,
): Coalesced<Wish> {
	let last: Promise<void> = Promise.resolve();
	let next: { wish: Wish; readonly done: Promise<void> } | null = null;
	const begin = () => {
		const { wish } = next!;
		next = null;
		return work(wish);
	};
	return {
		run(wish) {
			if (next === null) {
				last = last.catch(() => {}).then(begin);
				next = { wish, done: last };
			} else {
				next.wish = merge(next.wish, wish);
			}
			return next.done;
		},
		idle: () => last.catch(() => {}),
	};
}
