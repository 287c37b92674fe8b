// The entry itself with the real till behind it: from the command line to a snapshot in a page, and to the end of the process.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createClient } from "#bridge/client.ts";
import type { CashierView } from "#contract/views.ts";
import { freshElectron, LEFT, openPage, RIGHT, type Bench } from "./worlds.ts";

let home = "";
let argv: string[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "counterfoil-electron-"));
  argv = process.argv;
});
afterEach(() => {
  process.argv = argv;
  rmSync(home, { recursive: true, force: true });
});

async function startEntry(...words: string[]): Promise<Bench> {
  const bench = await freshElectron();
  bench.state.paths["appData"] = home;
  bench.state.appPath = home;
  bench.displaysAre([LEFT, RIGHT]);
  process.argv = ["/opt/electron/electron", ".", ...words];
  await import("#main/electron/main.ts");
  bench.becomeReady();
  return bench;
}

it("sells in training, in both windows, until the cashier closes the till", async () => {
  const bench = await startEntry("--data", join(home, "data"));
  await expect.poll(() => bench.openWindows().length, { timeout: 10_000 }).toBe(2);
  const cashier = bench.openWindows().find(({ options }) => options.kiosk)?.webContents;
  if (!cashier) throw new Error("no cashier window");
  const { slot } = await openPage(bench, cashier);
  const client = createClient({ ...slot, close: () => {} });
  const seen: CashierView[] = [];
  client.watch("cashier", (view) => seen.push(view));
  await expect.poll(() => [seen.at(-1)?.mode, seen.at(-1)?.noSale], { timeout: 10_000 }).toEqual(["training", null]);
  const saleId = crypto.randomUUID();
  await client.ask("sale/begin", {
    saleId,
    amountMinor: 12_000,
    reference: null,
    confirmed: true,
    otherCustomer: true,
  });
  await expect.poll(() => seen.at(-1)?.counter?.saleId).toBe(saleId);
  // No answer comes: the page goes with its window.
  void client.ask("till/leave", {});
  await expect.poll(() => bench.state.exitCode, { timeout: 10_000 }).toBe(0);
  expect(bench.openWindows()).toEqual([]);
});

it("refuses a wrong option with exit code 1", async () => {
  const bench = await startEntry("--nonsense");
  await expect.poll(() => bench.state.exitCode).toBe(1);
  expect(bench.openWindows()).toEqual([]);
});
