/** The duty to keep the index up to date, for a program that shares it with nobody. */

import type { IndexDuty } from "../ports.ts";

export const SOLE_DUTY: IndexDuty = {
	isMine: true,
	alone: (_, work) => work(),
	follow: (taken) => taken(),
	close: async () => {},
};
