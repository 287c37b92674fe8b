// The mark beside a ledger: it tells of committed events that the file has lost, and of nothing else.
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { openLedger } from "#ledger/ledger.ts";
import { ledgerPath } from "#ledger/open.ts";
import { saleOf, temporaryFolder } from "./builders.ts";

const place = () => ({ path: ledgerPath(temporaryFolder(), "training"), mode: "training" }) as const;

/** A ledger with so many sales, closed in an orderly way. */
function withSales(at: ReturnType<typeof place>, ...sales: readonly number[]): void {
  const ledger = openLedger(at);
  for (const sale of sales) ledger.saveSale(saleOf(sale));
  ledger.close();
}

test("a file that lost its newest events opens, says from when on it misses something, and goes on", () => {
  const at = place();
  withSales(at, 1, 2);
  const earlier = join(dirname(at.path), "earlier");
  copyFileSync(at.path, earlier);
  withSales(at, 3);
  copyFileSync(earlier, at.path);
  const shortened = openLedger(at);
  expect(shortened.opened).toMatchObject({ kind: "restored", damagedPath: null });
  expect(shortened.missingSinceMs()).not.toBeNull();
  shortened.completeRebuild(1);
  shortened.close();
  const again = openLedger(at);
  expect([again.opened.kind, again.missingSinceMs()]).toEqual(["clean", null]);
  again.close();
});

test("an older mark, half a mark and none say nothing", () => {
  const at = place();
  const mark = `${at.path}.newest`;
  withSales(at, 1);
  const older = readFileSync(mark);
  withSales(at, 2);
  for (const bytes of [older, older.subarray(0, 20), Buffer.alloc(72, 7), Buffer.alloc(0)]) {
    writeFileSync(mark, bytes);
    const ledger = openLedger(at);
    expect(ledger.opened).toEqual({ kind: "clean" });
    ledger.close();
  }
  rmSync(mark);
  openLedger(at).close();
  expect(existsSync(mark)).toBe(true);
});

test("a ledger that is begun anew forgets the old mark", () => {
  const at = place();
  withSales(at, 1, 2);
  rmSync(at.path);
  const ledger = openLedger(at);
  expect(ledger.opened).toEqual({ kind: "clean" });
  ledger.close();
});
