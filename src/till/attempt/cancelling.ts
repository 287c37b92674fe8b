// How an attempt with a charge begins to be cancelled. A scanned code first gets its time: the wallet may be asking for a PIN.
import { METHODS } from "#till/methods.ts";
import type { Attempt, AttemptState, ChargeNote } from "./state.ts";
import type { StepRules } from "./stepped.ts";

export function cancelling(
  of: {
    readonly attempt: Attempt;
    readonly rules: StepRules;
    readonly charge: ChargeNote;
    readonly sentAtMs: number;
  },
  asked: { readonly by: "cashier" | "till"; readonly atMs: number; readonly gaveWay: boolean },
): AttemptState {
  const { charge, sentAtMs } = of;
  const grace = METHODS[of.attempt.method].flow === "scan" ? of.rules.timings.scanCancelNotBeforeMs : 0;
  const notBeforeMs = Math.max(asked.atMs, sentAtMs + grace);
  const { by, gaveWay } = asked;
  return { name: "cancelling", charge, sentAtMs, by, notBeforeMs, refused: false, gaveWay, askedAtMs: null };
}
