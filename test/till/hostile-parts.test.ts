// More lies, caught at single parts of the till and at its start: each test is named after what would not be true.
import { randomUUID } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, expect, test } from "vitest";
import { createClient } from "#bridge/client.ts";
import { createMemoryPipe } from "#bridge/memory-pipe.ts";
import type { CashierView } from "#contract/views.ts";
import { openLedger } from "#ledger/ledger.ts";
import { composeTerminal } from "#main/compose.ts";
import { openSettings } from "#main/settings-file.ts";
import { StartRefusal } from "#main/terminal.ts";
import { begin, openDesk, QUICK, type Desk } from "#test/support/desk.ts";
import { openAccount, type AccountParts } from "#till/account.ts";
import type { AttemptRecord, AttemptState } from "#till/attempt/state.ts";
import { step } from "#till/attempt/step.ts";
import { createEffects } from "#till/effects.ts";
import { newRun, type RunParts } from "#till/run.ts";
import { TIMINGS } from "#till/timings.ts";
import { openWatch, type WatchParts } from "#till/watch.ts";
import { attempt, cancelling, events, NOW, rules, states } from "./cases.ts";

let desk: Desk | null = null;
afterEach(async () => {
  await desk?.close();
  desk = null;
});

const DAY = 86_400_000;
const NO_KEYS = { publicKey: undefined, secretKey: undefined };
const POST = { method: "POST", path: "/charges", count: 1 } as const;

function charges(at: Desk): readonly string[] {
  return at.simulator.bank.books().charges.map(({ status }) => status);
}

test("a charge whose answer is late is not hidden until the answer comes, and is posted once", async () => {
  desk = await openDesk({ timings: { ...QUICK, lookUpAfterMs: 100 } });
  desk.simulator.bank.faults.add({ kind: "delay-answer", ms: 2_500, ...POST });
  const saleId = await begin(desk, 50_000);
  const sentAtMs = Date.now();
  await desk.cashier.ask("sale/charge", { saleId, attemptId: randomUUID(), method: "alipayplus_mpm" });
  const view = await desk.until("it is found", (each) => each.counter?.sentence === "qr-shown");
  expect(Date.now() - sentAtMs).toBeLessThan(2_000);
  desk.simulator.bank.approve(view.counter?.chargeId ?? "");
  await desk.until("it is paid", (each) => each.counter?.state === "successful");
  expect(charges(desk)).toEqual(["successful"]);
});

test("an answer that could not be written down is not taken for none: the charge is found and cancelled as pressed", async () => {
  desk = await openDesk({ timings: { ...QUICK, traceLooksMs: [100, 200, 400, 800] } });
  desk.simulator.bank.faults.add({ kind: "delay-answer", ms: 300, ...POST });
  const saleId = await begin(desk, 50_000);
  await desk.cashier.ask("sale/charge", { saleId, attemptId: randomUUID(), method: "alipayplus_mpm" });
  await desk.cashier.ask("sale/cancel", { saleId });
  const other = new Database(join(desk.folder, "training.ledger"));
  other.exec("begin immediate");
  await desk.until("the ledger is missed", (view) => view.noSale === "ledger-closed");
  expect(desk.view().counter).toMatchObject({ state: "sending", sentence: "cancel-kept" });
  other.exec("rollback");
  other.close();
  await desk.until("it is cancelled", (view) => view.counter?.state === "cancelled");
  expect(charges(desk)).toEqual(["expired"]);
});

test("a till that was killed while it was sending does not charge again and does not forget", async () => {
  desk = await openDesk({ timings: { ...QUICK, traceLooksMs: [100, 200, 400, 800] } });
  desk.simulator.bank.faults.add({ kind: "delay-answer", ms: 1_000, ...POST });
  const saleId = await begin(desk, 50_000);
  await desk.cashier.ask("sale/charge", { saleId, attemptId: randomUUID(), method: "alipayplus_mpm" });
  await expect.poll(() => desk && charges(desk)).toEqual(["pending"]);
  const copy = mkdtempSync(join(tmpdir(), "counterfoil-"));
  cpSync(desk.folder, copy, { recursive: true });
  const extras = { simulator: desk.simulator, timings: QUICK };
  const again = await composeTerminal({ dataFolder: copy, hostName: "browser", keys: NO_KEYS }, extras);
  const book = openLedger({ path: join(copy, "training.ledger"), mode: "training" });
  await expect.poll(() => book.attemptsOfSale(saleId).map(({ state }) => state.name)).toEqual(["pending"]);
  book.close();
  await again.close();
  expect(charges(desk)).toEqual(["pending"]);
  rmSync(copy, { recursive: true });
});

