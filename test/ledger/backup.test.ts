// Copies of a running ledger: checked before they count, as many as are of use, and never in the till's way.
import { readdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { backupsOf, checkFile } from "#ledger/backups.ts";
import { openLedger } from "#ledger/ledger.ts";
import { ledgerPath } from "#ledger/open.ts";
import { verifyFile } from "#ledger/verify.ts";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { attemptOf, paidAt, QUEUED, saleOf, SENDING, temporaryFolder, walk } from "./builders.ts";

const DAY_MS = 86_400_000;
const BEGIN_MS = Date.UTC(2026, 10, 20, 18, 56, 20, 123);

function running() {
  const clock = { nowMs: BEGIN_MS };
  const path = ledgerPath(temporaryFolder(), "training");
  const ledger = openLedger({ path, mode: "training", nowMs: () => clock.nowMs });
  onTestFinished(() => ledger.close());
  let sales = 0;
  const sell = () => ledger.saveSale(saleOf((sales += 1)));
  const names = () => (backupsOf(path).length === 0 ? [] : readdirSync(join(dirname(path), "backups")).toSorted());
  return { clock, path, ledger, sell, names };
}

test("a backup is whole, for its user alone, and says when it was made and how much is in it", async () => {
  const { ledger, path, sell } = running();
  sell();
  ledger.save({ steps: walk(attemptOf(1, 1), [QUEUED, SENDING, paidAt(7_000)]) });
  const outcome = await ledger.backUp();
  const backup = join(dirname(path), "backups", "training-20261120T185620123Z-4.ledger");
  expect(outcome).toEqual({ kind: "made", path: backup });
  expect(backupsOf(path)).toEqual([{ path: backup, atMs: BEGIN_MS, events: 4 }]);
  expect([statSync(backup).mode & 0o777, statSync(dirname(backup)).mode & 0o777]).toEqual([0o600, 0o700]);
  expect(readdirSync(dirname(backup))).toEqual([basename(backup)]);
  const verified = verifyFile(backup);
  expect([verified.events, verified.counts.attempts, verified.faults]).toEqual([4, 1, []]);
});

test("once a day, and only when something happened", async () => {
  const { clock, ledger, sell, names } = running();
  expect(await ledger.backUp()).toEqual({ kind: "nothing-new" });
  sell();
  expect((await ledger.backUp()).kind).toBe("made");
  sell();
  clock.nowMs += DAY_MS - 1;
  expect(await ledger.backUp()).toEqual({ kind: "recent" });
  clock.nowMs += 1;
  expect((await ledger.backUp()).kind).toBe("made");
  clock.nowMs += DAY_MS;
  expect(await ledger.backUp()).toEqual({ kind: "nothing-new" });
  // The clock was set back: a backup of tomorrow does not keep today's from being made.
  clock.nowMs -= 30 * DAY_MS;
  sell();
  expect((await ledger.backUp()).kind).toBe("made");
  expect(names()).toHaveLength(3);
});

test("the newest three stay, and one a day for a week", async () => {
  const { clock, ledger, path, sell, names } = running();
  const folder = join(dirname(path), "backups");
  for (let day = 0; day < 12; day += 1) {
    sell();
    await ledger.backUp();
    // One more of the same day, made by hand.
    const [newest] = backupsOf(path);
    const earlier = newest?.path.replace("T1856", "T1256") ?? "";
    writeFileSync(earlier, "");
    clock.nowMs += DAY_MS;
  }
  writeFileSync(join(folder, "live-20200101T000000000Z-7.ledger"), "another book's");
  sell();
  await ledger.backUp();
  const days = names()
    .filter((name) => name.startsWith("training"))
    .map((name) => name.slice(9, 22));
  expect(days).toEqual([
    ...["26", "27", "28", "29", "30"].map((day) => `202611${day}T1856`),
    "20261201T1256",
    "20261201T1856",
    "20261202T1856",
  ]);
  expect(names()).toContain("live-20200101T000000000Z-7.ledger");
});

test("what is written while it is being made neither waits nor breaks it", async () => {
  const { ledger, path, sell } = running();
  for (let number = 0; number < 50; number += 1) sell();
  const made = ledger.backUp();
  const again = ledger.backUp();
  sell();
  expect((await made).kind).toBe("made");
  expect(await again).toEqual(await made);
  expect(checkFile(backupsOf(path)[0]?.path ?? "").faults).toEqual([]);
  expect(verifyFile(path).events).toBe(51);
});

test("a copy that fails its check never counts, and the ledger is looked at as a whole next time", async () => {
  const { ledger, path, sell, names } = running();
  sell();
  const faults = [{ seq: 1, sentence: "event 1 is not the one that was sealed" }];
  const outcome = await ledger.backUp(async (part) => ({ ...checkFile(part), faults }));
  const failed = "training-20261120T185620123Z-1.ledger.failed";
  expect(outcome).toEqual({ kind: "failed", path: join(dirname(path), "backups", failed), faults });
  expect(backupsOf(path)).toEqual([]);
  ledger.close();
  expect(openLedger({ path, mode: "training" }).opened).toEqual({ kind: "checked" });
  expect(names()).toEqual([]);
});

test("a copy that cannot be made leaves nothing half done", async () => {
  const { ledger, path, sell } = running();
  sell();
  await expect(
    ledger.backUp(async () => {
      throw new Error("the worker is gone");
    }),
  ).rejects.toThrow("the worker is gone");
  expect(readdirSync(join(dirname(path), "backups"))).toEqual([]);
  // A file where the folder must be.
  renameSync(join(dirname(path), "backups"), join(dirname(path), "elsewhere"));
  writeFileSync(join(dirname(path), "backups"), "");
  await expect(ledger.backUp()).rejects.toThrow(/EEXIST|ENOTDIR/);
  sell();
  expect(verifyFile(path).events).toBe(2);
});

test("at an orderly end a book that has grown enough is copied, and then counts as ended all the same", () => {
  const { ledger, path, names } = running();
  for (let number = 1; number <= 499; number += 1) ledger.saveSale(saleOf(number));
  ledger.close();
  expect(names()).toEqual([]);
  const again = openLedger({ path, mode: "training" });
  expect(again.opened).toEqual({ kind: "clean" });
  again.saveSale(saleOf(500));
  again.close();
  expect(backupsOf(path).map(({ events }) => events)).toEqual([500]);
  expect(checkFile(backupsOf(path)[0]?.path ?? "").faults).toEqual([]);
  const third = openLedger({ path, mode: "training" });
  expect(third.opened).toEqual({ kind: "clean" });
  third.close();
});

test("an end in the middle of a copy is an end", async () => {
  const { ledger, path, sell } = running();
  sell();
  const made = ledger.backUp();
  ledger.close();
  await expect(made).rejects.toThrow(/not open/);
  expect(readdirSync(join(dirname(path), "backups"))).toEqual([]);
  const db = new Database(path, { readonly: true });
  expect(db.prepare("select clean_end is not null from meta").pluck().get()).toBe(1);
  db.close();
});
