// The refunds of a paid attempt as the cashier sees them. Money counts as gone back when Omise has it, never before.
import type { RefundView } from "#contract/refunds.ts";
import { isRefundTaken, type RefundRecord } from "#till/refund/state.ts";

const MOST_SHOWN = 20;

export function refundViews(refunds: readonly RefundRecord[]): RefundView[] {
  return refunds.slice(-MOST_SHOWN).map(refundView);
}

/** In subunits. */
export function refundedMinor(refunds: readonly RefundRecord[]): number {
  const taken = refunds.filter(({ state }) => isRefundTaken(state));
  return taken.reduce((sum, { refund }) => sum + refund.money.amountMinor, 0);
}

function refundView({ refund, state }: RefundRecord): RefundView {
  return {
    refundId: refund.refundId,
    kind: refund.kind,
    money: refund.money,
    state: state.name,
    end: state.name === "failed" ? state.end : null,
    message: state.name === "failed" ? state.message.slice(0, 500) : "",
    voided: "voided" in state ? state.voided : null,
    approver: refund.approver,
    atMs: refund.askedAtMs,
    mayWithdraw: state.name === "asked",
  };
}
