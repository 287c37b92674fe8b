// One life of a till in this process: the real one of compose.ts on its own folder, its clock the world's, its bank behind the
// wire. It ends in an orderly way, or is dropped: then its past is what the files hold at that moment.
import { cpSync, mkdirSync } from "node:fs";
import { basename } from "node:path";
import { createClient, type Client } from "#bridge/client.ts";
import { createMemoryPipe } from "#bridge/memory-pipe.ts";
import { views, type CashierView, type CustomerView } from "#contract/views.ts";
import { composeTerminal } from "#main/compose.ts";
import type { Terminal } from "#main/terminal.ts";
import type { Simulator } from "#simulator/simulator.ts";
import type { Ledger, Payments } from "#till/ports.ts";
import type { Eyes } from "./eyes.ts";
import { clockOf, type WorldTime } from "./time.ts";

/** A bug on purpose, around a port. */
export type Plant = {
  readonly payments?: (payments: Payments) => Payments;
  readonly ledger?: (ledger: Ledger, folder: string) => Ledger;
};

export type Life = {
  readonly folder: string;
  readonly cashier: Client;
  /** Questions to the bank that are not answered yet. */
  calls(): number;
  /** Nothing of it is heard any more. */
  end(): void;
  /** Resolves when its files are closed. */
  close(): Promise<void>;
};

type LifeParts = {
  readonly folder: string;
  readonly origin: string;
  readonly time: WorldTime;
  readonly skewMs: number;
  readonly eyes: Eyes;
  /** The customer's view is in the cashier's; a second watcher sees it for itself. */
  readonly customerWatches: boolean;
  readonly checksViews: boolean;
  readonly plant: Plant;
  /** Around the ledger, beside what is planted. */
  readonly watchLedger: (ledger: Ledger) => Ledger;
  readonly stirred: () => void;
};

/** In the prover's time; delays are the wire's, in the world's time. */
const CLIENT_WAITS = {
  connectTimeoutMs: 1_000,
  answerTimeoutMs: 1_000,
  pageAgainMs: 4,
} as const;

export async function openLife(parts: LifeParts): Promise<Life> {
  const { folder, plant, stirred, watchLedger } = parts;
  let alive = true;
  let calls = 0;
  const counted = (payments: Payments): Payments =>
    countCalls(plant.payments?.(payments) ?? payments, (change) => {
      calls += change;
      stirred();
    });
  const terminal = await composeTerminal(
    { dataFolder: folder, hostName: "browser", keys: { publicKey: undefined, secretKey: undefined } },
    {
      simulator: { origin: parts.origin } as Simulator,
      clock: clockOf(parts.time, parts.skewMs, () => alive),
      ledgerSeam: (ledger) => watchLedger(plant.ledger?.(ledger, folder) ?? ledger),
      paymentsSeam: counted,
      clientWaits: CLIENT_WAITS,
    },
  );
  const whileAlive = { isAlive: () => alive, checks: parts.checksViews };
  watch<CashierView>(terminal, "cashier", { ...whileAlive, see: parts.eyes.cashier });
  if (parts.customerWatches) watch<CustomerView>(terminal, "customer", { ...whileAlive, see: parts.eyes.customer });
  else join(terminal, "customer");
  const cashier = join(terminal, "cashier");
  return {
    folder,
    cashier,
    calls: () => calls,
    end() {
      alive = false;
    },
    close: () => terminal.close(),
  };
}

function join(terminal: Terminal, role: "cashier" | "customer"): Client {
  const pipe = createMemoryPipe();
  terminal.serve(pipe.till, role);
  return createClient(pipe.page);
}

type Seeing<View> = {
  readonly isAlive: () => boolean;
  /** A view held against its schema costs as much as making it. */
  readonly checks: boolean;
  readonly see: (view: View) => void;
};

function watch<View>(terminal: Terminal, role: "cashier" | "customer", { isAlive, checks, see }: Seeing<View>): void {
  const pipe = createMemoryPipe();
  pipe.page.onText((text) => {
    if (!isAlive()) return;
    const { snapshot } = JSON.parse(text) as { readonly snapshot: View };
    if (checks) views[role].schema.parse(snapshot);
    see(snapshot);
  });
  terminal.serve(pipe.till, role);
  pipe.page.send(JSON.stringify({ watch: role }));
}

function countCalls(payments: Payments, changed: (by: 1 | -1) => void): Payments {
  const counting = Object.entries(payments).map(([name, call]) => {
    if (name === "close" || typeof call !== "function") return [name, call] as const;
    const around = async (...given: readonly unknown[]): Promise<unknown> => {
      changed(1);
      try {
        return await (call as (...given: readonly unknown[]) => Promise<unknown>)(...given);
      } finally {
        changed(-1);
      }
    };
    return [name, around] as const;
  });
  return Object.fromEntries(counting) as Payments;
}

/** The files as a till that dies now leaves them; a lock dies with its process. */
export function leftBehind(folder: string, next: string): void {
  mkdirSync(next, { mode: 0o700 });
  const isLeft = (path: string): boolean => !/^till\.lock|^unsaved|-shm$/.test(basename(path));
  cpSync(folder, next, { recursive: true, filter: isLeft });
}
