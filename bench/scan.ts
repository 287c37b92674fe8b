// From the last byte of a scanner to the request that leaves: a real serial pair, the real till, ledger and client.
// Floor: one fsynced commit and one bare POST over a warm connection, to the same listening server.
import { randomUUID } from "node:crypto";
import { fork } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import Database from "better-sqlite3";
import { Pool } from "undici";
import { createClient } from "#bridge/client.ts";
import { createMemoryPipe } from "#bridge/memory-pipe.ts";
import type { CashierView } from "#contract/views.ts";
import { trainingKeys } from "#main/bank-side.ts";
import { composeTerminal } from "#main/compose.ts";
import { openSettings } from "#main/settings-file.ts";
import { openSimulator } from "#simulator/simulator.ts";
import { openPty } from "#test/support/pty.ts";
import type { Row } from "./figures.ts";

const ROUNDS = 60;
/** Longer than the till puts off a drawing. */
const REST_MS = 50;

type Gate = {
  readonly origin: string;
  /** When the next POST to that path comes in there, in ns. */
  seen(path: string): Promise<bigint>;
  close(): void;
};

type GateWord = { readonly origin: string } | { readonly path: string; readonly atNs: string };

/** In a process of its own: a moment noted in the till's would wait for whatever the till does after it has sent. */
async function openGate(bank: string): Promise<Gate> {
  const child = fork(new URL("gate-child.ts", import.meta.url).pathname, [bank]);
  const waiting = new Map<string, (atNs: bigint) => void>();
  const origin = await new Promise<string>((resolve, reject) => {
    child.once("exit", () => reject(new Error("the gate ended before it was open")));
    child.on("message", (word: GateWord) => {
      if ("origin" in word) return resolve(word.origin);
      waiting.get(word.path)?.(BigInt(word.atNs));
    });
  });
  return {
    origin,
    seen: (path) => new Promise((resolve) => waiting.set(path, resolve)),
    close: () => void child.kill("SIGKILL"),
  };
}

function msSince(beforeNs: bigint, atNs: bigint): number {
  return Number(atNs - beforeNs) / 1e6;
}

export async function benchScan(): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-bench-"));
  const settings = openSettings(folder);
  const pty = await openPty();
  settings.write({ scanners: { hid: false, serial: [{ path: pty.tillSide, baudRate: 9600 }] } });
  const simulator = await openSimulator({ ...trainingKeys(settings.read().tillId), country: "TH" });
  const gate = await openGate(simulator.origin);
  const terminal = await composeTerminal(
    { dataFolder: folder, hostName: "browser", keys: { publicKey: undefined, secretKey: undefined } },
    { simulator: { ...simulator, origin: gate.origin } },
  );
  const db = new Database(join(folder, "floor.db"));
  db.exec("pragma journal_mode=wal; pragma synchronous=full; create table t (a text)");
  const insert = db.prepare("insert into t values (?)");
  const pool = new Pool(gate.origin);
  // Written to without the round trips that a test waits for: they would share the till's event loop with the scan.
  const scanner = openSync(pty.scannerSide, "r+");
  const till = watchTill(terminal);
  const ours: number[] = [];
  const floor: number[] = [];
  await till.until(
    (view) => view.noSale === null && view.scanners.some((each) => each.state === "ready" && each.kind === "serial"),
  );
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push(await oneScan(till, scanner, gate));
    await till.rest();
    const seen = gate.seen("/floor");
    const beforeNs = process.hrtime.bigint();
    insert.run("x".repeat(300));
    const posted = pool.request({ path: "/floor", method: "POST", body: "a=1" });
    floor.push(msSince(beforeNs, await seen));
    await (await posted).body.text();
  }
  db.close();
  await pool.close();
  await terminal.close();
  closeSync(scanner);
  await pty.close();
  gate.close();
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
  return {
    name: "last scanner byte to the request leaving",
    unit: "ms",
    ours,
    floor,
    floorIs: "one fsynced commit and one bare POST",
    times: { p50: 1.3, p99: 2 },
  };
}

type TillWatch = ReturnType<typeof watchTill>;

async function oneScan(till: TillWatch, scanner: number, gate: Gate): Promise<number> {
  const saleId = randomUUID();
  await till.client.ask("sale/begin", {
    saleId,
    amountMinor: 12_000,
    reference: null,
    confirmed: false,
    otherCustomer: true,
  });
  await till.until((view) => view.counter?.saleId === saleId);
  const digits = Array.from({ length: 16 }, () => Math.floor(Math.random() * 10)).join("");
  await till.rest();
  const seen = gate.seen("/charges");
  const beforeNs = process.hrtime.bigint();
  writeSync(scanner, `13${digits}\r`);
  const took = msSince(beforeNs, await seen);
  await till.until((view) => view.counter?.state === "pending");
  await till.client.ask("rehearse/answer", { saleId, answer: "pay" });
  await till.until((view) => view.counter?.state === "successful");
  return took;
}

function watchTill(terminal: Awaited<ReturnType<typeof composeTerminal>>) {
  const pipe = createMemoryPipe();
  terminal.serve(pipe.till, "cashier");
  const client = createClient(pipe.page);
  let last: CashierView | null = null;
  let waiting: (() => void) | null = null;
  client.watch("cashier", (view) => {
    last = view;
    waiting?.();
  });
  return {
    client,
    /** The till has drawn what it had to draw: neither figure pays for what came before it. */
    rest: () => wait(REST_MS),
    async until(fits: (view: CashierView) => boolean): Promise<void> {
      while (last === null || !fits(last)) await new Promise<void>((resolve) => (waiting = resolve));
    },
  };
}
