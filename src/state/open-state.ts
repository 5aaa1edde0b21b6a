/** Give it the folder and perhaps a database, get where the chat's memory lies: in the database where there is one. */

import type { StateStore } from "../ports.ts";
import { Database } from "../postgres/database.ts";
import { openFileState } from "./file-state.ts";
import { openPostgresState, type PostgresStateOptions } from "./postgres-state.ts";

/** @throws BaowenError in one sentence */
export async function openState(
	place: { readonly folder: string; readonly databaseUrl: string | null },
	options: PostgresStateOptions,
): Promise<StateStore> {
	if (place.databaseUrl === null) return openFileState(place.folder, options.now);
	return await openPostgresState(new Database(place.databaseUrl), options);
}
