/** A function of one field in, its results for all fields out. */

import { FIELDS, type Field } from "../ports.ts";

export function byField<T>(make: (field: Field) => T): Record<Field, T> {
	const made: Partial<Record<Field, T>> = {};
	for (const field of FIELDS) made[field] = make(field);
	return made as Record<Field, T>;
}
