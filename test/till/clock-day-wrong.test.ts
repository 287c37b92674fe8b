// A till whose PC clock is a day wrong, or is put right between two runs: what is unknown is still resolved rightly, an open
// QR still ends, and late money is still noticed. Bank, client and ledger are the real ones.
import { randomUUID } from "node:crypto";
import { describe, test, type TestContext } from "vitest";
import type { CashierView } from "#contract/views.ts";
import { createClock, machineSources } from "#main/clock.ts";
import type { Timings } from "#till/timings.ts";
import { begin, openDesk, QUICK, type Desk } from "#test/support/desk.ts";

const DAY = 86_400_000;

type Stand = {
  desk: Desk;
  /** The till ends, somebody sets the PC's clock, the till starts. */
  restartWith(aheadMs: number): Promise<void>;
  asked(method: string, path: RegExp): number;
};

/** @param firstAheadMs how far the PC's clock is ahead at the till's first start */
async function standWith(
  { onTestFinished }: TestContext,
  firstAheadMs: number,
  timings: Partial<Timings> = {},
): Promise<Stand> {
  let aheadMs = firstAheadMs;
  const clock = () => {
    const offMs = aheadMs;
    return createClock(() => "TH", { ...machineSources(), wallMs: () => Date.now() + offMs });
  };
  const stand: Stand = {
    desk: await openDesk({ clock, timings: { ...QUICK, ...timings } }),
    async restartWith(nextMs) {
      aheadMs = nextMs;
      stand.desk = await stand.desk.reopen();
    },
    asked: (method, path) =>
      stand.desk.simulator.bank
        .requests()
        .filter((each) => each.method === method && path.test(each.path))
        .reduce((sum, each) => sum + each.count, 0),
  };
  onTestFinished(() => stand.desk.close());
  return stand;
}

const inState = (state: string) => (view: CashierView) => view.counter?.state === state;
const listings = (stand: Stand): number => stand.asked("GET", /^\/charges$/);
const posts = (stand: Stand): number => stand.asked("POST", /^\/charges$/);

async function sendQr({ desk }: Stand): Promise<string> {
  const saleId = await begin(desk, 50_000);
  await desk.cashier.ask("sale/charge", { saleId, attemptId: randomUUID(), method: "alipayplus_mpm" });
  return saleId;
}

async function cancelQr(stand: Stand): Promise<string> {
  const saleId = await sendQr(stand);
  const view = await stand.desk.until("the QR is on show", (each) => each.counter?.sentence === "qr-shown");
  await stand.desk.cashier.ask("sale/cancel", { saleId });
  await stand.desk.until("it is cancelled", inState("cancelled"));
  return view.counter?.chargeId ?? "";
}

/** Someone presses "ask now" as often as it can be pressed while nothing is known. Resolves with the state that ends it. */
async function askAndAsk({ expect }: TestContext, stand: Stand, saleId: string): Promise<string> {
  const state = (): string => stand.desk.view().counter?.state ?? "none";
  while (state() === "unknown") {
    const before = listings(stand);
    // Refused: it came too late.
    await stand.desk.cashier.ask("sale/ask-now", { saleId }).catch(() => undefined);
    const isAnswered = (): boolean => listings(stand) > before || state() !== "unknown";
    await expect.poll(isAnswered, { timeout: 10_000, interval: 20 }).toBe(true);
  }
  return state();
}

describe.concurrent.each([
  ["a day ahead", DAY],
  ["a day behind", -DAY],
])("with the PC's clock %s", (_what, offMs) => {
  test("a charge that appears late is found, and never called absent before", async (context) => {
    const stand = await standWith(context, offMs);
    stand.desk.simulator.bank.faults.add({ kind: "late-charge", seconds: 0.8 });
    const saleId = await sendQr(stand);
    await stand.desk.until("it is unknown", inState("unknown"));
    context.expect(await askAndAsk(context, stand, saleId)).toBe("pending");
    context.expect(posts(stand)).toBe(1);
  });

  test("a charge that listings which lag do not show is found when they do", async (context) => {
    const stand = await standWith(context, offMs);
    stand.desk.simulator.bank.faults.add({ kind: "drop-answer" });
    stand.desk.simulator.bank.faults.add({ kind: "lagging-list", seconds: 600, count: 4 });
    await sendQr(stand);
    await stand.desk.until("it is found", inState("pending"));
    context.expect(listings(stand)).toBeGreaterThan(4);
    context.expect(posts(stand)).toBe(1);
  });

  test("what never arrived ends as not found, not before its time and not before three whole listings", async (context) => {
    const stand = await standWith(context, offMs);
    stand.desk.simulator.bank.faults.add({ kind: "drop-request" });
    const sentMs = performance.now();
    await sendQr(stand);
    await stand.desk.until("it is not found", inState("not-found"));
    context.expect(performance.now() - sentMs).toBeGreaterThanOrEqual(QUICK.notFoundAfterMs);
    context.expect(listings(stand)).toBeGreaterThanOrEqual(QUICK.notFoundLooks);
  });

  test("money that comes after the end is noticed", async (context) => {
    const stand = await standWith(context, offMs);
    stand.desk.simulator.bank.approveLate(await cancelQr(stand));
    await stand.desk.until("the alarm is raised", (view) => view.alarms.some((alarm) => alarm.words === "paid-late"));
  });
});

