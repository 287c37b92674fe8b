// What a person does about money that goes back, on the real desk with the real approvals; and what the loop of a refund does.
import type { Approvals, ApprovalTerms } from "#till/approvals.ts";
import { turnOf } from "#till/refund/effects.ts";
import { createRefundDesk } from "#till/refund/desk.ts";
import type { RefundEffect } from "#till/refund/plan.ts";
import { newRefundRun } from "#till/refund/run.ts";
import type { RefundState } from "#till/refund/state.ts";
import { Refusal } from "#contract/failure.ts";
import { approvalsAt } from "./real-counter.ts";
import type { RealTill } from "./real-till.ts";
import { approvalIdOf, refundIdOf } from "./refund-names.ts";
import { NOW_MS, type ModelApproval, type ModelRefund, type RefundLook, type RefundTerms } from "./world.ts";

export type RefundAsked = RefundTerms & {
  readonly refund: number;
  readonly approval: number;
  readonly refundedBeforeMinor: number;
};

type Desk = ReturnType<typeof createRefundDesk>;

function deskOf(till: RealTill, approvals: Approvals): Desk {
  const loops: Parameters<typeof createRefundDesk>[0]["loops"] = {
    ask: (refund, approval, sendByMs) => till.refundBook.ask(refund, approval, sendByMs),
    tell: (refundId, event) => void till.refundBook.apply(refundId, event),
  };
  return createRefundDesk({ ...till, approvals, loops, staff: () => 1 });
}

/** In the model a manager has always seen what the cashier asks with: test/till/approvals.test.ts has what differs. */
function termsOf({ kind, attempt, amountMinor }: RefundTerms, { refundedBeforeMinor }: RefundAsked): ApprovalTerms {
  const seen = { refundedBeforeMinor, acceptElsewhere: true };
  return { action: kind, subject: String(attempt), money: { amountMinor, currency: "THB" }, seen };
}

export type Pressed = { readonly refused: boolean; readonly approvalLeft: boolean; readonly thrown: unknown };

/** Whatever the desk throws, it is told whether the approval could be used once more. */
export async function askForRefund(
  till: RealTill,
  asked: RefundAsked,
  { approval, wrap }: { readonly approval: ModelApproval; readonly wrap: ((real: Approvals) => Approvals) | undefined },
): Promise<Pressed> {
  const real = approvalsAt(till);
  const approvals = wrap?.(real) ?? real;
  const approvalId = approvalIdOf(asked.approval);
  if (approval.is === "given") await approvals.give({ ...termsOf(approval, asked), approvalId, approver: 1, pin: "" });
  const { attempt, kind, amountMinor, refundedBeforeMinor } = asked;
  const attemptId = String(attempt);
  const rest = { kind, amountMinor, refundedBeforeMinor, acceptElsewhere: true, approvalId };
  let thrown: unknown = null;
  try {
    deskOf(till, approvals).ask({ refundId: refundIdOf(asked.refund), attemptId, ...rest });
  } catch (caught) {
    thrown = caught;
  }
  const approvalLeft = isLeft(approvals, approvalId, termsOf(approval, asked));
  return { refused: thrown instanceof Refusal, approvalLeft, thrown };
}

function isLeft(approvals: Approvals, approvalId: string, terms: ApprovalTerms): boolean {
  try {
    approvals.consume(approvalId, terms);
    return true;
  } catch {
    return false;
  }
}

export function withdraw(till: RealTill, refund: number): void {
  deskOf(till, approvalsAt(till)).withdraw(refundIdOf(refund));
}

export async function readTerms(till: RealTill, attempt: number): Promise<void> {
  await deskOf(till, approvalsAt(till)).terms(String(attempt));
}

const BEGAN: Readonly<Record<RefundLook["from"], RefundState>> = {
  sending: { name: "sending", sendByMs: NOW_MS, sentAtMs: NOW_MS, sentBankMs: NOW_MS },
  unknown: { name: "unknown", sentAtMs: NOW_MS, sentBankMs: NOW_MS, why: "", looks: [] },
  accepted: { name: "accepted", omiseRefundId: "", voided: null, acceptedAtMs: NOW_MS },
  "not-found": { name: "not-found", sentAtMs: NOW_MS, endedAtMs: NOW_MS },
};

/** Begun earlier, in a state that may have changed since: only the name of that one matters to the effect. */
export async function refundEffect(
  till: RealTill,
  {
    effect,
    refund,
    from,
  }: { readonly effect: RefundEffect; readonly refund: ModelRefund; readonly from?: RefundLook["from"] },
): Promise<void> {
  const state = from ? BEGAN[from] : refund.state;
  const turn = turnOf(till, { effect, record: { refund: refund.refund, state, step: 1 }, run: newRefundRun() });
  await turn.act();
}
