// A hundred attempts in flight at once on one till: how late its event loop comes to anything, from the first charge on.
// Floor: the same loop with nothing to do, in the same run.
import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createClient, type Client } from "#bridge/client.ts";
import { createMemoryPipe } from "#bridge/memory-pipe.ts";
import type { CashierView } from "#contract/views.ts";
import { trainingKeys } from "#main/bank-side.ts";
import { composeTerminal } from "#main/compose.ts";
import { openSettings } from "#main/settings-file.ts";
import type { Simulator } from "#simulator/simulator.ts";
import { firstLine } from "./process-facts.ts";
import type { Row } from "./figures.ts";

const ATTEMPTS = 100;
const FLOOR_MS = 5_000;
const WATCHED_MS = 30_000;
const BEAT_MS = 5;

/** How late each beat came, in ms, until `end` is called. */
function listen(): { readonly end: () => number[] } {
  const late: number[] = [];
  let due = performance.now() + BEAT_MS;
  const timer = setInterval(() => {
    const nowMs = performance.now();
    late.push(Math.max(0, nowMs - due));
    due = nowMs + BEAT_MS;
  }, BEAT_MS);
  return {
    end() {
      clearInterval(timer);
      return late;
    },
  };
}

type Bank = { readonly child: ChildProcess; readonly simulator: Simulator };

/** The till asks it over HTTP alone; what a test would do by hand there is not wanted here. */
async function openBank(tillId: string): Promise<Bank> {
  const { publicKey, secretKey } = trainingKeys(tillId);
  const script = new URL("bank-child.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [script, publicKey, secretKey], { stdio: ["ignore", "pipe", "inherit"] });
  const origin = /http:\S+/.exec(await firstLine(child, /bank at/))?.[0] ?? "";
  return { child, simulator: { origin } as Simulator };
}

export async function benchInFlight(): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-bench-"));
  const settings = openSettings(folder);
  settings.write({ scanners: { hid: false, serial: [] } });
  const { child, simulator } = await openBank(settings.read().tillId);
  const keys = { publicKey: undefined, secretKey: undefined };
  const terminal = await composeTerminal({ dataFolder: folder, hostName: "browser", keys }, { simulator });
  const pipe = createMemoryPipe();
  terminal.serve(pipe.till, "cashier");
  const client = createClient(pipe.page);
  const until = watch(client);
  await until((view) => view.noSale === null);
  const idle = listen();
  await wait(FLOOR_MS);
  const floor = idle.end();
  const busy = listen();
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) await openOne(client);
  await until((view) => view.queueLength >= ATTEMPTS);
  await wait(WATCHED_MS);
  const ours = busy.end();
  await terminal.close();
  child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
  return {
    name: `lateness of the event loop with ${ATTEMPTS} attempts in flight`,
    unit: "ms",
    ours,
    floor,
    floorIs: "the same till with nothing to do",
    target: { at: 0.99, under: 20 },
  };
}

/** A QR sale that is parked at once: its attempt goes on. */
async function openOne(client: Client): Promise<void> {
  const saleId = randomUUID();
  const sale = { saleId, amountMinor: 12_000, reference: null, confirmed: true, otherCustomer: true };
  await client.ask("sale/begin", sale);
  await client.ask("sale/charge", { saleId, attemptId: randomUUID(), method: "alipayplus_mpm" });
  await client.ask("sale/clear", { saleId });
}

function watch(client: Client): (fits: (view: CashierView) => boolean) => Promise<void> {
  let last: CashierView | null = null;
  let look: () => void = () => undefined;
  client.watch("cashier", (view) => {
    last = view;
    look();
  });
  return (fits) =>
    new Promise((resolve) => {
      look = () => {
        if (last && fits(last)) resolve();
      };
      look();
    });
}
