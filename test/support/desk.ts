// A till as a test drives it: the real one of compose.ts with its pretend bank, on a folder of its own, spoken to over a
// memory pipe exactly as a page does.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { createClient, type Client } from "#bridge/client.ts";
import { createMemoryPipe } from "#bridge/memory-pipe.ts";
import type { Pipe } from "#bridge/pipe.ts";
import type { CashierView, CustomerView } from "#contract/views.ts";
import { trainingKeys } from "#main/bank-side.ts";
import { composeTerminal, type Extras } from "#main/compose.ts";
import { openSettings } from "#main/settings-file.ts";
import type { Terminal } from "#main/terminal.ts";
import { openSimulator, type Simulator } from "#simulator/simulator.ts";
import type { Clock } from "#till/ports.ts";
import { TIMINGS, type Timings } from "#till/timings.ts";

export type Desk = {
  readonly folder: string;
  readonly simulator: Simulator;
  readonly terminal: Terminal;
  readonly cashier: Client;
  readonly customer: Client;
  /** The customer's window goes. */
  closeCustomer(): void;
  view(): CashierView;
  face(): CustomerView["face"];
  /** What the customer was asked to do after the last scan. */
  hint(): CustomerView["hint"];
  /** Resolves with the first cashier view that fits; rejects after ten seconds with the last one seen. */
  until(what: string, fits: (view: CashierView) => boolean): Promise<CashierView>;
  /** Ends the till as an orderly close does; folder and bank stay. */
  closeTill(): Promise<void>;
  /** @param ready why no sale is taken afterwards, where that is what the test wants to see */
  reopen(ready?: CashierView["noSale"]): Promise<Desk>;
  close(): Promise<void>;
};

/** Waits a hundred times shorter than in a shop, so that an afternoon fits in a test. */
export const QUICK = Object.fromEntries(
  Object.entries(TIMINGS).map(([name, value]) => [
    name,
    typeof value !== "number"
      ? value.map((each) => each / 100)
      : name.endsWith("Ms")
        ? Math.max(10, value / 100)
        : value,
  ]),
) as unknown as Timings;

export async function openDesk(
  options: {
    readonly timings?: Timings;
    readonly country?: "TH" | "SG" | "MY";
    /** The bank's own: another than the till's makes the bank refuse it. */
    readonly secretKey?: string;
    /** Why no sale is taken, where that is what the test wants to see. */
    readonly ready?: CashierView["noSale"];
    /** A clock of the test's own for each start of the till. */
    readonly clock?: () => Clock;
    /** What stands around the ledger and before the bank's client. */
    readonly seams?: Pick<Extras, "ledgerSeam" | "paymentsSeam">;
  } = {},
): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-"));
  const settings = openSettings(folder);
  settings.write({ scanners: { hid: false, serial: [] } });
  const simulator = await openSimulator({
    ...trainingKeys(settings.read().tillId),
    ...(options.secretKey === undefined ? {} : { secretKey: options.secretKey }),
    country: options.country ?? "TH",
  });
  const { timings = QUICK, ready = null, clock, seams = {} } = options;
  return await sitDown({ folder, simulator, timings, ready, clock, seams });
}

async function sitDown(at: {
  readonly folder: string;
  readonly simulator: Simulator;
  readonly timings: Timings;
  readonly ready: CashierView["noSale"];
  readonly clock: (() => Clock) | undefined;
  readonly seams: Pick<Extras, "ledgerSeam" | "paymentsSeam">;
}): Promise<Desk> {
  const { folder, simulator, timings } = at;
  const extras = { simulator, timings, ...at.seams, ...(at.clock && { clock: at.clock() }) };
  const keys = { publicKey: undefined, secretKey: undefined };
  const terminal = await composeTerminal({ dataFolder: folder, hostName: "browser", keys }, extras);
  const { client: cashier } = connect(terminal, "cashier");
  const { client: customer, pipe } = connect(terminal, "customer");
  let last: CashierView | null = null;
  let face: CustomerView["face"] = { kind: "closed" };
  let hint: CustomerView["hint"] = null;
  const listeners = new Set<(view: CashierView) => void>();
  cashier.watch("cashier", (view) => {
    last = view;
    for (const listener of listeners) listener(view);
  });
  customer.watch("customer", (view) => {
    ({ face, hint } = view);
  });
  const desk: Desk = {
    folder,
    simulator,
    terminal,
    cashier,
    customer,
    closeCustomer: () => pipe.close("the window is gone"),
    view() {
      if (!last) throw new Error("no view has come yet");
      return last;
    },
    face: () => face,
    hint: () => hint,
    until: (what, fits) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => done(() => reject(new Error(`${what}: ${JSON.stringify(last)}`))), 10_000);
        const listener = (view: CashierView): void => {
          if (fits(view)) done(() => resolve(view));
        };
        function done(settle: () => void): void {
          clearTimeout(late);
          listeners.delete(listener);
          settle();
        }
        listeners.add(listener);
        if (last) listener(last);
      }),
    closeTill: () => terminal.close(),
    async reopen(ready = null) {
      await terminal.close();
      return await sitDown({ ...at, ready });
    },
    async close() {
      await terminal.close();
      await simulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await desk.until("the till is ready", (view) => view.noSale === at.ready);
  return desk;
}

function connect(terminal: Terminal, role: "cashier" | "customer"): { readonly client: Client; readonly pipe: Pipe } {
  const pipe = createMemoryPipe();
  terminal.serve(pipe.till, role);
  return { client: createClient(pipe.page), pipe: pipe.page };
}

/** Puts a sale on the counter and returns its id. */
export async function begin(desk: Desk, amountMinor: number): Promise<string> {
  const saleId = randomUUID();
  await desk.cashier.ask("sale/begin", { saleId, amountMinor, reference: null, confirmed: true, otherCustomer: true });
  return saleId;
}
