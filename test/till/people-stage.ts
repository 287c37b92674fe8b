// A shop of two with the real staff list on a real disk, at a low cost for a hash, and a clock that stands.
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Refusal } from "#contract/failure.ts";
import type { StaffMember } from "#contract/people.ts";
import { openStaff } from "#main/staff.ts";
import { createApprovals, type Approval, type Approvals, type ApprovalTerms } from "#till/approvals.ts";
import type { Staff } from "#till/people.ts";

export const NOON = 1_763_640_000_000;
export const MINUTE = 60_000;
export const manager: StaffMember = { number: 7, name: "Manager", role: "manager" };
export const cashier: StaffMember = { number: 12, name: "Cashier", role: "cashier" };
export const MANAGER_PIN = "730512";
export const CASHIER_PIN = "8205";
export const terms: ApprovalTerms = {
  action: "refund",
  subject: "attempt-1",
  money: { amountMinor: 12_000, currency: "THB" },
  seen: { refundedBeforeMinor: 500, acceptElsewhere: true },
};

/** What the manager is asked to approve, under an id of its own. */
export const ask = (change: object = {}) => ({
  approvalId: randomUUID(),
  ...terms,
  approver: manager.number,
  pin: MANAGER_PIN,
  ...change,
});

export type Shop = { readonly folder: string; readonly clock: { ms: number }; staff: Staff; approvals: Approvals };

export async function openShop(): Promise<Shop> {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-"));
  const clock = { ms: NOON };
  const staff = openList(folder, clock);
  await staff.put(manager, MANAGER_PIN);
  await staff.put(cashier, CASHIER_PIN);
  return { folder, clock, staff, approvals: approvalsOf({ clock, staff, asker: cashier.number }) };
}

export function closeShop({ folder }: Shop): void {
  rmSync(folder, { recursive: true, force: true });
}

export function openList(folder: string, clock: { readonly ms: number }): Staff {
  const port = { nowMs: () => clock.ms };
  return openStaff({
    dataFolder: folder,
    clock: port,
    log: { warn: () => undefined },
    cost: { n: 1_024, r: 8, p: 1 },
  });
}

export function approvalsOf(parts: {
  readonly clock: { readonly ms: number };
  readonly staff: Pick<Staff, "check" | "list">;
  readonly asker: number;
}): Approvals {
  return createApprovals({ clock: { nowMs: () => parts.clock.ms }, staff: parts.staff, asker: () => parts.asker });
}

/** What was permitted, or the words of the refusal. */
export function use(approvals: Approvals, approvalId: string, wanted: ApprovalTerms = terms): Approval | string {
  try {
    return approvals.consume(approvalId, wanted);
  } catch (thrown) {
    if (!(thrown instanceof Refusal) || thrown.failure.code !== "not-allowed") throw thrown;
    return thrown.failure.words;
  }
}
