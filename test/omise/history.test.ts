// Everything that a lost ledger needs, out of the API alone: by the pretend bank's own charges, and by rows of other systems.
import { expect, test } from "vitest";
import { openBank, openClient, openServer, order, weChatOrder } from "./open-client.ts";

const NOON_MS = Date.UTC(2026, 10, 20, 5);
const WINDOW = { fromMs: NOON_MS - 300_000, toMs: NOON_MS + 300_000 };
const REFUND_ID = "3b1c0a52-7d1e-4b1e-9a43-2d9b6f1a2c33";

test("a charge comes back with its sale, till, staff, reference, method and refunds, newest first", async () => {
  const { origin, bank } = await openBank({ nowMs: () => NOON_MS });
  const { client } = openClient(origin);
  const first = await client.charge(order());
  const chargeId = first.kind === "answered" ? first.charge.chargeId : "";
  bank.approve(chargeId);
  const money = { amountMinor: 500, currency: "THB" } as const;
  await client.refund({ refundId: REFUND_ID, chargeId, money, asVoid: false, approver: 7 });
  await client.charge({ ...weChatOrder(), reference: null, staff: 12 });
  const outcome = await client.history(WINDOW);
  const ours = { saleId: order().saleId, tillId: "till-2" };
  expect(outcome).toMatchObject({
    kind: "history",
    complete: true,
    charges: [
      { ...ours, method: "wechat_pay_upm", staff: 12, reference: null, refunds: [], charge: { status: "pending" } },
      {
        ...ours,
        method: "alipayplus_mpm",
        staff: 4,
        reference: "A-17",
        refunds: [{ refundId: REFUND_ID, amountMinor: 500 }],
        charge: { chargeId, status: "successful", attemptId: order().attemptId },
      },
    ],
    bankMs: NOON_MS,
  });
  const told = JSON.stringify(outcome);
  for (const secret of ["downloads", "130991292552725093", "http"]) expect(told).not.toContain(secret);
});

test("what other systems wrote is not ours, and loses no charge", async () => {
  const least = { object: "charge", id: "chrg_test_1", status: "successful", amount: 1, currency: "THB" };
  const foreign = [
    { ...least, source: null, metadata: { cf_sale: 12, cf_staff: "x1", cf_till: {}, cf_ref: "" }, refunded_amount: 0 },
    { ...least, id: "chrg_test_2", source: { type: "promptpay" }, metadata: "text", refunded_amount: 0 },
  ];
  const { origin } = await openServer((_, response) =>
    response.end(JSON.stringify({ object: "list", data: foreign, total: 2 })),
  );
  const outcome = await openClient(origin).client.history(WINDOW);
  const nothing = { method: null, saleId: null, tillId: null, staff: null, reference: null, refunds: [] };
  expect(outcome).toMatchObject({ kind: "history", complete: true, charges: [nothing, nothing] });
});

test("is not complete where refunds of a charge are missing", async () => {
  const list = { object: "list", data: [], total: 1 };
  for (const lack of [{ refunds: list }, { refunded_amount: 100 }, { refundable: "odd" }]) {
    const row = { object: "charge", id: "chrg_test_1", status: "successful", amount: 100, currency: "THB", ...lack };
    const { origin } = await openServer((_, response) =>
      response.end(JSON.stringify({ object: "list", data: [row], total: 1 })),
    );
    const outcome = await openClient(origin).client.history(WINDOW);
    expect(outcome).toMatchObject({
      kind: "history",
      complete: false,
      charges: [{ charge: { chargeId: "chrg_test_1" } }],
    });
  }
});
