// What both sides of the counter are told about a scan that was no sale: by what it was, and by when it came. None is swallowed.
import { randomUUID } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import type { Hint, NoticeWords } from "#contract/notices.ts";
import type { RehearsedCode } from "#contract/scan.ts";
import type { CashierView } from "#contract/views.ts";
import { TIMINGS } from "#till/timings.ts";
import { begin, openDesk, QUICK, type Desk } from "#test/support/desk.ts";
import { createMovedClock } from "#test/support/moved-clock.ts";

let desk: Desk;
afterEach(() => desk.close());

/** Nothing but the words themselves makes the screens be drawn anew. */
const CALM = {
  ...QUICK,
  codeStaleAfterMs: TIMINGS.codeStaleAfterMs,
  accountRefreshMs: TIMINGS.accountRefreshMs,
};
const CODE = "134567890123456789";
const OTHER = "134567890123451111";
const said = (words: string) => (view: CashierView) => view.notice?.words === words;
const inState = (state: string) => (view: CashierView) => view.counter?.state === state;
const charges = () => desk.simulator.bank.books().charges;
const scan = (text: string) => desk.cashier.ask("scan/typed", { text });
const pretend = (code: RehearsedCode) => desk.cashier.ask("rehearse/scan", { code });

test("while a code is awaited, each kind has its word for the cashier and what to do for the customer", async () => {
  desk = await openDesk({ timings: CALM });
  await begin(desk, 50_000);
  const told: readonly (readonly [RehearsedCode, NoticeWords, Hint])[] = [
    ["alipay", "scan-alipay", "alipay-qr"],
    ["unionpay", "scan-unionpay", "open-wechat"],
    ["product", "scan-product", "open-wechat"],
    ["poster", "scan-poster", "pay-not-receive"],
    ["link", "scan-link", "open-wechat"],
    ["stale", "scan-stale", "new-code"],
  ];
  for (const [code, words, hint] of told) {
    await pretend(code);
    await desk.until(words, said(words));
    await expect.poll(() => desk.hint()).toBe(hint);
    await pretend("repeated");
    const view = await desk.until(`${words} again`, (each) =>
      code === "stale" ? inState("pending")(each) : said(words)(each),
    );
    expect(view.doubt).toBeNull();
  }
  // The stale one was read a second time, fresh, and that is how it is paid.
  expect(charges()).toHaveLength(1);
  await expect.poll(() => desk.hint()).toBeNull();
});

test("the customer's word is gone with the sale, and after some seconds by itself; the cashier's a little later", async () => {
  const moved = createMovedClock();
  desk = await openDesk({ timings: CALM, clock: moved.clock });
  const saleId = await begin(desk, 50_000);
  await pretend("poster");
  await expect.poll(() => desk.hint()).toBe("pay-not-receive");
  await desk.cashier.ask("sale/cancel", { saleId });
  await expect.poll(() => [desk.hint(), desk.view().notice]).toEqual([null, null]);
  await begin(desk, 60_000);
  await expect.poll(() => desk.face().kind).toBe("amount");
  expect(desk.hint()).toBeNull();
  await pretend("poster");
  await expect.poll(() => desk.hint()).toBe("pay-not-receive");
  moved.skip(16_000);
  await expect.poll(() => desk.hint(), { timeout: 3000 }).toBeNull();
  expect(desk.view().notice?.words).toBe("scan-poster");
  moved.skip(5_000);
  await expect.poll(() => desk.view().notice, { timeout: 3000 }).toBeNull();
});

test("before an amount stands a wallet's code is told to wait, on both screens, and its word goes by itself at rest too", async () => {
  const moved = createMovedClock();
  desk = await openDesk({ timings: CALM, clock: moved.clock });
  for (const code of ["wechat", "wechat-hk", "alipay", "doubtful"] as const) {
    await pretend("product");
    await desk.until("goods are goods", said("scan-product"));
    expect(desk.hint()).toBeNull();
    await pretend(code);
    await desk.until(code, said("scan-needs-amount"));
    await expect.poll(() => desk.hint()).toBe("amount-first");
    expect(desk.view().doubt).toBeNull();
  }
  moved.skip(16_000);
  await expect
    .poll(() => [desk.hint(), desk.view().notice?.words], { timeout: 3000 })
    .toEqual([null, "scan-needs-amount"]);
  moved.skip(5_000);
  await expect.poll(() => desk.view().notice, { timeout: 3000 }).toBeNull();
  expect(charges()).toEqual([]);
});

