// The commands about people: a refusal by the rules costs no approval, and what is not written down is not done.
import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { commands } from "#contract/commands.ts";
import type { StaffMember } from "#contract/people.ts";
import type { Approval } from "#till/approvals.ts";
import { createPeopleHandlers } from "#till/people-handlers.ts";
import type { Staff } from "#till/people.ts";
import {
  approvalsOf,
  closeShop,
  CASHIER_PIN,
  cashier,
  MINUTE,
  MANAGER_PIN,
  manager,
  NOON,
  openList,
  openShop,
  type Shop,
} from "./people-stage.ts";

let shop: Shop;
afterEach(() => closeShop(shop));

const recorded: Approval[] = [];
let changes = 0;
const handlers = (used: Staff = shop.staff) =>
  createPeopleHandlers({
    staff: used,
    approvals: shop.approvals,
    record: (approval) => void recorded.push(approval),
    changed: () => {
      changes += 1;
    },
  });
const press = { action: "staff" as const, subject: "staff", amountMinor: null, currency: null, seen: null };
const mai = { number: 3, name: "Mai", role: "cashier" as const };
beforeEach(async () => {
  shop = await openShop();
  recorded.length = 0;
  changes = 0;
});

async function approved(): Promise<string> {
  const approvalId = randomUUID();
  const answer = await handlers()["approval/give"]({ approvalId, ...press, staff: 7, pin: MANAGER_PIN });
  expect(commands["approval/give"].output.parse(answer)).toEqual({ result: "given", expiresInMs: MINUTE });
  return approvalId;
}

test("an approval that is not given says why, in the words of the contract", async () => {
  const give = async (change: object): Promise<unknown> => {
    const input = { approvalId: randomUUID(), ...press, staff: 7, pin: MANAGER_PIN, ...change };
    return commands["approval/give"].output.parse(await handlers()["approval/give"](input));
  };
  expect(await give({ staff: 12, pin: CASHIER_PIN })).toEqual({ result: "not-a-manager" });
  expect(await give({ pin: "000000" })).toEqual({ result: "wrong", triesLeft: 4 });
  for (let time = 0; time < 3; time += 1) await give({ pin: "000000" });
  expect(await give({ pin: "000000" })).toEqual({ result: "locked", forMs: 30_000 });
  await expect(give({ amountMinor: 5 })).rejects.toThrow(/bad-input/);
  rmSync(join(shop.folder, "staff.pepper"));
  shop.staff = openList(shop.folder, shop.clock);
  shop.approvals = approvalsOf({ ...shop, asker: 12 });
  expect(await give({})).toEqual({ result: "pins-lost" });
  rmSync(join(shop.folder, "staff.json"));
  shop.staff = openList(shop.folder, shop.clock);
  shop.approvals = approvalsOf({ ...shop, asker: 12 });
  expect(await give({})).toEqual({ result: "unusable" });
});

test("the list changes with a manager's approval, which is written down, and not without", async () => {
  const put = handlers()["staff/put"];
  const remove = handlers()["staff/remove"];
  await expect(put({ member: mai, pin: "9170", approvalId: null })).rejects.toThrow(/not-allowed/);
  await expect(put({ member: mai, pin: "9170", approvalId: randomUUID() })).rejects.toThrow(/not-allowed/);
  expect(() => remove({ number: 12, approvalId: randomUUID() })).toThrow(/not-allowed/);
  expect([shop.staff.list(), recorded, changes]).toEqual([[manager, cashier], [], 0]);

  const first = await approved();
  expect(await put({ member: mai, pin: "9170", approvalId: first })).toEqual({ result: "saved" });
  await expect(put({ member: mai, pin: "9170", approvalId: first })).rejects.toThrow(/not-allowed/);
  const second = await approved();
  expect(remove({ number: 12, approvalId: second })).toEqual({ result: "removed" });
  expect(shop.staff.list()).toEqual([mai, manager]);
  const record = { action: "staff", subject: "staff", money: null, approver: 7, asker: 12, atMs: NOON };
  expect(recorded).toEqual([
    { approvalId: first, ...record },
    { approvalId: second, ...record },
  ]);
  expect(changes).toBe(2);
});

test("what the rules refuse costs no approval", async () => {
  const approvalId = await approved();
  const put = async (member: StaffMember, pin: string | null): Promise<unknown> =>
    commands["staff/put"].output.parse(await handlers()["staff/put"]({ member, pin, approvalId }));
  expect(await put(mai, null)).toEqual({ result: "pin-needed" });
  expect(await put(mai, "1234")).toEqual({ result: "pin-guessable" });
  expect(await put({ ...manager, role: "cashier" }, null)).toEqual({ result: "last-manager" });
  const remove = handlers()["staff/remove"];
  expect(remove({ number: 7, approvalId })).toEqual({ result: "last-manager" });
  expect(remove({ number: 99, approvalId })).toEqual({ result: "unknown" });
  expect(recorded).toEqual([]);
  expect(await put(mai, "9170")).toEqual({ result: "saved" });
});

test("what cannot be recorded is not done", async () => {
  const approvalId = await approved();
  const full = (): never => {
    throw new Error("the ledger takes nothing");
  };
  const { "staff/remove": remove } = createPeopleHandlers({ ...shop, record: full, changed: () => undefined });
  expect(() => remove({ number: 12, approvalId })).toThrow(/takes nothing/);
  expect(shop.staff.list()).toEqual([manager, cashier]);
});

test("the first manager needs no approval; of two who come at once one is the first", async () => {
  rmSync(join(shop.folder, "staff.json"));
  const empty = openList(shop.folder, shop.clock);
  const put = handlers(empty)["staff/put"];
  expect(await put({ member: cashier, pin: CASHIER_PIN, approvalId: null })).toEqual({ result: "manager-needed" });
  const one = put({ member: manager, pin: MANAGER_PIN, approvalId: null });
  const other = put({ member: { ...mai, role: "manager" }, pin: "9170", approvalId: null });
  await expect(other).rejects.toThrow(/not-allowed/);
  expect(await one).toEqual({ result: "saved" });
  await expect(put({ member: { ...mai, role: "manager" }, pin: "9170", approvalId: null })).rejects.toThrow(
    /not-allowed/,
  );
  expect(empty.list()).toEqual([manager]);
});
