// The bank's answers about money that goes back, and what it shows of it.
import type { RefundFacts } from "#till/refund/events.ts";
import type { MoneyOutcome } from "#till/ports.ts";
import { chargeIdOf, factsOf, once, type Answer } from "./names.ts";
import { spell } from "./spell.ts";
import { NOW_MS, WHOLE_MINOR, type ModelRefund, type Money, type RefundStatus, type World } from "./world.ts";

export function refundIdOf(index: number): string {
  return `refund ${index}`;
}

export function refundIndexOf(refundId: string): number {
  return Number(refundId.slice("refund ".length));
}

export function approvalIdOf(index: number): string {
  return `approval ${index}`;
}

/** How much of a charge has gone back at the bank. */
export function goneAt(world: World, attempt: number): number {
  const ours = world.refunds.filter(({ refund }) => refund.chargeId === chargeIdOf(attempt));
  return ours.reduce(
    (sum, { refund, made }) => sum + made.length * refund.money.amountMinor,
    elsewhereAt(world, attempt),
  );
}

/** Only the first attempt's money goes back by other hands: enough to be surprised by. */
function elsewhereAt(world: World, attempt: number): number {
  return attempt === 0 ? world.elsewhereMinor : 0;
}

/** What a read of the charge and its refunds shows now; `without`: as it was before that refund was there. */
export function moneyAt(
  world: World,
  attempt: number,
  { without = null, mayVoid = true }: { readonly without?: number | null; readonly mayVoid?: boolean } = {},
): Money {
  const refunds: Money["refunds"][number][] = [];
  let goneMinor = elsewhereAt(world, attempt);
  for (const [index, { refund, made }] of world.refunds.entries()) {
    if (refund.chargeId !== chargeIdOf(attempt) || index === without) continue;
    for (const [nth, status] of made.entries()) {
      refunds.push({ refund: index, status, nth });
      goneMinor += refund.money.amountMinor;
    }
  }
  return interned({ goneMinor, refunds, mayVoid });
}

const monies = new Map<string, Money>();

/** The same sight is one object. */
function interned(money: Money): Money {
  let words = `${money.goneMinor}${money.mayVoid}`;
  for (const { refund, status, nth } of money.refunds) words += `,${refund}${status}${nth}`;
  const known = monies.get(words) ?? money;
  monies.set(words, known);
  return known;
}

/** Nothing in the way of a send: as it was approved. */
export function asApproved(refund: ModelRefund["refund"]): Money {
  return interned({ goneMinor: refund.refundedBeforeMinor, refunds: [], mayVoid: true });
}

export type StrangeRefund = "other-amount" | "unheard-of";

function refundFacts(
  world: World,
  index: number,
  status: RefundStatus,
  strange: StrangeRefund | null = null,
): RefundFacts {
  const refund = world.refunds[index]?.refund;
  if (!refund) throw new Error("the bank knows of a refund that nobody asked for");
  return {
    omiseRefundId: `rfnd ${index}`,
    chargeId: refund.chargeId,
    amountMinor: strange === "other-amount" ? 1 : refund.money.amountMinor,
    currency: "THB",
    status: strange === "unheard-of" ? "wondering" : status,
    voided: null,
    refundId: refund.refundId,
    createdAtMs: NOW_MS,
  };
}

type Of = { readonly world: World; readonly attempt: number };

/** `saw` null: no answer came. */
export function moneyAnswer({ world, attempt }: Of, saw: Money | null, strange: StrangeRefund | null = null): Answer {
  if (saw === null) {
    const outcome = { kind: "no-answer", why: "no answer in time", bankMs: null } as const;
    return once("money none", () => ({ to: "money", outcome }));
  }
  let words = `money ${attempt} ${strange} ${spell(saw)}`;
  for (const { refund } of saw.refunds) words += `,${spell(world.refunds[refund]?.refund ?? {})}`;
  return once(words, () => ({ to: "money", outcome: moneyShown({ world, attempt }, saw, strange) }));
}

/** Without the bank's time: the till knows it already. */
function moneyShown({ world, attempt }: Of, saw: Money, strange: StrangeRefund | null): MoneyOutcome {
  const { goneMinor, mayVoid } = saw;
  const refunds = saw.refunds.map(({ refund, status, nth }) => {
    const facts = refundFacts(world, refund, status, strange);
    return nth === 0 ? facts : { ...facts, omiseRefundId: `${facts.omiseRefundId} again` };
  });
  const flags = { refundable: null, partiallyRefundable: null, canPerformVoid: mayVoid, voided: null };
  const refundedMinor = Math.min(goneMinor, WHOLE_MINOR);
  const charge = factsOf(attempt, "successful");
  return { kind: "money", charge, flags: { ...flags, refundedMinor }, refunds, complete: true, bankMs: null };
}

export type RefundPostAnswer = RefundStatus | "refused" | "too-many" | "never-sent" | "unknown";

export function refundAnswer(
  world: World,
  index: number,
  name: RefundPostAnswer,
  strange: StrangeRefund | null = null,
): Answer {
  const refused = { status: 400, code: "failed_refund", message: "no" };
  const bankMs = null;
  const amount = world.refunds[index]?.refund.money.amountMinor;
  return once(`refund ${index} ${amount} ${world.refunds[index]?.refund.chargeId} ${name} ${strange}`, () => {
    switch (name) {
      case "pending":
      case "closed":
        return { to: "refund", outcome: { kind: "answered", facts: refundFacts(world, index, name, strange), bankMs } };
      case "refused":
        return { to: "refund", outcome: { kind: "refused", error: refused, bankMs } };
      case "too-many":
        return { to: "refund", outcome: { kind: "refused", error: { ...refused, status: 429 }, bankMs } };
      case "never-sent":
      case "unknown":
        return { to: "refund", outcome: { kind: name, why: "no answer in time", bankMs } };
    }
  });
}