test("the account of other keys is not taken for that of these", async () => {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-"));
  const atMs = Date.now();
  const capability = { country: "TH" as const, methods: [], chargeLimits: null };
  openSettings(folder).write({
    lastAccounts: { training: { accountId: "acct_1", capability, atMs, keyPrint: "other" } },
  });
  const terminal = await composeTerminal({ dataFolder: folder, hostName: "browser", keys: NO_KEYS }, {});
  const pipe = createMemoryPipe();
  terminal.serve(pipe.till, "cashier");
  const first = await new Promise<CashierView>((resolve) => createClient(pipe.page).watch("cashier", resolve));
  expect(first.noSale).toBe("account-unknown");
  await terminal.close();
  rmSync(folder, { recursive: true });
});

test("a folder that cannot be written to is no riddle", async () => {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-"));
  mkdirSync(join(folder, "settings.json.new"));
  const start = composeTerminal({ dataFolder: folder, hostName: "browser", keys: NO_KEYS }, {});
  const thrown: unknown = await start.catch((cause: unknown) => cause);
  expect(thrown).toBeInstanceOf(StartRefusal);
  expect(String(thrown)).toContain("cannot be used (EISDIR)");
  rmSync(folder, { recursive: true });
});

test("an expiry of ours whose answer was lost is not called the end of the QR's own time", () => {
  const end = (expiresAtMs: number) => {
    const charge = { chargeId: "chrg_test_1", expiresAtMs, endAtMs: NOW };
    const state: AttemptState = { ...cancelling, charge, refused: true };
    return step({ attempt, state }, events["get: expired"], rules)?.state.name;
  };
  expect(end(NOW + DAY)).toBe("cancelled");
  expect(end(NOW)).toBe("expired");
});

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const bank = { learn: () => undefined, offsetMs: () => 0, nowMs: () => NOW };

test("late money that came while the till was off for three days is not overlooked", async () => {
  const ended: AttemptRecord = { attempt, state: states.cancelled, step: 5 };
  const asked: string[] = [];
  const clock = { nowMs: () => NOW + 3 * DAY, after: (_ms: number, run: () => void) => soon(run), dayAt: never };
  const watch = openWatch({
    clock,
    bank,
    log: silent,
    timings: TIMINGS,
    lastAliveMs: NOW + 60_000,
    ledger: { unpaidEndsSince: (sinceMs: number) => (NOW > sinceMs ? [ended] : []), attempt: () => ended },
    book: { apply: () => ended },
    payments: {
      read: async (chargeId: string) => {
        asked.push(chargeId);
        return { kind: "error", error: { status: 404, code: "not_found", message: "" }, bankMs: null };
      },
    },
  } as unknown as WatchParts);
  await expect.poll(() => asked).toEqual(["chrg_test_1"]);
  await watch.close();
});

test("an account that could not be written down is asked for again", async () => {
  let asked = 0;
  const known = { kind: "account", accountId: "acct", currency: null, livemode: false, bankMs: null } as const;
  const capability = { country: "TH", methods: [], chargeLimits: null } as const;
  const account = openAccount({
    clock: { nowMs: () => NOW, after: (_ms: number, run: () => void) => soon(run), dayAt: never },
    bank,
    log: silent,
    timings: TIMINGS,
    changed: () => undefined,
    ledger: { bindAccount: () => true },
    payments: {
      account: async () => ({ ...known, capability }),
      link: { now: () => ({ state: "up", where: null, sinceMs: null }) },
    },
    settings: {
      read: () => ({ lastAccount: null }),
      write: () => {
        asked += 1;
        if (asked === 1) throw new Error("disk full");
      },
    },
  } as unknown as AccountParts);
  await account.refresh();
  await expect.poll(() => account.now().kind).toBe("known");
  account.close();
});

test("a key that a charge was refused for is not trusted with the next sale", async () => {
  let doubted = 0;
  const error = { status: 401, code: "authentication_failure", message: "" };
  const effects = createEffects({
    clock: { nowMs: () => NOW },
    bank,
    link: { heard: () => undefined },
    timings: TIMINGS,
    staff: () => 1,
    keyDoubted: () => (doubted += 1),
    ledger: { attempt: () => ({ attempt, state: states.sending, step: 2 }) },
    book: { apply: () => ({ attempt, state: states.failed, step: 3 }) },
    payments: { charge: async () => ({ kind: "refused", error, bankMs: null }) },
  } as unknown as RunParts);
  await effects.post(attempt, newRun(null));
  expect(doubted).toBe(1);
});

function soon(run: () => void): () => void {
  const timer = setTimeout(run, 5);
  return () => clearTimeout(timer);
}

function never(): never {
  throw new Error("not asked for here");
}
