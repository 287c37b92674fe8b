// A copy of the ledger every day while the till goes on, on a real ledger and a clock moved by hand: when each is made, what
// becomes of one that fails, and that a till that closes waits for none.
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { backupsOf, checkFile } from "#ledger/backups.ts";
import { openLedger, type OpenLedger } from "#ledger/ledger.ts";
import { ledgerPath } from "#ledger/open.ts";
import { openDailyBackup } from "#main/daily-backup.ts";
import { saleOf, temporaryFolder } from "#test/ledger/builders.ts";
import { createHandClock } from "#test/till/hand-clock.ts";
import Database from "better-sqlite3";
import { expect, onTestFinished, test, vi } from "vitest";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const OPENED_MS = Date.UTC(2026, 10, 20, 2);
/** Each check is a thread that starts anew, which takes seconds on a machine that is busy. */
const WITHIN = { timeout: 50_000 };
vi.setConfig({ testTimeout: 60_000 });

/** @param around what the backup sees of the ledger */
function openShop(around: (ledger: OpenLedger) => Pick<OpenLedger, "backUp"> = (ledger) => ledger) {
  const clock = createHandClock(OPENED_MS);
  const path = ledgerPath(temporaryFolder(), "training");
  const ledger = openLedger({ path, mode: "training", nowMs: clock.nowMs });
  const told: string[] = [];
  const note = (event: string): void => void told.push(event);
  const backup = openDailyBackup({ ledger: around(ledger), clock, log: { info: note, warn: note, error: note } });
  onTestFinished(async () => {
    await backup.close();
    ledger.close();
  });
  let sales = 0;
  return {
    clock,
    path,
    told,
    close: () => backup.close(),
    sell: () => ledger.saveSale(saleOf((sales += 1))),
    /** The next look is planned when the last has ended, and wakes nobody before its time. @returns when, since the opening */
    async nextLook(): Promise<number> {
      await expect.poll(() => clock.next(), WITHIN).toBe(true);
      return clock.nowMs() - OPENED_MS;
    },
    made: () => backupsOf(path).map(({ atMs, events }) => ({ afterMs: atMs - OPENED_MS, events })),
    folder: () => readdirSync(join(dirname(path), "backups")).toSorted(),
  };
}

/** Changes an event of an open ledger behind its back, with its guards taken away. */
function harm(path: string): void {
  const db = new Database(path);
  const guards = db.prepare<[], string>("select name from sqlite_schema where type = 'trigger'").pluck().all();
  for (const name of guards) db.exec(`drop trigger ${name}`);
  db.exec("update events set at_ms = at_ms + 1 where seq = 1");
  db.close();
}

test("the first copy is made a minute after the start, the next when a day has gone, and both are checked", async () => {
  const { sell, nextLook, made, told, path } = openShop();
  sell();
  expect([await nextLook(), made()]).toEqual([MINUTE, []]);
  await expect.poll(made, WITHIN).toEqual([{ afterMs: MINUTE, events: 1 }]);
  for (let hour = 1; hour <= 24; hour += 1) {
    sell();
    expect(made()).toHaveLength(1);
    expect(await nextLook()).toBe(MINUTE + hour * HOUR);
  }
  await expect.poll(() => told, WITHIN).toHaveLength(2);
  expect(made()).toEqual([
    { afterMs: MINUTE + DAY, events: 25 },
    { afterMs: MINUTE, events: 1 },
  ]);
  expect(await nextLook()).toBe(MINUTE + DAY + HOUR);
  expect(told).toEqual(["backup/made", "backup/made"]);
  for (const each of backupsOf(path)) expect(checkFile(each.path).faults).toEqual([]);
});

test("a copy that could not be written is told and made an hour later", async () => {
  const { sell, nextLook, made, told, path } = openShop();
  sell();
  const inTheWay = join(dirname(path), "backups");
  writeFileSync(inTheWay, "");
  await nextLook();
  await expect.poll(() => told, WITHIN).toEqual(["backup/not-made"]);
  rmSync(inTheWay);
  expect(await nextLook()).toBe(MINUTE + HOUR);
  await expect.poll(() => told, WITHIN).toEqual(["backup/not-made", "backup/made"]);
  expect(made()).toEqual([{ afterMs: MINUTE + HOUR, events: 1 }]);
});

test("a copy that fails its check is told at every look, and only one of them is kept", async () => {
  const { sell, nextLook, made, told, path, folder } = openShop();
  sell();
  harm(path);
  await nextLook();
  await nextLook();
  await expect.poll(() => told, WITHIN).toEqual(["backup/failed", "backup/failed"]);
  expect(made()).toEqual([]);
  expect(folder()).toEqual(["training-20261120T030100000Z-1.ledger.failed"]);
});

test("a till that closes before the first look makes none", async () => {
  const { clock, sell, close, told } = openShop();
  sell();
  await close();
  expect([clock.next(), told]).toEqual([false, []]);
});

test("a till that closes while a copy is being written does not wait for its check", async () => {
  const { clock, sell, nextLook, close, told, folder } = openShop();
  sell();
  await nextLook();
  await close();
  expect([told, folder(), clock.next()]).toEqual([["backup/not-made"], [], false]);
});

test("a till that closes while a copy is being checked ends the check", async () => {
  let checking = false;
  const { clock, sell, nextLook, close, told, folder } = openShop((ledger) => ({
    backUp: (check = async (path) => checkFile(path)) =>
      ledger.backUp((path) => {
        checking = true;
        return check(path);
      }),
  }));
  sell();
  await nextLook();
  await expect.poll(() => checking, WITHIN).toBe(true);
  await close();
  expect([told, folder(), clock.next()]).toEqual([["backup/not-made"], [], false]);
});
