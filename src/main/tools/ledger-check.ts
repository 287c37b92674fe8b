// Looks at a ledger file on a thread of its own, started by ledger-apart.ts: the till does not wait for it.
import { parentPort, workerData } from "node:worker_threads";
import { checkFile } from "#ledger/backups.ts";

const asked: unknown = workerData;
if (typeof asked !== "string" || parentPort === null)
  throw new Error("this is started as a worker, with the path of a ledger");
parentPort.postMessage(checkFile(asked));
