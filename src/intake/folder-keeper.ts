/** Give it the folder of pages and a way to bring the index up to date, get the port PageKeeper. */

import PQueue from "p-queue";
import { BaowenError, type Said } from "../errors.ts";
import { articlesOf } from "../newspaper/articles.ts";
import { readSeedFile } from "../newspaper/seed-folder.ts";
import type { PageKeeper, PagesSent, PageTakenIn } from "../ports.ts";
import { hashOf, PageFolder } from "./page-folder.ts";
import { type SentPage, sentPages } from "./sent-pages.ts";

/** Resolves when questions are answered by what lies in the folder at the time of the call, or later. */
export type Refresh = (options?: { readonly everything?: boolean }) => Promise<void>;

/** Does the work while no other program does such work with the same folder. */
export type Alone = <T>(work: () => Promise<T>) => Promise<T>;

export class FolderKeeper implements PageKeeper {
	readonly #path: string;
	readonly #folder: PageFolder;
	readonly #refresh: Refresh;
	readonly #alone: Alone;
	readonly #queue = new PQueue({ concurrency: 1 });

	constructor(path: string, refresh: Refresh, alone: Alone = (work) => work()) {
		this.#path = path;
		this.#folder = new PageFolder(path);
		this.#refresh = refresh;
		this.#alone = alone;
	}

	add(name: string, bytes: Uint8Array, { replace = false } = {}): Promise<PagesSent> {
		return this.#change(async () => {
			const { pages, withoutText } = await sentPages(name.normalize(), bytes);
			const { fresh, known, conflicts } = compare(pages, await this.#folder.hashes());
			if (conflicts.length > 0 && !replace) return { added: [], known, conflicts, withoutText };
			if (fresh.length > 0) await this.#folder.put(fresh);
			// Known pages too: their names may have come into the folder a moment ago.
			await this.#refresh();
			return {
				added: fresh.map(({ file, headlines }) => ({ file, headlines })),
				known,
				conflicts: [],
				withoutText,
			};
		});
	}

	async named(words: string): Promise<string> {
		return theOne(await this.#folder.names(), words, (name) => ({
			zh: `没有叫“${name}”的版面,/reports 列出全部版面。`,
			en: `There is no page named “${name}”; /reports lists all.`,
		}));
	}

	remove(file: string): Promise<void> {
		return this.#change(async () => {
			await this.#folder.putAway(await this.named(file));
			await this.#refresh();
		});
	}

	restore(words: string): Promise<PageTakenIn> {
		return this.#change(async () => {
			const file = theOne(await this.#folder.namesAway(), words, (name) => ({
				zh: `没有移走过叫“${name}”的版面,请写移走时的名字。`,
				en: `No removed page is named “${name}”; use the name it had.`,
			}));
			await this.#folder.takeBack(file);
			await this.#refresh();
			const page = await readSeedFile(`${this.#path}/${file}`);
			return { file, headlines: articlesOf(page).map(({ headline }) => headline) };
		});
	}

	reindex(): Promise<void> {
		return this.#change(() => this.#refresh({ everything: true }));
	}

	/** What compares the folder with something and then changes it must be alone. */
	#change<T>(work: () => Promise<T>): Promise<T> {
		return this.#queue.add(() => this.#alone(work));
	}
}

function compare(pages: readonly SentPage[], stored: ReadonlyMap<string, string>) {
	const names = new Map([...stored].map(([name, hash]) => [hash, name]));
	const fresh: SentPage[] = [];
	const known: { file: string; knownAs: string }[] = [];
	for (const page of pages) {
		const hash = hashOf(page.bytes);
		const knownAs = stored.get(page.file) === hash ? page.file : names.get(hash);
		if (knownAs !== undefined) known.push({ file: page.file, knownAs });
		else fresh.push(page);
		names.set(hash, knownAs ?? page.file);
	}
	return { fresh, known, conflicts: fresh.map(({ file }) => file).filter((file) => stored.has(file)) };
}

/** The name that is the words, else the only one that begins with them. */
function theOne(names: readonly string[], said: string, none: (words: string) => Said): string {
	const words = said.normalize();
	const exact = names.find((name) => name === words || name === `${words}.txt`);
	const beginning = exact === undefined ? names.filter((name) => name.startsWith(words)) : [exact];
	if (words === "" || beginning.length === 0) throw new BaowenError(none(words));
	if (beginning.length > 1)
		throw new BaowenError({
			zh: `有 ${beginning.length} 个版面的名字以“${words}”开头,请把名字写全。`,
			en: `${beginning.length} pages have names that begin with “${words}”; write the whole name.`,
		});
	return beginning[0]!;
}
