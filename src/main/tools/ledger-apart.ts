// Checks a backup on a thread of its own, because SQLite's own check of a long book takes seconds in which no sale could go on.
import { Worker } from "node:worker_threads";
import type { CheckFile } from "#ledger/backups.ts";
import type { Checked } from "#ledger/check.ts";

/** As the sources lie, and as they are built: the worker stands beside this file. */
const ENTRY = import.meta.url.endsWith(".ts") ? "ledger-check.ts" : "ledger-check.js";

/** Rejects where the file cannot be looked at at all. */
export const checkApart: CheckFile = (path) => {
  const { promise, resolve, reject } = Promise.withResolvers<Checked>();
  const worker = new Worker(new URL(ENTRY, import.meta.url), { workerData: path });
  worker.once("message", resolve);
  worker.once("error", reject);
  worker.once("exit", (code) => reject(new Error(`the check of ${path} ended with ${code} and no answer`)));
  return promise;
};
