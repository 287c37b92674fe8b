// The refunds of a paid attempt as the cashier sees them. Money counts as gone back when Omise has it, never before.
import type { RefundView } from "#contract/refunds.ts";
import type { RefundRecord } from "#till/refund/state.ts";

const MOST_SHOWN = 20;

export function refundViews(refunds: readonly RefundRecord[]): RefundView[] {
  return refunds.slice(-MOST_SHOWN).map(refundView);
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