describe.concurrent.each([
  ["from a day ahead to right", DAY, 0],
  ["from a day behind to right", -DAY, 0],
  ["from a day ahead to a day behind", DAY, -DAY],
])("when the PC's clock is set %s between two runs", (_what, beforeMs, afterMs) => {
  test("what was unknown is asked for at once and found", async (context) => {
    const stand = await standWith(context, beforeMs);
    const { faults } = stand.desk.simulator.bank;
    faults.add({ kind: "drop-answer" });
    faults.add({ kind: "status", status: 503, method: "GET", path: "/charges", count: 1_000 });
    await sendQr(stand);
    await stand.desk.until("it is unknown", inState("unknown"));
    // Only the next run may find it.
    await stand.desk.closeTill();
    faults.clear();
    await stand.restartWith(afterMs);
    await stand.desk.until("it is found", inState("pending"));
    context.expect(posts(stand)).toBe(1);
  });

  test("a charge that appears late is never called absent before, however often it is asked for", async (context) => {
    const stand = await standWith(context, beforeMs, { notFoundAfterMs: 6_000 });
    stand.desk.simulator.bank.faults.add({ kind: "late-charge", seconds: 4 });
    const saleId = await sendQr(stand);
    await stand.desk.until("it is unknown", inState("unknown"));
    await stand.restartWith(afterMs);
    await stand.desk.until("it is on the counter", (view) => view.counter !== null);
    context.expect(await askAndAsk(context, stand, saleId)).toBe("pending");
    context.expect(posts(stand)).toBe(1);
  });

  test("what never arrived still ends", async (context) => {
    const stand = await standWith(context, beforeMs);
    stand.desk.simulator.bank.faults.add({ kind: "drop-request" });
    await sendQr(stand);
    await stand.desk.until("it is unknown", inState("unknown"));
    await stand.restartWith(afterMs);
    await stand.desk.until("it is not found", inState("not-found"));
  });

  test("a QR that waits still comes to its end, and is expired at the bank", async (context) => {
    const stand = await standWith(context, beforeMs, { qrLifeMs: 4_000 });
    await sendQr(stand);
    await stand.desk.until("the QR is on show", (each) => each.counter?.sentence === "qr-shown");
    await stand.restartWith(afterMs);
    await stand.desk.until("it is over", (view) => /^(?:cancelled|expired)$/.test(view.counter?.state ?? ""));
    context.expect(stand.desk.simulator.bank.books().charges).toMatchObject([{ status: "expired" }]);
  });

  test("a cancel that waits for its grace is carried out", async (context) => {
    const stand = await standWith(context, beforeMs, { scanCancelNotBeforeMs: 2_000 });
    const saleId = await begin(stand.desk, 50_000);
    await stand.desk.cashier.ask("rehearse/scan", { code: "wechat" });
    await stand.desk.until("it waits for the customer", inState("pending"));
    await stand.desk.cashier.ask("sale/cancel", { saleId });
    await stand.desk.until("the cancel is kept", inState("cancelling"));
    await stand.restartWith(afterMs);
    const status = () => stand.desk.simulator.bank.books().charges[0]?.status;
    await context.expect.poll(status, { timeout: 10_000 }).toBe("expired");
  });

  test("money that comes after the end, and after the first look of the new run, is noticed", async (context) => {
    const stand = await standWith(context, beforeMs);
    const chargeId = await cancelQr(stand);
    await stand.restartWith(afterMs);
    const reads = (): number => stand.asked("GET", /^\/charges\/./);
    const before = reads();
    await context.expect.poll(reads, { timeout: 10_000 }).toBeGreaterThan(before);
    stand.desk.simulator.bank.approveLate(chargeId);
    await stand.desk.until("the alarm is raised", (view) => view.alarms.some((alarm) => alarm.words === "paid-late"));
  });
});
