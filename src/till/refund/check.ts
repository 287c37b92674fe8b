// What charge and refunds, read just before a send, mean for it: send, wait, or stop and ask for a new approval. Pure.
import { judge } from "#till/attempt/judge.ts";
import type { Attempt } from "#till/attempt/state.ts";
import { whyOf } from "#till/back-off.ts";
import { METHODS } from "#till/methods.ts";
import type { MoneyOutcome } from "#till/ports.ts";
import type { RefundFacts } from "./events.ts";
import { goneMinor, type MoneyRead } from "./gone.ts";
import type { Refund } from "./state.ts";
import { voidCutOffMs } from "./windows.ts";

export type Check =
  | { readonly do: "send"; readonly bankMs: number }
  /** It is there already. */
  | { readonly do: "adopt"; readonly found: readonly RefundFacts[] }
  | { readonly do: "stop"; readonly end: "changed" | "void-over" }
  /** The answer decides nothing. */
  | { readonly do: "wait"; readonly why: string };

export function checkBeforeSend(
  { refund, attempt }: { readonly refund: Refund; readonly attempt: Attempt },
  outcome: MoneyOutcome,
  now: { readonly bankMs: number | null; readonly livemode: boolean },
): Check {
  if (outcome.kind !== "money") return { do: "wait", why: whyOf(outcome) };
  const found = outcome.refunds.filter(({ refundId }) => refundId === refund.refundId);
  if (found.length > 0) return { do: "adopt", found };
  if (!outcome.complete) return { do: "wait", why: NOT_WHOLE };
  if (now.bankMs === null) return { do: "wait", why: "the bank's time is not known" };
  const { chargeId } = refund;
  const verdict = judge(attempt, outcome.charge, { chargeId, livemode: now.livemode });
  if (verdict.kind !== "paid" || goneMinor(outcome) !== refund.refundedBeforeMinor)
    return { do: "stop", end: "changed" };
  if (refund.kind === "void" && isVoidOver(outcome, { attempt, bankMs: now.bankMs }))
    return { do: "stop", end: "void-over" };
  return { do: "send", bankMs: now.bankMs };
}

export const NOT_WHOLE = "not all refunds of the charge could be read";

/** The charge's own flag rules; where it is absent, the earliest cut-off of the method does. */
function isVoidOver(read: MoneyRead, at: { readonly attempt: Attempt; readonly bankMs: number }): boolean {
  if (goneMinor(read) > 0) return true;
  const { canPerformVoid } = read.flags;
  if (canPerformVoid !== null) return !canPerformVoid;
  const paidAtMs = read.charge.paidAtMs ?? read.charge.createdAtMs;
  const cutOffMs = paidAtMs === null ? null : voidCutOffMs(METHODS[at.attempt.method].voidRule, paidAtMs);
  return cutOffMs === null || at.bankMs >= cutOffMs;
}
