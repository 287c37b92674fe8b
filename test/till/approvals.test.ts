// A manager's approval permits one act, on one subject, of one amount, once, within a minute. Here with the real staff list.
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ApprovalTerms } from "#till/approvals.ts";
import {
  approvalsOf,
  ask,
  closeShop,
  CASHIER_PIN,
  cashier,
  MINUTE,
  MANAGER_PIN,
  NOON,
  openShop,
  terms,
  use,
  type Shop,
} from "./people-stage.ts";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => closeShop(shop));

test("names what it is for, who gave it and who asked, and is used once", async () => {
  const request = ask();
  const { approvalId } = request;
  expect(await shop.approvals.give(request)).toEqual({ kind: "given", approvalId, expiresInMs: MINUTE });
  shop.clock.ms += 59_999;
  // What was seen stands in the ledger with the refund, and not with its approval.
  const { seen: _, ...written } = terms;
  expect(use(shop.approvals, approvalId)).toEqual({ approvalId, ...written, approver: 7, asker: 12, atMs: NOON });
  expect(use(shop.approvals, approvalId)).toBe("there is no such approval");
  await expect(shop.approvals.give(request)).rejects.toThrow(/used up/);
});

test("is over after a minute; the same dialog may then ask for the PIN again", async () => {
  const request = ask();
  await shop.approvals.give(request);
  shop.clock.ms += MINUTE;
  expect((await shop.approvals.give({ ...request, pin: "000000" })).kind).toBe("wrong");
  expect((await shop.approvals.give(request)).kind).toBe("given");
  shop.clock.ms += MINUTE;
  expect(use(shop.approvals, request.approvalId)).toBe("the approval is too old");
  await expect(shop.approvals.give(request)).rejects.toThrow(/used up/);
});

test.each<[string, Partial<ApprovalTerms>]>([
  ["action", { action: "void" }],
  ["subject", { subject: "attempt-2" }],
  ["amount", { money: { amountMinor: 12_001, currency: "THB" } }],
  ["currency", { money: { amountMinor: 12_000, currency: "SGD" } }],
  ["amount at all", { money: null }],
  ["sum that had gone back", { seen: { refundedBeforeMinor: 501, acceptElsewhere: true } }],
  ["sum that had gone back, nothing", { seen: { refundedBeforeMinor: 0, acceptElsewhere: true } }],
  ["word about refunds elsewhere", { seen: { refundedBeforeMinor: 500, acceptElsewhere: false } }],
  ["picture at all", { seen: null }],
])("does not fit another %s, and is used up by the try", async (_point, change) => {
  const request = ask();
  await shop.approvals.give(request);
  expect(use(shop.approvals, request.approvalId, { ...terms, ...change })).toBe("the approval is for something else");
  expect(use(shop.approvals, request.approvalId)).toBe("there is no such approval");
});

test("is not given by a cashier's own PIN, a wrong one, or a number that nobody has", async () => {
  for (const [change, verdict] of [
    [{ approver: 12, pin: CASHIER_PIN }, { kind: "not-a-manager" }],
    [{ approver: 12 }, { kind: "wrong", triesLeft: 4 }],
    [{ pin: CASHIER_PIN }, { kind: "wrong", triesLeft: 4 }],
    [{ approver: 99 }, { kind: "wrong", triesLeft: 4 }],
  ] as const) {
    const request = ask(change);
    expect(await shop.approvals.give(request)).toEqual(verdict);
    expect(use(shop.approvals, request.approvalId)).toBe("there is no such approval");
  }
});

test("may be a manager's own asking; both numbers then are the same", async () => {
  shop.approvals = approvalsOf({ ...shop, asker: 7 });
  const request = ask();
  await shop.approvals.give(request);
  expect(use(shop.approvals, request.approvalId)).toMatchObject({ approver: 7, asker: 7 });
});

test("ends with the manager's being one", async () => {
  await shop.staff.put({ ...cashier, role: "manager" }, null);
  const request = ask();
  await shop.approvals.give(request);
  shop.staff.remove(7);
  expect(use(shop.approvals, request.approvalId)).toBe("who approved is no manager any more");
});

test("pressed twice is one approval and one look at the PIN", async () => {
  const wrong = ask({ pin: "000000" });
  const twice = [shop.approvals.give(wrong), shop.approvals.give({ ...wrong })];
  expect(await Promise.all(twice)).toEqual(Array(2).fill({ kind: "wrong", triesLeft: 4 }));
  const right = { ...wrong, pin: MANAGER_PIN };
  expect((await Promise.all([shop.approvals.give(right), shop.approvals.give(right)])).map(({ kind }) => kind)).toEqual(
    ["given", "given"],
  );
  shop.clock.ms += 1_000;
  expect(await shop.approvals.give(right)).toEqual({
    kind: "given",
    approvalId: right.approvalId,
    expiresInMs: 59_000,
  });
  expect(use(shop.approvals, right.approvalId)).toMatchObject({ atMs: NOON });
  expect(use(shop.approvals, right.approvalId)).toBe("there is no such approval");
});

test("keeps its meaning: the same id for anything else is refused, before and after it is given", async () => {
  const request = ask();
  const other = { ...request, subject: "attempt-2" };
  const underWay = shop.approvals.give(request);
  await expect(shop.approvals.give(other)).rejects.toThrow(/another/);
  await expect(shop.approvals.give({ ...request, pin: "000000" })).rejects.toThrow(/another/);
  await underWay;
  await expect(shop.approvals.give(other)).rejects.toThrow(/another/);
  await expect(shop.approvals.give({ ...request, approver: 12 })).rejects.toThrow(/another/);
  expect(use(shop.approvals, request.approvalId)).toMatchObject({ approvalId: request.approvalId });
});

test("is one of twenty at most; the oldest make room by ending", async () => {
  for (let count = 0; count < 20; count += 1) expect((await shop.approvals.give(ask())).kind).toBe("given");
  expect(await shop.approvals.give(ask())).toEqual({ kind: "unusable", why: "busy" });
  shop.clock.ms += MINUTE;
  expect((await shop.approvals.give(ask())).kind).toBe("given");
});
