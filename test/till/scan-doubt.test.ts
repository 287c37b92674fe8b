// 18 digits beginning 16 to 19: the cashier is asked, and only a person's word sends the very code that was read. Until then it is
// sealed in memory, and every other step forgets it.
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { DoubtView } from "#contract/notices.ts";
import type { CashierView } from "#contract/views.ts";
import { TIMINGS } from "#till/timings.ts";
import { begin, openDesk, QUICK, type Desk } from "#test/support/desk.ts";
import { createMovedClock } from "#test/support/moved-clock.ts";

let desk: Desk;
afterEach(() => desk.close());

const CODE = "174567890123456789";
const CALM = { ...QUICK, codeStaleAfterMs: TIMINGS.codeStaleAfterMs };
const refused = (code: string) => expect.objectContaining({ failure: expect.objectContaining({ code }) });
const charges = () => desk.simulator.bank.books().charges;
const said = (words: string) => (view: CashierView) => view.notice?.words === words;
const undoubted = (view: CashierView) => view.doubt === null;

async function doubted(text = CODE): Promise<DoubtView> {
  await desk.cashier.ask("scan/typed", { text });
  const { doubt } = await desk.until("the cashier is asked", (view) => view.doubt !== null);
  if (!doubt) throw new Error("no doubt");
  return doubt;
}

test("used, it is one charge of that very code, however often the key is pressed", async () => {
  desk = await openDesk({ timings: CALM });
  const saleId = await begin(desk, 50_000);
  const { id, lastFour, remainingMs } = await doubted();
  expect({ lastFour, notice: desk.view().notice, hint: desk.hint() }).toEqual({
    lastFour: "6789",
    notice: null,
    hint: "one-moment",
  });
  expect(remainingMs).toBeGreaterThan(40_000);
  expect(charges()).toEqual([]);
  await Promise.all([desk.cashier.ask("scan/use", { saleId, id }), desk.cashier.ask("scan/use", { saleId, id })]);
  await desk.until("it is sent", (view) => view.counter?.codeLastFour === "6789" && undoubted(view));
  await desk.until("the bank has an answer", (view) => view.counter?.chargeId !== null);
  expect(charges().map(({ barcodeEnd, amount }) => [barcodeEnd, amount])).toEqual([["6789", 50_000]]);
  // It was handed over: it is no code for anything else.
  await desk.until("the bank has refused it", (view) => view.counter?.state === "failed");
  await desk.cashier.ask("sale/again", { saleId });
  await desk.cashier.ask("scan/typed", { text: CODE });
  await desk.until("it was used before", said("scan-repeated"));
});

test.for([
  ["dropped", (saleId: string, id: number) => desk.cashier.ask("scan/drop", { saleId, id })],
  ["cancelled", (saleId: string) => desk.cashier.ask("sale/cancel", { saleId })],
  [
    "paid by a QR",
    (saleId: string) => desk.cashier.ask("sale/charge", { saleId, attemptId: randomUUID(), method: "alipayplus_mpm" }),
  ],
  ["scanned over with goods", () => desk.cashier.ask("rehearse/scan", { code: "product" })],
  ["scanned over with a good code", () => desk.cashier.ask("rehearse/scan", { code: "wechat" })],
  ["put aside", (saleId: string) => desk.cashier.ask("sale/clear", { saleId })],
] as const)("%s, it is forgotten, and its key comes too late", async ([, step]) => {
  desk = await openDesk({ timings: CALM });
  const saleId = await begin(desk, 50_000);
  const { id } = await doubted();
  await step(saleId, id);
  await desk.until("nobody is asked any more", undoubted);
  await expect(desk.cashier.ask("scan/use", { saleId, id })).rejects.toBeInstanceOf(Error);
  expect(charges().filter(({ barcodeEnd }) => barcodeEnd === "6789")).toEqual([]);
});

