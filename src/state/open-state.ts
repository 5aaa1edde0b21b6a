/** Give it the folder and perhaps a database, get where the chat's memory lies: in the database where there is one. */

import type { StateStore } from "../ports.ts";
import { openFileState } from "./file-state.ts";
import type { PostgresStateOptions } from "./postgres-state.ts";

/** @throws BaowenError in one sentence */
export async function openState(
	place: { readonly folder: string; readonly databaseUrl: string | null },
	options: PostgresStateOptions,
): Promise<StateStore> {
	if (place.databaseUrl === null) return openFileState(place.folder, options.now);
	// Loaded only where it is needed.
	const { Database } = await import("../postgres/database.ts");
	const { openPostgresState } = await import("./postgres-state.ts");
	return await openPostgresState(new Database(place.databaseUrl), options);
}
