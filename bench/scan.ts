// From the last byte of a scanner to the request that leaves: a real serial pair, the real till, ledger and client.
// Floor: one fsynced commit and one bare POST over a warm connection, to the same listening server.
import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { Pool, request } from "undici";
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

/** Passes everything on to the pretend bank and notes when a charge came in. */
async function openGate(
  bank: string,
): Promise<{ readonly origin: string; seen: () => Promise<number>; readonly server: Server }> {
  let tell: (atMs: number) => void = () => undefined;
  const server = createServer((incoming, outgoing) => {
    if (incoming.method === "POST" && incoming.url === "/charges") tell(performance.now());
    if (incoming.url === "/floor") {
      incoming.resume().on("end", () => outgoing.end("{}"));
      tell(performance.now());
      return;
    }
    void pass(bank, incoming, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { server, origin: `http://127.0.0.1:${port}`, seen: () => new Promise((resolve) => (tell = resolve)) };
}

async function pass(
  bank: string,
  incoming: Parameters<Parameters<typeof createServer>[1] & object>[0],
  outgoing: { writeHead(status: number, headers: Record<string, string>): void; end(body: string): void },
): Promise<void> {
  const answer = await request(`${bank}${incoming.url}`, {
    method: incoming.method === "POST" ? "POST" : "GET",
    headers: {
      ...pick(incoming.headers, ["authorization", "content-type", "omise-version"]),
      host: new URL(bank).host,
    },
    body: incoming.method === "POST" ? incoming : null,
  });
  outgoing.writeHead(answer.statusCode, { "content-type": "application/json", date: new Date().toUTCString() });
  outgoing.end(await answer.body.text());
}

function pick(headers: NodeJS.Dict<string | string[]>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => (typeof headers[name] === "string" ? [[name, headers[name]]] : [])),
  );
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
  const till = watchTill(terminal);
  const ours: number[] = [];
  const floor: number[] = [];
  await till.until(
    (view) => view.noSale === null && view.scanners.some((each) => each.state === "ready" && each.kind === "serial"),
  );
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push(await oneScan(till, pty, gate));
    const seen = gate.seen();
    const before = performance.now();
    insert.run("x".repeat(300));
    const posted = pool.request({ path: "/floor", method: "POST", body: "a=1" });
    floor.push((await seen) - before);
    await (await posted).body.text();
  }
  db.close();
  await pool.close();
  await terminal.close();
  await pty.close();
  gate.server.close();
  gate.server.closeAllConnections();
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

async function oneScan(
  till: TillWatch,
  pty: Awaited<ReturnType<typeof openPty>>,
  gate: Awaited<ReturnType<typeof openGate>>,
): Promise<number> {
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
  const seen = gate.seen();
  const before = performance.now();
  await pty.write(`13${digits}\r`);
  const took = (await seen) - before;
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
    async until(fits: (view: CashierView) => boolean): Promise<void> {
      while (last === null || !fits(last)) await new Promise<void>((resolve) => (waiting = resolve));
    },
  };
}
