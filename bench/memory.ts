// The memory of the till's own process after a hundred sales: the built product, without windows, worked over its own door.
// Floor: a bare Node with the same native modules loaded.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import WebSocket from "ws";
import { createClient } from "#bridge/client.ts";
import type { Pipe } from "#bridge/pipe.ts";
import type { CashierView } from "#contract/views.ts";
import type { Row } from "./figures.ts";
import { firstLine, residentMb } from "./process-facts.ts";

const SALES = 100;
const TARGET_MB = 150;
const NATIVES = `
const Database = (await import("better-sqlite3")).default;
const db = new Database(":memory:");
await import("serialport");
try { (await import("node-hid")).default.devices(); } catch {}
console.log("loaded");
setInterval(() => db.pragma("user_version"), 1000);
`;

async function floorMb(): Promise<number> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", NATIVES], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  await firstLine(child, /loaded/);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const mb = residentMb(child);
  child.kill("SIGKILL");
  return mb;
}

async function connectPage(address: string): Promise<Pipe> {
  const url = new URL(address);
  const socket = new WebSocket(`ws://${url.host}/pipe`, { origin: url.origin });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  socket.send(JSON.stringify({ hello: { token: url.hash.replace("#token=", "") } }));
  await new Promise((resolve) => socket.once("message", resolve));
  return {
    send: (text) => socket.send(text),
    onText: (listener) => void socket.on("message", (data: Buffer) => listener(data.toString())),
    onClose: (listener) => void socket.on("close", () => listener("closed")),
    close: () => socket.close(),
  };
}

async function sell(pipe: Pipe): Promise<void> {
  const client = createClient(pipe);
  let fits: ((view: CashierView) => boolean) | null = null;
  let found: () => void = () => undefined;
  let last: CashierView | null = null;
  const look = (): void => {
    if (last && fits?.(last)) found();
  };
  client.watch("cashier", (view) => {
    last = view;
    look();
  });
  const until = (wanted: (view: CashierView) => boolean): Promise<void> =>
    new Promise((resolve) => {
      fits = wanted;
      found = resolve;
      look();
    });
  await until((view) => view.noSale === null);
  for (let sale = 0; sale < SALES; sale += 1) {
    const saleId = randomUUID();
    await client.ask("sale/begin", {
      saleId,
      amountMinor: 12_000,
      reference: null,
      confirmed: false,
      otherCustomer: true,
    });
    await client.ask("rehearse/scan", { code: "wechat" });
    await until((view) => view.counter?.saleId === saleId && view.counter.state === "pending");
    await client.ask("rehearse/answer", { saleId, answer: "pay" });
    await until((view) => view.counter?.state === "successful");
  }
}

export async function benchMemory(): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-bench-"));
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...environment } = process.env;
  const till = spawn(process.execPath, ["out/main/browser.js", "--data", folder], {
    stdio: ["ignore", "pipe", "inherit"],
    env: environment,
  });
  const address = /http:\S+/.exec(await firstLine(till, /cashier\s+http/))?.[0] ?? "";
  const pipe = await connectPage(address);
  await sell(pipe);
  const ours = residentMb(till);
  pipe.close("measured");
  till.kill("SIGTERM");
  await new Promise((resolve) => till.once("exit", resolve));
  rmSync(folder, { recursive: true, force: true });
  return {
    name: `memory of the till's own process after ${SALES} sales`,
    unit: "MB",
    ours: [ours],
    floor: [await floorMb()],
    floorIs: "a bare Node with the same native modules loaded",
    target: { at: 0.5, under: TARGET_MB },
  };
}
