// From the last byte of a scanner to a code whose kind is known, by the product's scanners as a till opens them. Floor: the
// barest listener on the same line, in turns with ours. HID reports come from a strict stand-in here, since a bench has no
// kernel device; the real library is measured in the VM suite.
import { closeSync, openSync, writeSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { RegexParser, SerialPort } from "serialport";
import type { Scan } from "#contract/scan.ts";
import { serialPlaceSchema } from "#contract/scanners.ts";
import { openScanners, type ScannersOptions } from "#devices/scanners.ts";
import { createFakeHid, HONEYWELL, type FakeHid } from "#test/devices/fake-hid.ts";
import { realClock } from "#test/devices/real-clock.ts";
import { report } from "#test/devices/vectors.ts";
import { openPty } from "#test/support/pty.ts";
import { recognise } from "#till/recogniser/recognise.ts";
import type { Row } from "./figures.ts";

/** In turns, so that a machine that grows busy blurs both. */
const TURNS = 20;
const SERIAL_ROUNDS = 25;
const HID_ROUNDS = 100;
/** The code's other bytes have arrived, and the listeners have nothing left to do. */
const REST_MS = 4;
const PATIENCE_MS = 2000;
/** Ours asks the system once for the ids of a port that it has opened: no part of reading. */
const SETTLE_MS = 200;

/** What both sides are: they tell when they know what was read. */
type Listener = {
  /** Its text and the moment, in ns. */
  onCode: (listener: (text: string, atNs: bigint) => void) => void;
  close(): Promise<void>;
};

type Sender = {
  /** All but what ends the code. */
  begin(code: string): void;
  end(code: string): void;
};

async function openProduct(options: Pick<ScannersOptions, "hid" | "serial" | "hidLibrary">): Promise<Listener> {
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const scanners = await openScanners({ clock: realClock, log, pretend: false, ...options });
  const kind = options.hid ? "hid" : "serial";
  while (!scanners.list().some((view) => view.kind === kind && view.state === "ready")) await wait(1);
  return {
    onCode: (listener) =>
      scanners.onScan((scan: Scan) => {
        if (recognise(scan) !== "wechat") throw new Error("what was sent is a code of WeChat");
        listener(scan.text, process.hrtime.bigint());
      }),
    close: async () => await scanners.close(),
  };
}

async function openBareLine(path: string): Promise<Listener> {
  const port = new SerialPort({ path, baudRate: 9600, autoOpen: false });
  await new Promise<void>((resolve, reject) => port.open((error) => (error === null ? resolve() : reject(error))));
  const lines = port.pipe(new RegexParser({ regex: /[\r\n]+/ }));
  return {
    onCode: (listener) => void lines.on("data", (text: string) => listener(text, process.hrtime.bigint())),
    close: async () => await new Promise((resolve) => port.close(() => resolve())),
  };
}

async function openBareHid(library: FakeHid): Promise<Listener> {
  const handle = await library.open(HONEYWELL.path);
  return {
    onCode: (listener) =>
      handle.onData((bytes) => {
        const text = Buffer.from(bytes.subarray(5, 5 + (bytes[1] ?? 0))).toString("latin1");
        listener(text, process.hrtime.bigint());
      }),
    close: async () => await handle.close(),
  };
}

/** @returns the time of each round, in µs */
async function measure(listener: Listener, sender: Sender, rounds: number): Promise<readonly number[]> {
  let known: ((atNs: bigint) => void) | null = null;
  let awaited = "";
  listener.onCode((text, atNs) => {
    if (text === awaited) known?.(atNs);
  });
  const took: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    awaited = `13${Array.from({ length: 16 }, () => Math.floor(Math.random() * 10)).join("")}`;
    const code = new Promise<bigint>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error("a code was lost")), PATIENCE_MS);
      known = (atNs) => {
        clearTimeout(late);
        resolve(atNs);
      };
    });
    sender.begin(awaited);
    await wait(REST_MS);
    const beforeNs = process.hrtime.bigint();
    sender.end(awaited);
    took.push(Number((await code) - beforeNs) / 1000);
  }
  return took;
}

type Side = { readonly open: () => Promise<Listener>; readonly took: number[] };

async function inTurns(sides: readonly Side[], sender: Sender, rounds: number): Promise<void> {
  for (let turn = -1; turn < TURNS; turn += 1) {
    for (const { open, took } of sides) {
      const listener = await open();
      await wait(SETTLE_MS);
      const measured = await measure(listener, sender, rounds);
      // The first turn only warms both up.
      if (turn >= 0) took.push(...measured);
      await listener.close();
    }
  }
}

export async function benchSerial(): Promise<Row> {
  const pty = await openPty();
  const scanner = openSync(pty.scannerSide, "r+");
  const sender: Sender = {
    begin: (code) => void writeSync(scanner, code),
    end: () => void writeSync(scanner, "\r"),
  };
  const serial = [serialPlaceSchema.parse({ path: pty.tillSide })];
  const ours: Side = { open: async () => await openProduct({ hid: false, serial }), took: [] };
  const floor: Side = { open: async () => await openBareLine(pty.tillSide), took: [] };
  await inTurns([ours, floor], sender, SERIAL_ROUNDS);
  closeSync(scanner);
  await pty.close();
  return {
    name: "last serial byte to recognised code",
    unit: "µs",
    ours: ours.took,
    floor: floor.took,
    floorIs: "a bare serialport listener with its RegexParser, on the same line",
  };
}

export async function benchHid(): Promise<Row> {
  const library = createFakeHid();
  library.plug(HONEYWELL);
  const sender: Sender = {
    begin: () => {},
    end: (code) => library.send(HONEYWELL.path, report(`02125d4330${Buffer.from(code).toString("hex")}`, "6a0000")),
  };
  const ours: Side = {
    open: async () => await openProduct({ hid: true, serial: [], hidLibrary: library }),
    took: [],
  };
  const floor: Side = { open: async () => await openBareHid(library), took: [] };
  await inTurns([ours, floor], sender, HID_ROUNDS);
  if (library.violations.length > 0) throw new Error(`node-hid would not take that: ${library.violations.join("; ")}`);
  return {
    name: "HID report to recognised code",
    unit: "µs",
    ours: ours.took,
    floor: floor.took,
    floorIs: "a bare listener on the same stand-in for node-hid",
  };
}
