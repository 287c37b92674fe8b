// Every way in which the ledger and the pretend bank's books disagree, as a sentence each; what is still open is one of them.
import type { Books } from "#simulator/simulator.ts";
import type { AttemptLine, LedgerBooks, RefundLine } from "./books.ts";

export function disagreements(ledger: LedgerBooks, bank: Books): readonly string[] {
  return [
    ...strays(ledger, bank),
    ...ledger.attempts.flatMap((attempt) => aboutAttempt(attempt, ledger, bank)),
    ...ledger.refunds.flatMap((refund) => aboutRefund(refund, bank)),
    ...aboutMoneyTwice(ledger),
    ...ledger.queue.map((id) => `something is still to be done about ${id}`),
    ...(ledger.integrity === "ok" ? [] : [`the ledger's integrity check says ${String(ledger.integrity)}`]),
  ];
}

/** What the bank has and the ledger has not. Every refund of these flows was asked for at the till. */
function strays(ledger: LedgerBooks, bank: Books): readonly string[] {
  const attempts = new Set<unknown>(ledger.attempts.map(({ attemptId }) => attemptId));
  const refunds = new Set<unknown>(ledger.refunds.map(({ refundId }) => refundId));
  return [
    ...bank.charges
      .filter(({ metadata }) => !attempts.has(metadata["cf_attempt"]))
      .map(({ id, status }) => `charge ${id} (${status}) has no attempt in the ledger`),
    ...bank.refunds
      .filter(({ metadata }) => !refunds.has(metadata["cf_refund"]))
      .map(({ id, amount }) => `${id} of ${amount} has no refund in the ledger`),
  ];
}

const WITHOUT_CHARGE = new Set(["not-sent", "not-found"]);

function aboutAttempt(attempt: AttemptLine, { alarms }: LedgerBooks, bank: Books): readonly string[] {
  const { attemptId, state } = attempt;
  const charges = bank.charges.filter(({ metadata }) => metadata["cf_attempt"] === attemptId);
  const untrue = untrueOf(attempt, charges[0]);
  const isAlarmed = alarms.some((alarm) => alarm.attemptId === attemptId && alarm.kind.startsWith("paid-"));
  return [
    ...(charges.length > 1 ? [`attempt ${attemptId} was charged ${charges.length} times`] : []),
    ...(untrue === null ? [] : [`attempt ${attemptId} is ${state}, but ${untrue}`]),
    ...(state === "paid-late" && !isAlarmed ? [`attempt ${attemptId} was paid late without an alarm`] : []),
  ];
}

function untrueOf(attempt: AttemptLine, charge: Books["charges"][number] | undefined): string | null {
  const { state, phase, chargeId, amountMinor } = attempt;
  if (phase === "living") return `the bank has ${charge?.status ?? "no charge"}`;
  if (charge === undefined) {
    const isKnownWithout = WITHOUT_CHARGE.has(state) || (state === "failed" && !chargeId);
    return isKnownWithout ? null : "the bank has no charge";
  }
  if (WITHOUT_CHARGE.has(state)) return `the bank has a charge that is ${charge.status}`;
  if (chargeId !== charge.id) return `its charge is ${chargeId}, not ${charge.id}`;
  if (amountMinor !== charge.amount) return `the bank has ${charge.amount}, not ${amountMinor}`;
  if ((phase === "paid") !== (charge.status === "successful")) return `the bank's charge is ${charge.status}`;
  return charge.status === "pending" ? "the bank's charge is pending" : null;
}

const UNDONE = new Set(["failed", "not-found"]);

function aboutRefund({ refundId, chargeId, kind, state, amountMinor }: RefundLine, bank: Books): readonly string[] {
  const made = bank.refunds.filter(({ metadata }) => metadata["cf_refund"] === refundId);
  const [first] = made;
  const is = `refund ${refundId} is ${state}, but`;
  const found: string[] = [];
  if (made.length > 1) found.push(`refund ${refundId} was made ${made.length} times`);
  if (state !== "closed" && !UNDONE.has(state)) found.push(`${is} the bank has ${first ? "it" : "none"}`);
  if (state === "closed" && !first) found.push(`${is} the bank has none`);
  if (UNDONE.has(state) && first) found.push(`${is} the bank has it`);
  if (first && first.chargeId !== chargeId) found.push(`${is} the bank's is of ${first.chargeId}, not ${chargeId}`);
  if (first && first.amount !== amountMinor) found.push(`${is} the bank's is ${first.amount}, not ${amountMinor}`);
  if (first && kind === "void" && !first.voided) found.push(`${is} a void was asked for, and it is none`);
  return found;
}

/** Two payments of one sale are never silent, and an alarm ends when its money has gone back. */
function aboutMoneyTwice({ attempts, alarms, refunds }: LedgerBooks): readonly string[] {
  const paid = attempts.filter(({ phase }) => phase === "paid");
  const twice = new Set(paid.filter((one) => paid.some((each) => each !== one && each.saleId === one.saleId)));
  const silent = twice.size > 0 && !alarms.some(({ kind }) => kind === "paid-twice");
  const wentBack = (attemptId: string): number =>
    refunds
      .filter((each) => each.attemptId === attemptId && each.state === "closed")
      .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const left = alarms.filter(({ settled, kind, attemptId }) => {
    const amountMinor = attempts.find((each) => each.attemptId === attemptId)?.amountMinor ?? 0;
    return settled === null && kind.startsWith("paid-") && wentBack(attemptId) >= amountMinor;
  });
  return [
    ...(silent ? ["a sale was paid twice without an alarm"] : []),
    ...left.map(({ alarmId }) => `alarm ${alarmId} stands although its money went back`),
  ];
}
