// What a restored ledger misses is written again from the API: every charge of this till carries its sale and attempt.
// Nothing is charged and nothing is decided here: an attempt stands afterwards as its charge says.
import { CURRENCIES } from "#contract/money.ts";
import { isPaid, type Attempt, type AttemptRecord } from "./attempt/state.ts";
import { rebuilt } from "./attempt/rebuilt.ts";
import type { StepRules } from "./attempt/stepped.ts";
import type { Book } from "./book.ts";
import type { Clock, Ledger, PastCharge, Payments } from "./ports.ts";
import { rebuildRefunds } from "./rebuild-refunds.ts";
import { recover } from "./recover.ts";
import { recoverRefunds } from "./refund/recover.ts";

export type RebuildCounts = {
  /** Charges at the bank in the time that was asked for, of whatever till. */
  readonly read: number;
  /** Written again. */
  readonly written: number;
  /** Known here, and brought to what the bank says. */
  readonly broughtOn: number;
  /** Refunds and voids of this till, written again or brought on. */
  readonly refunds: number;
  /** Charges and refunds of this till that cannot be written as they are: told, never guessed. */
  readonly strange: readonly string[];
};

export type RebuildParts = {
  readonly ledger: Ledger;
  readonly book: Book;
  readonly payments: Pick<Payments, "history" | "read">;
  readonly clock: Clock;
  readonly rules: StepRules;
  /** Of this till, as its charges carry it. */
  readonly tillId: string;
};

const DAY_MS = 86_400_000;

/**
 * @param window bank time
 * @returns null where a listing was not whole or a charge could not be read: then nothing can be said to be complete, and it
 * is to be run again, which does no harm
 */
export async function rebuildFrom(
  parts: RebuildParts,
  window: { readonly fromMs: number; readonly toMs: number },
): Promise<RebuildCounts | null> {
  const counts = { read: 0, written: 0, broughtOn: 0, refunds: 0, strange: [] as string[] };
  const seen = new Set<string>();
  recover(parts);
  recoverRefunds(parts);
  for (let fromMs = window.fromMs; fromMs < window.toMs; fromMs += DAY_MS) {
    const toMs = Math.min(fromMs + DAY_MS, window.toMs);
    const history = await parts.payments.history({ fromMs, toMs });
    if (history.kind !== "history" || !history.complete) return null;
    const oldestFirst = history.charges.toSorted((a, b) => (a.charge.createdAtMs ?? 0) - (b.charge.createdAtMs ?? 0));
    for (const past of oldestFirst) {
      // Windows meet in whole seconds, so what was made in such a second comes twice.
      if (seen.has(past.charge.chargeId)) continue;
      seen.add(past.charge.chargeId);
      counts.read += 1;
      if (past.tillId !== parts.tillId) continue;
      const outcome = await parts.payments.read(past.charge.chargeId);
      if (outcome.kind !== "charge") return null;
      const done = writeOne(parts, { ...past, charge: outcome.charge });
      if (done === "written") counts.written += 1;
      else if (done === "brought-on") counts.broughtOn += 1;
      else if (done === "strange") counts.strange.push(past.charge.chargeId);
      const refunds = rebuildRefunds(parts, past);
      counts.refunds += refunds.written;
      counts.strange.push(...refunds.strange);
    }
  }
  return counts;
}

function writeOne(parts: RebuildParts, past: PastCharge): "written" | "brought-on" | "known" | "strange" {
  const { ledger, book, clock } = parts;
  const attempt = attemptOf(past, clock.nowMs());
  if (!attempt) return "strange";
  const known = ledger.attempt(attempt.attemptId);
  if (known) return bringOn(parts, known, past);
  const atMs = clock.nowMs();
  const stepped = rebuilt(attempt, past.charge, { rules: parts.rules, atMs });
  if (!stepped) return "strange";
  const { saleId, money, reference } = attempt;
  const sale = ledger.sale(saleId);
  if (sale && (sale.money.amountMinor !== money.amountMinor || sale.money.currency !== money.currency))
    return "strange";
  if (!sale) book.begin({ saleId, money, reference, staff: past.staff ?? 0, beganAtMs: attempt.createdAtMs });
  const record: AttemptRecord = { attempt, state: stepped.state, step: 1 };
  book.writeAgain(record, { kind: "rebuilt", attempt, atMs, charge: past.charge }, stepped.alarms);
  return "written";
}

/** The backup knew it in an earlier state: the loop does the rest; what has ended unpaid and was paid is told at once. */
function bringOn({ book, clock }: RebuildParts, known: AttemptRecord, { charge }: PastCharge): "brought-on" | "known" {
  if (isPaid(known.state)) return "known";
  const seen = { kind: "charge-seen", atMs: clock.nowMs(), charge } as const;
  const listed = book.apply(known.attempt.attemptId, { ...seen, by: "list" });
  const after = book.apply(known.attempt.attemptId, { ...seen, by: "get" });
  return listed.step === known.step && after.step === known.step ? "known" : "brought-on";
}

/** null where our own metadata is not whole: such a charge is no attempt of ours. */
function attemptOf({ charge, method, saleId, reference }: PastCharge, nowMs: number): Attempt | null {
  const currency = CURRENCIES.find((each) => each === charge.currency);
  if (charge.attemptId === null || saleId === null || method === null || !currency) return null;
  if (!isUuid(charge.attemptId) || !isUuid(saleId)) return null;
  return {
    attemptId: charge.attemptId,
    saleId,
    method,
    money: { amountMinor: charge.amountMinor, currency },
    reference,
    codeLastFour: null,
    createdAtMs: charge.createdAtMs ?? nowMs,
  };
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}
