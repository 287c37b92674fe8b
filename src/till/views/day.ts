// The day so far: what was paid, by method, and how much is still open. Rows come a page at a time, by `day/rows`.
import type { DayView } from "#contract/views.ts";
import type { Mode } from "#contract/words.ts";
import type { BankTime } from "#till/bank-time.ts";
import type { Clock, Ledger } from "#till/ports.ts";

export function dayView(from: {
  readonly version: number;
  readonly mode: Mode;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly bank: BankTime;
}): DayView {
  // A payment's time is the bank's, so its day is too.
  const { day, fromMs, toMs } = from.clock.dayAt(from.bank.nowMs() ?? from.clock.nowMs());
  return {
    version: from.version,
    mode: from.mode,
    day,
    totals: [...from.ledger.totals({ fromMs, toMs })],
    open: from.ledger.openAttempts().length,
  };
}
