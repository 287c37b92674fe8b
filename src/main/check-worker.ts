// Checks a copy of the ledger in a thread of its own: a long book is read for minutes, and the till has payments to see to.
import { parentPort, workerData } from "node:worker_threads";
import { z } from "#contract/schema.ts";
import { checkFile } from "#ledger/backups.ts";

const { path } = z.object({ path: z.string() }).parse(workerData);
parentPort?.postMessage(checkFile(path));
