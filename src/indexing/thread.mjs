/** The beginning of every thread: Node 20 does not give its threads the loader that reads TypeScript. */

import { workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
await import(workerData.module);
