/** Long work shown on standard error: a bar in a terminal, plain lines elsewhere. */

import { Presets, SingleBar } from "cli-progress";

export interface ProgressDisplay {
	/** `done` of `total` steps; the last call has both equal. */
	update(done: number, total: number, label: string): void;
	stop(): void;
}

/** `say` gets the plain lines. */
export function progressDisplay(
	title: string,
	say: (line: string) => void = (line) => void process.stderr.write(`${line}\n`),
): ProgressDisplay {
	return process.stderr.isTTY ? bar(title, process.stderr) : plainLines(title, say);
}

function bar(title: string, stream: NodeJS.WriteStream): ProgressDisplay {
	const display = new SingleBar(
		{ format: `${title} {bar} {value}/{total} {label}`, stream, hideCursor: true, clearOnComplete: true },
		Presets.shades_classic,
	);
	let started = false;
	return {
		update(done, total, label) {
			if (!started) display.start(total, done, { label });
			started = true;
			display.setTotal(total);
			display.update(done, { label });
		},
		stop: () => display.stop(),
	};
}

/** At most one line per tenth of the work, so that logs stay readable. */
function plainLines(title: string, say: (line: string) => void): ProgressDisplay {
	let tenth = -1;
	return {
		update(done, total, label) {
			const reached = total === 0 ? 10 : Math.floor((done / total) * 10);
			if (reached === tenth) return;
			tenth = reached;
			say(`${title} ${done}/${total}${label && ` ${label}`}`);
		},
		stop() {},
	};
}
