// What makes the till look before its time, and nothing else: a webhook's hint, and the end of a machine's sleep.
import type { Account } from "./account.ts";
import { isFinal } from "./attempt/state.ts";
import type { BankTime } from "./bank-time.ts";
import type { Loops } from "./loop.ts";
import type { RefundLoops } from "./refund/loop.ts";
import type { TillPorts } from "./till-ports.ts";
import type { Watch } from "./watch.ts";

/** @returns a function that ends it */
export function askSooner(parts: {
  readonly ports: Pick<TillPorts, "clock" | "ledger" | "log" | "timings" | "webhooks">;
  readonly account: Pick<Account, "refresh">;
  readonly bank: BankTime;
  readonly loops: Loops;
  readonly refundLoops: Pick<RefundLoops, "askNow" | "hint">;
  readonly watch: Pick<Watch, "lookNow">;
}): () => void {
  const { ports, account, bank, loops, refundLoops, watch } = parts;
  const { clock, ledger, log, timings, webhooks } = ports;

  webhooks?.onHint((chargeId) => {
    const known = ledger.attemptOfCharge(chargeId);
    if (known && isFinal(known.state)) watch.lookNow(known.attempt.attemptId, true);
    else if (known) loops.hint(known.attempt.attemptId, true);
    else hintWhatIsLookedFor();
    const meant = ledger.openRefunds().concat(ledger.lostRefundsSince(clock.nowMs() - timings.watchNotFoundMs));
    for (const { refund } of meant) if (refund.chargeId === chargeId) refundLoops.hint(refund.refundId);
  });

  /** Of a charge that nobody knows yet, whatever is being looked for may be meant. */
  function hintWhatIsLookedFor(): void {
    for (const { attempt, state } of ledger.openAttempts())
      if (state.name === "unknown") loops.hint(attempt.attemptId, false);
    for (const { attempt, state } of ledger.unpaidEndsSince(clock.nowMs() - timings.watchNotFoundMs))
      if (state.name === "not-found") watch.lookNow(attempt.attemptId, false);
  }

  return clock.slept((forMs) => {
    log.info("clock/slept", { forMs });
    bank.doubt();
    for (const { attempt } of ledger.openAttempts()) loops.lookNow(attempt.attemptId);
    for (const { refund } of ledger.openRefunds()) refundLoops.askNow(refund.refundId);
    void account.refresh();
  });
}
