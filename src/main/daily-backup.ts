// A copy of the ledger every day, checked in full, while the till goes on.
import { rmSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { CheckFile } from "#ledger/backups.ts";
import type { OpenLedger } from "#ledger/ledger.ts";
import type { Clock, Log } from "#till/ports.ts";
import { repeat } from "#till/repeat.ts";

/** Not in the first minute, when the shop opens; then it is asked every hour whether a day has gone. */
const FIRST_MS = 60_000;
const EVERY_MS = 3_600_000;

export type DailyBackup = { close(): Promise<void> };

export function openDailyBackup(parts: {
  readonly ledger: Pick<OpenLedger, "backUp">;
  readonly clock: Clock;
  readonly log: Log;
}): DailyBackup {
  const { ledger, clock, log } = parts;
  const stop = new AbortController();
  let failedPath: string | null = null;
  async function make(): Promise<void> {
    try {
      const outcome = await ledger.backUp(checkApart(stop.signal));
      if (outcome.kind === "made") log.info("backup/made");
      if (outcome.kind !== "failed") return;
      log.error("backup/failed", { outcome });
      // A ledger that stays damaged is copied at every look: the newest copy is for the eye, more would only fill the disk.
      if (failedPath !== null) rmSync(failedPath, { force: true });
      failedPath = outcome.path;
    } catch (error) {
      // The disk may be full, or the till is closing; the next one is whole again.
      log.warn("backup/not-made", { error });
    }
  }

  const making = repeat(clock, { firstMs: FIRST_MS, everyMs: EVERY_MS }, make);
  return {
    close() {
      stop.abort();
      return making.close();
    },
  };
}

/** The same file from the sources and from the build, where each entry lies beside the others. */
const ENTRY = new URL(import.meta.url.endsWith(".ts") ? "./check-worker.ts" : "./check-worker.js", import.meta.url);

/** Checks a copy on a thread of its own. Rejects when the thread could not do it, or when the till closes meanwhile. */
export function checkApart(closing: AbortSignal): CheckFile {
  return (path) =>
    new Promise((resolve, reject) => {
      if (closing.aborted) return reject(new Error("the till closes"));
      const worker = new Worker(ENTRY, { workerData: { path } });
      const end = (): void => void worker.terminate();
      closing.addEventListener("abort", end);
      worker.once("message", resolve);
      worker.once("error", reject);
      worker.once("exit", (code) => {
        closing.removeEventListener("abort", end);
        reject(new Error(`the check ended with ${code}`));
      });
    });
}
