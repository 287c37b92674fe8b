// The bank's time, learned from its own answers. The PC's clock never decides when something expires.
import type { Clock } from "./ports.ts";

export type BankTime = {
  /** Takes the `Date` of an answer that has just arrived; null where there was none. */
  learn(bankMs: number | null): void;
  /** Bank time minus the till's time; null while no answer has told it. */
  offsetMs(): number | null;
  nowMs(): number | null;
};

export function createBankTime(clock: Clock): BankTime {
  let offset: number | null = null;
  return {
    learn(bankMs) {
      if (bankMs !== null) offset = bankMs - clock.nowMs();
    },
    offsetMs: () => offset,
    nowMs: () => (offset === null ? null : clock.nowMs() + offset),
  };
}
