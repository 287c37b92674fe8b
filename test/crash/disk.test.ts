// A disk without room, a folder that takes nothing and a ledger that somebody holds, over the whole till: it says so, sells nothing
// that it cannot write down, and goes on by itself when the trouble is over.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { trainingKeys } from "#main/bank-side.ts";
import { composeTerminal } from "#main/compose.ts";
import { openSettings } from "#main/settings-file.ts";
import { StartRefusal, type Terminal } from "#main/terminal.ts";
import { openSimulator, type Simulator } from "#simulator/simulator.ts";
import { QUICK } from "#test/support/desk.ts";
import { describeUnless } from "#test/support/needs.ts";
import { sitDown } from "./child-hands.ts";
import { inState, type Hands } from "./hands.ts";
import { openSmallDisk, whyNoSmallDisk, type SmallDisk } from "./small-disk.ts";

const TIMINGS = { ...QUICK, qrLifeMs: 60_000, qrCoveredAfterMs: 60_000, qrSendWithinMs: 20_000 };
const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function openBank(folder: string): Promise<Simulator> {
  const settings = openSettings(folder);
  settings.write({ scanners: { hid: false, serial: [] } });
  const simulator = await openSimulator({ ...trainingKeys(settings.read().tillId), country: "TH" });
  closers.push(() => simulator.close());
  return simulator;
}

async function openTill(dataFolder: string, simulator: Simulator): Promise<Terminal> {
  const keys = { publicKey: undefined, secretKey: undefined };
  const terminal = await composeTerminal({ dataFolder, hostName: "browser", keys }, { simulator, timings: TIMINGS });
  closers.push(() => terminal.close());
  return terminal;
}

function handsAt(terminal: Terminal, { bank }: Simulator): Hands {
  return sitDown(terminal, {
    say: () => undefined,
    async tell() {
      for (const { id } of bank.books().charges) bank.approve(id);
    },
    chapter: async () => undefined,
    looked: async () => undefined,
  });
}

async function refusalOf(start: Promise<Terminal>): Promise<string> {
  try {
    await start;
  } catch (thrown) {
    if (thrown instanceof StartRefusal) return thrown.message;
    throw thrown;
  }
  return "it started";
}

const closed = expect.objectContaining({ failure: expect.objectContaining({ code: "ledger-closed" }) });
const qrShown = (view: { readonly counter: { readonly sentence: string } | null }) =>
  view.counter?.sentence === "qr-shown";

describeUnless("a small disk", await whyNoSmallDisk(), () => {
  let disk: SmallDisk;
  let simulator: Simulator;
  beforeEach(async () => {
    disk = openSmallDisk();
    closers.push(() => disk.remove());
    simulator = await openBank(disk.folder);
  });

  test("that is full when a customer is to be charged: nothing is sent, and it is charged once there is room", async () => {
    const hands = handsAt(await openTill(disk.folder, simulator), simulator);
    await hands.begin();
    disk.fill();
    await expect(hands.charge("alipayplus_mpm")).rejects.toEqual(closed);
    await hands.until("no sale is taken", (view) => view.noSale === "ledger-closed");
    expect(simulator.bank.books().charges).toEqual([]);
    disk.free();
    await hands.until("sales are taken again", (view) => view.noSale === null);
    await hands.charge("alipayplus_mpm");
    await hands.until("the QR is on show", qrShown);
    expect(simulator.bank.books().charges).toHaveLength(1);
  });

  test("that is full when the customer pays: it is paid when that is written down, and never before", async () => {
    const hands = handsAt(await openTill(disk.folder, simulator), simulator);
    await hands.begin();
    await hands.charge("alipayplus_mpm");
    await hands.until("the QR is on show", qrShown);
    disk.fill();
    await hands.customer("pay");
    const view = await hands.until("no sale is taken", ({ noSale }) => noSale === "ledger-closed");
    expect(view.counter?.state).toBe("pending");
    disk.free();
    await hands.until("it is paid", inState("successful"));
    await hands.until("sales are taken again", ({ noSale }) => noSale === null);
    expect(simulator.bank.books().charges).toMatchObject([{ status: "successful" }]);
  });

  test("that is full, or read-only, when the till is started: one sentence, and nothing is lost", async () => {
    const first = await openTill(disk.folder, simulator);
    const hands = handsAt(first, simulator);
    await hands.begin();
    await hands.charge("alipayplus_mpm");
    await hands.until("the QR is on show", qrShown);
    await hands.customer("pay");
    await hands.until("it is paid", inState("successful"));
    await first.close();
    disk.fill();
    expect(await refusalOf(openTill(disk.folder, simulator))).toMatch(/room|cannot be used/);
    disk.free();
    await disk.readOnly(true);
    expect(await refusalOf(openTill(disk.folder, simulator))).toMatch(/read-only|cannot be used/);
    await disk.readOnly(false);
    const again = handsAt(await openTill(disk.folder, simulator), simulator);
    const view = await again.until("sales are taken", ({ noSale }) => noSale === null);
    expect(view.recent).toMatchObject([{ state: "successful" }]);
  });
});

test("a ledger that another program holds: one sentence, and the till starts when it is let go", async () => {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-"));
  closers.push(() => rmSync(folder, { recursive: true, force: true }));
  const simulator = await openBank(folder);
  await (await openTill(folder, simulator)).close();
  const other = new Database(join(folder, "training.ledger"));
  closers.push(() => void other.close());
  other.pragma("locking_mode = exclusive");
  other.exec("begin exclusive");
  expect(await refusalOf(openTill(folder, simulator))).toMatch(/held by another program/);
  other.exec("rollback");
  other.close();
  const hands = handsAt(await openTill(folder, simulator), simulator);
  await hands.until("sales are taken", ({ noSale }) => noSale === null);
});
