/** Give it work and a signal, get what the work gives, or a rejection as soon as the signal is aborted. */

/** So that work that does not heed the signal cannot hold up the end of the program. */
export async function unlessStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
	let onAbort = () => {};
	const stopped = new Promise<never>((_, reject) => {
		onAbort = () => reject(signal.reason);
		if (signal.aborted) onAbort();
		else signal.addEventListener("abort", onAbort, { once: true });
	});
	return await Promise.race([work, stopped]).finally(() => signal.removeEventListener("abort", onAbort));
}
