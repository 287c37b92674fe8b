// The whole till in training beside the kernel's scanner: sales that are begun, scanned and paid, with the cable pulled between
// them. What the pretend bank has booked must be the codes that were sent, each once.
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "#bridge/client.ts";
import { createMemoryPipe } from "#bridge/memory-pipe.ts";
import type { CashierView } from "#contract/views.ts";
import { trainingKeys } from "#main/bank-side.ts";
import { createClock } from "#main/clock.ts";
import { composeTerminal } from "#main/compose.ts";
import { openSettings } from "#main/settings-file.ts";
import { openSimulator } from "#simulator/simulator.ts";
import { freshCode, reportsOf } from "./phases.ts";
import { sooner, until } from "./rig.ts";
import type { Tally } from "./tally.ts";
import type { VirtualScanner } from "./virtual-scanner.ts";

const SALES = 6;

async function openTill() {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-"));
  const settings = openSettings(folder);
  settings.write({ scanners: { hid: true, serial: [] } });
  const simulator = await openSimulator({ ...trainingKeys(settings.read().tillId), country: "TH" });
  const terminal = await composeTerminal(
    { dataFolder: folder, hostName: "browser", keys: { publicKey: undefined, secretKey: undefined } },
    { simulator, clock: sooner(createClock(() => "TH")) },
  );
  const pipe = createMemoryPipe();
  terminal.serve(pipe.till, "cashier");
  const client = createClient(pipe.page);
  let view: CashierView | null = null;
  client.watch("cashier", (next) => void (view = next));
  return {
    simulator,
    client,
    view: () => view,
    is: async (fits: (view: CashierView) => boolean) => await until(() => view !== null && fits(view), 30_000),
    async close() {
      await terminal.close();
      await simulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
type Till = Awaited<ReturnType<typeof openTill>>;

const isReady = ({ scanners }: CashierView): boolean =>
  scanners.some(({ kind, state }) => kind === "hid" && state === "ready");

/** @returns whether it was paid */
async function sell(till: Till, device: VirtualScanner, code: string): Promise<boolean> {
  const saleId = randomUUID();
  const sale = { saleId, amountMinor: 12_000, reference: null, confirmed: false, otherCustomer: true };
  await till.client.ask("sale/begin", sale);
  await till.is((view) => view.counter?.saleId === saleId);
  await device.sendAtOnce(reportsOf(code));
  if (!(await till.is((view) => view.counter?.state === "pending"))) return false;
  await till.client.ask("rehearse/answer", { saleId, answer: "pay" });
  return await till.is((view) => view.counter?.state === "successful");
}

export async function tillPhase(device: VirtualScanner, tally: Tally): Promise<void> {
  const till = await openTill();
  const codes: string[] = [];
  tally.same("the till opens its scanner", await till.is((view) => view.noSale === null && isReady(view)), true);
  for (let turn = 0; turn < SALES; turn += 1) {
    const code = freshCode();
    codes.push(code);
    if (await sell(till, device, code)) tally.count("sales");
    else tally.wrong(`sale ${turn}: ${till.view()?.counter?.state}, ${till.view()?.counter?.failure?.code}`);
    if (turn % 2 === 0) continue;
    await device.unplug();
    await till.is((view) => !isReady(view));
    await device.plug();
    await till.is(isReady);
  }
  const booked = till.simulator.bank.books().charges.map(({ status, barcodeEnd }) => ({ status, barcodeEnd }));
  const sold = codes.map((code) => ({ status: "successful", barcodeEnd: code.slice(-4) }));
  tally.same("what the bank has booked", booked, sold);
  await till.close();
}