test("a second doubted code is another question: the key that was meant for the first does nothing", async () => {
  desk = await openDesk({ timings: CALM });
  const saleId = await begin(desk, 50_000);
  const first = await doubted();
  await desk.cashier.ask("scan/typed", { text: "184567890123451111" });
  const second = await desk.until("it is asked anew", (view) => view.doubt?.lastFour === "1111");
  await expect(desk.cashier.ask("scan/use", { saleId, id: first.id })).rejects.toEqual(refused("too-late"));
  expect(desk.view().doubt?.id).toBe(second.doubt?.id);
  expect(charges()).toEqual([]);
});

test("too old, it is thrown away and said; another sale is never paid with it", async () => {
  const moved = createMovedClock();
  desk = await openDesk({ timings: CALM, clock: moved.clock });
  const saleId = await begin(desk, 50_000);
  const { id } = await doubted();
  moved.skip(TIMINGS.codeStaleAfterMs + 1);
  await desk.until("it is too old", (view) => said("scan-stale")(view) && undoubted(view));
  await expect(desk.cashier.ask("scan/use", { saleId, id })).rejects.toEqual(refused("too-late"));
  const again = await doubted("194567890123452222");
  await expect.poll(() => desk.hint()).toBe("one-moment");
  // Longer than any other word to the customer stays.
  moved.skip(20_000);
  await desk.until("it has grown older", ({ doubt }) => doubt !== null && doubt.remainingMs < 30_000);
  expect(desk.hint()).toBe("one-moment");
  await desk.cashier.ask("sale/cancel", { saleId });
  const other = await begin(desk, 60_000);
  await expect(desk.cashier.ask("scan/use", { saleId: other, id: again.id })).rejects.toEqual(refused("too-late"));
  expect(charges()).toEqual([]);
});

test("the sale is paid by what was tried before: nobody is asked any more, and the code is not used", async () => {
  desk = await openDesk({ timings: { ...CALM, watchLooksMs: [60_000] } });
  const saleId = await begin(desk, 50_000);
  await desk.cashier.ask("sale/charge", { saleId, attemptId: randomUUID(), method: "alipayplus_mpm" });
  const shown = await desk.until("the QR is on show", (view) => view.counter?.sentence === "qr-shown");
  await desk.cashier.ask("sale/cancel", { saleId });
  await desk.until("it is cancelled", (view) => view.counter?.may.again === true);
  await desk.cashier.ask("sale/again", { saleId });
  const { id } = await doubted();
  desk.simulator.bank.approveLate(shown.counter?.chargeId ?? "");
  await desk.cashier.ask("sale/ask-now", { saleId });
  const paid = await desk.until("it is paid late", (view) => view.recent[0]?.state === "paid-late");
  expect(paid.doubt).toBeNull();
  await expect(desk.cashier.ask("scan/use", { saleId, id })).rejects.toEqual(refused("too-late"));
  expect(charges()).toHaveLength(1);
});

test("the customer's page has no say in it", async () => {
  desk = await openDesk({ timings: CALM });
  const saleId = await begin(desk, 50_000);
  const { id } = await doubted();
  await expect(desk.customer.ask("scan/use", { saleId, id })).rejects.toEqual(refused("not-allowed"));
  await expect(desk.customer.ask("scan/drop", { saleId, id })).rejects.toEqual(refused("not-allowed"));
  expect(desk.view().doubt?.id).toBe(id);
});

test("where no WeChat Pay can be taken nobody is asked", async () => {
  desk = await openDesk({ timings: CALM });
  await begin(desk, 1_000);
  await desk.cashier.ask("scan/typed", { text: CODE });
  await desk.until("the amount is too small", said("scan-out-of-range"));
  expect(desk.view().doubt).toBeNull();
});

test("of a doubted code nothing but four digits is anywhere", async () => {
  desk = await openDesk({ timings: CALM });
  const saleId = await begin(desk, 50_000);
  const { id } = await doubted();
  const seen = [JSON.stringify([desk.view(), desk.hint()])];
  await desk.cashier.ask("scan/drop", { saleId, id });
  await doubted("184567890123456789");
  seen.push(JSON.stringify([desk.view(), desk.hint()]));
  await desk.closeTill();
  const kept = readdirSync(desk.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
  const everything = [...kept, ...seen].join("\n");
  expect(everything).toContain('"lastFour":"6789"');
  expect(everything).not.toMatch(/1[78]4567890/);
});
