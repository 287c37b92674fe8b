// What makes the till look before its time, and nothing else: a webhook's hint, and the end of a machine's sleep.
import type { Account } from "./account.ts";
import type { BankTime } from "./bank-time.ts";
import type { Loops } from "./loop.ts";
import type { RefundLoops } from "./refund/loop.ts";
import type { TillPorts } from "./till-ports.ts";

/** @returns a function that ends it */
export function askSooner(parts: {
  readonly ports: TillPorts;
  readonly account: Account;
  readonly bank: BankTime;
  readonly loops: Loops;
  readonly refundLoops: RefundLoops;
}): () => void {
  const { ports, account, bank, loops, refundLoops } = parts;
  const { clock, ledger, log, webhooks } = ports;

  webhooks?.onHint((chargeId) => {
    const known = ledger.attemptOfCharge(chargeId);
    // Of a charge that nobody knows yet, whatever is being looked for may be meant.
    const meant = known ? [known] : ledger.openAttempts().filter(({ state }) => state.name === "unknown");
    for (const { attempt } of meant) loops.lookNow(attempt.attemptId);
    for (const { refund } of ledger.openRefunds())
      if (refund.chargeId === chargeId) refundLoops.askNow(refund.refundId);
  });

  return clock.slept((forMs) => {
    log.info("clock/slept", { forMs });
    bank.doubt();
    for (const { attempt } of ledger.openAttempts()) loops.lookNow(attempt.attemptId);
    for (const { refund } of ledger.openRefunds()) refundLoops.askNow(refund.refundId);
    void account.refresh();
  });
}
