// A ledger that is damaged or gone: kept aside, restored from the newest good backup, and it says from when on payments are missing.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { backupsOf } from "#ledger/backups.ts";
import { openLedger } from "#ledger/ledger.ts";
import { ledgerPath } from "#ledger/open.ts";
import { LedgerRefusal } from "#ledger/refusal.ts";
import { verifyFile } from "#ledger/verify.ts";
import { expect, onTestFinished, test } from "vitest";
import { attemptOf, id, QUEUED, saleOf, temporaryFolder, walk } from "./builders.ts";

const BEGAN_MS = Date.UTC(2026, 10, 20, 12);
const NOW_MS = Date.UTC(2026, 10, 21);
const MARGIN_MS = 15 * 60_000;
const ASIDE = "training.ledger.damaged-20261121T000000000Z";

function open(path: string) {
  const ledger = openLedger({ path, mode: "training", nowMs: () => NOW_MS });
  onTestFinished(() => ledger.close());
  return ledger;
}

/** Sales 1 and 2 are in the backup, sale 3 came after it. @returns the ledger's path, closed */
async function backedUp(): Promise<string> {
  const path = ledgerPath(temporaryFolder(), "training");
  const ledger = openLedger({ path, mode: "training", nowMs: () => BEGAN_MS });
  ledger.bindAccount("acct_1");
  for (const number of [1, 2]) ledger.saveSale(saleOf(number, { beganAtMs: BEGAN_MS + number }));
  await ledger.backUp();
  ledger.saveSale(saleOf(3));
  ledger.close();
  return path;
}

function garble(path: string, from = 0): void {
  const bytes = readFileSync(path);
  writeFileSync(path, Buffer.concat([bytes.subarray(0, from), Buffer.alloc(bytes.length - from, 0xa5)]));
}

function filesOf(path: string): readonly string[] {
  return readdirSync(dirname(path)).toSorted();
}

test("what is damaged is kept aside, and the backup takes its place", async () => {
  const path = await backedUp();
  garble(path, 4_096);
  const harmed = readFileSync(path);
  const ledger = open(path);
  const missingSinceMs = BEGAN_MS + 2 - MARGIN_MS;
  expect(ledger.opened).toEqual({ kind: "restored", damagedPath: join(dirname(path), ASIDE), missingSinceMs });
  expect(readFileSync(join(dirname(path), ASIDE)).equals(harmed)).toBe(true);
  expect([ledger.sale(id(1)), ledger.sale(id(2)), ledger.sale(id(3))].map((sale) => sale?.saleId ?? null)).toEqual([
    id(1),
    id(2),
    null,
  ]);
  expect(ledger.missingSinceMs()).toBe(missingSinceMs);
  expect([ledger.bindAccount("acct_2"), ledger.bindAccount("acct_1")]).toEqual([false, true]);
  expect(verifyFile(path).faults).toEqual([]);
});

test("what is missing stays said over restarts until it was written again", async () => {
  const path = await backedUp();
  garble(path);
  open(path).close();
  const again = open(path);
  expect(again.opened).toEqual({ kind: "clean" });
  expect(again.missingSinceMs()).toBe(BEGAN_MS + 2 - MARGIN_MS);
  again.completeRebuild(NOW_MS + 5);
  expect(again.missingSinceMs()).toBeNull();
  again.completeRebuild(NOW_MS + 6);
  again.close();
  expect(open(path).missingSinceMs()).toBeNull();
  expect(verifyFile(path)).toMatchObject({ faults: [], events: 5, newestAtMs: NOW_MS + 5 });
});

test("a backup that is damaged itself is passed over and never counts again", async () => {
  const path = await backedUp();
  const [good] = backupsOf(path);
  const newer = join(dirname(good?.path ?? ""), "training-20261120T130000000Z-9.ledger");
  copyFileSync(good?.path ?? "", newer);
  garble(newer, 8_192);
  garble(path);
  expect(open(path).opened).toMatchObject({ kind: "restored", missingSinceMs: BEGAN_MS + 2 - MARGIN_MS });
  expect(readdirSync(dirname(newer)).toSorted()).toEqual(
    [basename(good?.path ?? ""), `${basename(newer)}.failed`].toSorted(),
  );
});

