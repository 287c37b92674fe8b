// People at a test's till: a manager on the staff list, and that manager's approvals.
import { randomUUID } from "node:crypto";
import type { InputOf } from "#contract/commands.ts";
import type { ApprovalSeen } from "#contract/people.ts";
import type { Desk } from "./desk.ts";

export const MANAGER = { number: 7, name: "Manager", role: "manager" } as const;
export const PIN = "704915";
const NOTHING_BACK: ApprovalSeen = { refundedBeforeMinor: 0, acceptElsewhere: false };

export async function hireManager(desk: Desk): Promise<void> {
  const answer = await desk.cashier.ask("staff/put", { member: MANAGER, pin: PIN, approvalId: null });
  if (answer.result !== "saved") throw new Error(`no manager: ${answer.result}`);
}

/** @param terms without `seen`: nothing has gone back yet @returns the approval's id */
export async function approve(
  desk: Pick<Desk, "cashier">,
  terms: Pick<InputOf<"approval/give">, "action" | "subject"> & {
    readonly amountMinor: number;
    readonly seen?: ApprovalSeen;
  },
): Promise<string> {
  const approvalId = randomUUID();
  const { action, seen = action === "override" ? null : NOTHING_BACK } = terms;
  const request = { ...terms, seen, approvalId, currency: "THB" as const, staff: MANAGER.number, pin: PIN };
  const answer = await desk.cashier.ask("approval/give", request);
  if (answer.result !== "given") throw new Error(`no approval: ${answer.result}`);
  return approvalId;
}
