/** A function of one field in, its results for all fields out. */

import { FIELDS, type Field } from "../ports.ts";

export function byField<T>(make: (field: Field) => T): Record<Field, T> {
	return Object.fromEntries(FIELDS.map((field) => [field, make(field)])) as Record<Field, T>;
}