test("an Alipay code where Alipay+ cannot pay is not sent to a QR that will not come", async () => {
  desk = await openDesk({ timings: CALM });
  await begin(desk, 1_000);
  await pretend("alipay");
  await desk.until("it is not taken", said("scan-alipay-not-taken"));
  expect(desk.hint()).toBeNull();
});

test("from submit to the end a scan is no sale, whichever code it is, and it is said why", async () => {
  desk = await openDesk({ timings: { ...CALM, scanAskAfterMs: 60_000, scanEndAfterMs: 90_000 } });
  const saleId = await begin(desk, 50_000);
  const post = { method: "POST", path: "/charges", count: 1 } as const;
  desk.simulator.bank.faults.add({ kind: "delay-answer", ms: 400, ...post });
  await scan(CODE);
  await desk.until("it is being sent", inState("sending"));
  await scanAllOver();
  await desk.until("it waits for the customer", inState("pending"));
  await scanAllOver();
  expect(desk.hint()).toBeNull();
  await desk.cashier.ask("rehearse/answer", { saleId, answer: "pay" });
  await desk.until("it is paid", inState("successful"));
  await scan(CODE);
  await desk.until("it was used", said("scan-repeated"));
  expect(desk.hint()).toBeNull();
  await scan(OTHER);
  await desk.until("first an amount", said("scan-needs-amount"));
  expect(charges()).toHaveLength(1);
});

/** The same code, another one, one that would be asked about, goods: from both pages. */
async function scanAllOver(): Promise<void> {
  for (const page of [desk.cashier, desk.customer]) {
    await page.ask("scan/typed", { text: CODE });
    await desk.until("the same code", said("scan-same-while-busy"));
    for (const text of [OTHER, "174567890123456789", "6957842208856"]) {
      await page.ask("scan/typed", { text });
      await desk.until(`${text} is not used`, said("scan-while-busy"));
      expect(desk.view().doubt).toBeNull();
    }
  }
}

test("while nobody knows whether it was paid, and while it is cancelled, the scan is not used and said so", async () => {
  desk = await openDesk({ timings: { ...CALM, traceLooksMs: [60_000], scanCancelNotBeforeMs: 60_000 } });
  const saleId = await begin(desk, 50_000);
  desk.simulator.bank.faults.add({ kind: "drop-answer", method: "POST", path: "/charges", count: 1 });
  await scan(CODE);
  await desk.until("it is unknown", inState("unknown"));
  await scan(OTHER);
  await desk.until("do not charge again", said("scan-while-checking"));
  await scan(CODE);
  await desk.until("the same code", said("scan-same-while-busy"));
  await desk.cashier.ask("sale/ask-now", { saleId });
  await desk.until("it was found", inState("pending"));
  await desk.cashier.ask("sale/cancel", { saleId });
  await desk.until("it is being cancelled", inState("cancelling"));
  await scan(OTHER);
  await desk.until("still no sale", said("scan-while-busy"));
  expect(charges()).toHaveLength(1);
});

test("behind a QR, and after an end, a scan is told what is to be done first", async () => {
  desk = await openDesk({ timings: CALM });
  const saleId = await begin(desk, 50_000);
  await desk.cashier.ask("sale/charge", { saleId, attemptId: randomUUID(), method: "alipayplus_mpm" });
  await desk.until("the QR is on show", (view) => view.counter?.sentence === "qr-shown");
  await scan(OTHER);
  await desk.until("the QR runs", said("scan-while-busy"));
  await desk.cashier.ask("sale/cancel", { saleId });
  await desk.until("it is cancelled", inState("cancelled"));
  await scan(OTHER);
  await desk.until("try again first", said("scan-after-end"));
  await expect.poll(() => desk.face().kind).toBe("cancelled");
  expect(desk.hint()).toBeNull();
  await desk.cashier.ask("sale/again", { saleId });
  await scan(OTHER);
  await desk.until("now it is one", (view) => inState("pending")(view) && view.counter?.codeLastFour === "1111");
  expect(charges()).toHaveLength(2);
});

test("where no sale can be taken a code is not blamed", async () => {
  desk = await openDesk({ timings: CALM, secretKey: "skey_test_00000000000000000", ready: "key-refused" });
  await scan(CODE);
  await desk.until("no sale now", said("scan-no-sale"));
});
