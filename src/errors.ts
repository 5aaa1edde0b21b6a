/** Errors that a user can act on: one sentence, built from data, with the cause kept. */

/** One sentence in the languages of those who may read it. */
export interface Said {
	readonly zh: string;
	readonly en: string;
}

/** Anything whose message is meant for the person in front of the program. Exit code for command lines. */
export class BaowenError extends Error {
	readonly exitCode: number;
	/** For who reads English in the chat; the message itself where only who runs the program is meant. */
	readonly inEnglish: string;
	constructor(said: string | Said, options: { cause?: unknown; exitCode?: number } = {}) {
		super(typeof said === "string" ? said : said.zh, { cause: options.cause });
		this.name = new.target.name;
		this.exitCode = options.exitCode ?? 1;
		this.inEnglish = typeof said === "string" ? said : said.en;
	}
}

/** What an error of any kind says. */
export function saidBy(error: unknown): Said {
	const { message } = error as Error;
	return { zh: message, en: error instanceof BaowenError ? error.inEnglish : message };
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
	readonly reason: Said;
	constructor(file: string, reason: Said, options: { cause?: unknown } = {}) {
		super({ zh: `${file}: ${reason.zh}`, en: `${file}: ${reason.en}` }, options);
		this.file = file;
		this.reason = reason;
	}
}

/** A model that cannot be loaded. */
export class ModelError extends BaowenError {}