test("without a good backup a new ledger begins, and everything is missing in it", () => {
  const path = ledgerPath(temporaryFolder(), "training");
  writeFileSync(path, "a letter to the bank, and no ledger at all ".repeat(50));
  const ledger = open(path);
  expect(ledger.opened).toEqual({ kind: "restored", damagedPath: join(dirname(path), ASIDE), missingSinceMs: 0 });
  expect([ledger.missingSinceMs(), ledger.recentSales(5)]).toEqual([0, []]);
  expect(verifyFile(path).faults).toEqual([]);
});

test("a second damage does not overwrite what was put aside before", () => {
  const path = ledgerPath(temporaryFolder(), "training");
  for (const text of ["one ", "two "]) {
    writeFileSync(path, text.repeat(500));
    open(path).close();
  }
  const first = readFileSync(join(dirname(path), ASIDE), "utf8").slice(0, 3);
  const second = readFileSync(join(dirname(path), `${ASIDE}-2`), "utf8").slice(0, 3);
  expect([first, second]).toEqual(["one", "two"]);
});

test.for([
  ["gone", rmSync],
  ["empty", truncateSync],
] as const)("a ledger that is %s although there is a backup is restored", async ([, harm]) => {
  const path = await backedUp();
  harm(path);
  const ledger = open(path);
  expect(ledger.opened).toMatchObject({ kind: "restored", missingSinceMs: BEGAN_MS + 2 - MARGIN_MS });
  expect(ledger.sale(id(2))?.saleId).toBe(id(2));
});

test("a WAL without its file is kept, not swallowed by a new one", () => {
  const path = ledgerPath(temporaryFolder(), "training");
  writeFileSync(`${path}-wal`, "what is left of a book");
  expect(open(path).opened).toMatchObject({ kind: "restored", missingSinceMs: 0 });
  expect(readFileSync(join(dirname(path), `${ASIDE}-wal`), "utf8")).toBe("what is left of a book");
});

test("a restore that was interrupted is ended at the next start, wherever it was interrupted", async () => {
  const path = await backedUp();
  const garbled = readFileSync(path).fill(0xa5);
  writeFileSync(path, garbled);
  const damaged = join(dirname(path), ASIDE);
  open(path).close();
  const whole = readFileSync(path);
  // What takes its place was ready, and the damaged file not yet moved.
  renameSync(damaged, path);
  writeFileSync(`${path}.restored`, whole);
  expect(open(path).opened.kind).toBe("restored");
  // The damaged file was moved, and nothing is in its place yet.
  for (const beside of ["-wal", "-shm"]) rmSync(path + beside, { force: true });
  rmSync(path);
  writeFileSync(`${path}.restored`, whole);
  const ledger = open(path);
  expect([ledger.opened.kind, ledger.missingSinceMs()]).toEqual(["clean", BEGAN_MS + 2 - MARGIN_MS]);
  expect(existsSync(`${path}.restored`)).toBe(false);
});

test("a till that was killed is looked at as a whole, and is whole", () => {
  const path = ledgerPath(temporaryFolder(), "training");
  const ledger = open(path);
  ledger.saveSale(saleOf(1));
  ledger.save({ steps: walk(attemptOf(1, 1), [QUEUED]) });
  const killed = ledgerPath(temporaryFolder(), "training");
  for (const beside of ["", "-wal"]) copyFileSync(path + beside, killed + beside);
  const again = open(killed);
  expect(again.opened).toEqual({ kind: "checked" });
  expect(again.openAttempts()).toHaveLength(1);
});

test("nothing is moved where the ledger is not damaged but in the way of something else", async () => {
  const path = await backedUp();
  const refusal = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      if (error instanceof LedgerRefusal) return error.reason;
      throw error;
    }
    return "none";
  };
  const live = ledgerPath(dirname(path), "live");
  copyFileSync(path, live);
  const before = filesOf(path);
  expect(refusal(() => openLedger({ path: live, mode: "live" }))).toBe("other-mode");
  rmSync(live);
  mkdirSync(live);
  expect(refusal(() => openLedger({ path: live, mode: "live" }))).toBe("unusable");
  expect(filesOf(path)).toEqual(before);
  // The same garbage, where no ledger of this mode has its place.
  const elsewhere = join(dirname(path), "copy-of-training.ledger");
  writeFileSync(elsewhere, "garbage ".repeat(500));
  expect(refusal(() => openLedger({ path: elsewhere, mode: "training" }))).toBe("not-a-ledger");
  expect(refusal(() => openLedger({ path: elsewhere, mode: "live" }))).toBe("not-a-ledger");
  expect(filesOf(path)).toEqual([...before, basename(elsewhere)].toSorted());
});
