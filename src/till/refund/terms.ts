// What may go back of a paid attempt: the charge's own flags first, where they are absent the method's documents in their
// earliest reading. Pure.
import type { RefundTerms } from "#contract/refunds.ts";
import { judge } from "#till/attempt/judge.ts";
import type { Attempt } from "#till/attempt/state.ts";
import { METHODS } from "#till/methods.ts";
import { goneMinor, oursMinor, type MoneyRead } from "./gone.ts";
import { isRefundOpen, type RefundRecord } from "./state.ts";
import { daysUntil, partFromMs, refundEndMs, voidCutOffMs } from "./windows.ts";

/** Omise takes fewer than so many refunds of one charge. */
export const MOST_REFUNDS = 15;

export type TermsOf = {
  readonly attempt: Attempt;
  readonly chargeId: string;
  /** As our own book has it, for a charge that does not say. */
  readonly paidAtMs: number;
  /** Ours of this attempt. */
  readonly refunds: readonly RefundRecord[];
};

/** Without an answer nothing is possible, and only our own books tell what went back. */
export function termsUnread({ attempt, refunds }: TermsOf): RefundTerms {
  return terms(attempt, { refundedMinor: oursMinor(refunds), elsewhereMinor: 0, objection: "no-answer" });
}

/** @param nowMs bank time; null while it is not known, when nothing is promised */
export function termsRead(
  of: TermsOf,
  read: MoneyRead,
  { nowMs, livemode }: { readonly nowMs: number | null; readonly livemode: boolean },
): RefundTerms {
  const { attempt, refunds } = of;
  const refundedMinor = Math.min(goneMinor(read), attempt.money.amountMinor);
  const elsewhereMinor = Math.max(0, refundedMinor - oursMinor(refunds));
  const at: At = { ...of, read, nowMs, refundedMinor, livemode };
  const objection = objectionOf(at);
  const gone = { refundedMinor, elsewhereMinor, objection };
  if (objection !== null && objection !== "not-refundable" && objection !== "window-over") return terms(attempt, gone);
  const cutOffMs = voidCutOffMs(METHODS[attempt.method].voidRule, paidAt(at));
  const mayVoid = voidOf(at, cutOffMs);
  const endsInMs = mayVoid === "no" || cutOffMs === null || nowMs === null ? null : Math.max(0, cutOffMs - nowMs);
  return {
    ...terms(attempt, gone),
    mayVoid,
    voidRemainingMs: endsInMs,
    mayRefund: objection === null,
    mayRefundPart: objection === null && mayRefundPart(at),
    mayBecomeVoid: objection === null && refundedMinor === 0 && (mayVoid !== "no" || cutOffMs === null),
    daysLeft: nowMs === null ? null : daysUntil(endMs(at), nowMs),
  };
}

type At = TermsOf & {
  readonly read: MoneyRead;
  readonly nowMs: number | null;
  readonly refundedMinor: number;
  readonly livemode: boolean;
};

function objectionOf(at: At): RefundTerms["objection"] {
  const { attempt, chargeId, read, refunds, livemode, nowMs } = at;
  if (judge(attempt, read.charge, { chargeId, livemode }).kind !== "paid") return "not-paid";
  if (refunds.some(({ state }) => isRefundOpen(state))) return "open-refund";
  if (at.refundedMinor >= attempt.money.amountMinor) return "fully-refunded";
  if (read.refunds.length >= MOST_REFUNDS) return "too-many";
  const { refundable } = read.flags;
  if (refundable === true) return null;
  if (nowMs !== null && nowMs >= endMs(at)) return "window-over";
  return refundable === false ? "not-refundable" : null;
}

function voidOf({ read, refundedMinor, nowMs }: At, cutOffMs: number | null): RefundTerms["mayVoid"] {
  const { canPerformVoid } = read.flags;
  // A void is the whole amount, or none.
  if (refundedMinor > 0 || canPerformVoid === false) return "no";
  if (canPerformVoid === true) return "yes";
  if (cutOffMs === null) return "no";
  return nowMs === null || nowMs < cutOffMs ? "uncertain" : "no";
}

function mayRefundPart(at: At): boolean {
  const { partiallyRefundable } = at.read.flags;
  if (partiallyRefundable !== null) return partiallyRefundable;
  const rule = METHODS[at.attempt.method].partRule;
  return rule === "any-time" || (at.nowMs !== null && at.nowMs >= partFromMs(rule, paidAt(at)));
}

function endMs(at: At): number {
  return refundEndMs(METHODS[at.attempt.method], { paidAtMs: paidAt(at), createdAtMs: at.read.charge.createdAtMs });
}

function paidAt({ read, paidAtMs }: At): number {
  return read.charge.paidAtMs ?? paidAtMs;
}

function terms(
  { money }: Attempt,
  gone: Pick<RefundTerms, "refundedMinor" | "elsewhereMinor" | "objection">,
): RefundTerms {
  return {
    money,
    ...gone,
    leftMinor: Math.max(0, money.amountMinor - gone.refundedMinor),
    mayVoid: "no",
    voidRemainingMs: null,
    mayRefund: false,
    mayRefundPart: false,
    mayBecomeVoid: false,
    daysLeft: null,
  };
}
