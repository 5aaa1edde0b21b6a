/** Errors that a user can act on: one sentence, built from data, with the cause kept. */

/** Anything whose message is meant for the person in front of the program. Exit code for command lines. */
export class BaowenError extends Error {
	readonly exitCode: number;
	constructor(message: string, options: { cause?: unknown; exitCode?: number } = {}) {
		super(message, { cause: options.cause });
		this.name = new.target.name;
		this.exitCode = options.exitCode ?? 1;
	}
}

/** Wrong arguments on a command line: exit code 2. */
export class UsageError extends BaowenError {
	constructor(message: string, options: { cause?: unknown } = {}) {
		super(message, { ...options, exitCode: 2 });
	}
}

/** A seed file that cannot be used; the others go on. */
export class PageRefusedError extends BaowenError {
	readonly file: string;
	readonly reason: string;
	constructor(file: string, reason: string, options: { cause?: unknown } = {}) {
		super(`${file}: ${reason}`, options);
		this.file = file;
		this.reason = reason;
	}
}

/** A model that cannot be loaded. */
export class ModelError extends BaowenError {}
