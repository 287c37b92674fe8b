// The state in which an attempt stands that is written again from the API: what the charge says, judged as a fetched one.
import type { ChargeFacts } from "./events.ts";
import { judge } from "./judge.ts";
import type { Attempt, AttemptState, ChargeNote } from "./state.ts";
import { cancelling } from "./cancelling.ts";
import { to, type StepRules, type Stepped } from "./stepped.ts";

/**
 * Nobody looks at the code of a charge that was lost and still waits: it gives way, and is ended as far as that is possible.
 * @returns null where the charge does not match the attempt that was made of it
 */
export function rebuilt(
  attempt: Attempt,
  charge: ChargeFacts,
  { rules, atMs }: { readonly rules: StepRules; readonly atMs: number },
): Stepped | null {
  const { chargeId, expiresAtMs } = charge;
  const verdict = judge(attempt, charge, { chargeId, livemode: rules.livemode });
  const waiting = (): AttemptState => {
    const note: ChargeNote = { chargeId, expiresAtMs, endAtMs: atMs };
    const sentAtMs = attempt.createdAtMs;
    return cancelling({ attempt, rules, charge: note, sentAtMs }, { by: "till", atMs, gaveWay: true });
  };
  switch (verdict.kind) {
    case "paid":
      return to({ name: "successful", chargeId, paidAtMs: verdict.paidAtMs ?? atMs, endedAtMs: atMs });
    case "failed": {
      const { code, message } = verdict;
      return to({ name: "failed", chargeId, code, message, expiresAtMs, endedAtMs: atMs });
    }
    case "expired":
      return to({ name: "expired", chargeId, expiresAtMs, endedAtMs: atMs });
    case "pending":
      return to(waiting());
    case "alarm":
      return verdict.alarm === "unknown-status" ? to(waiting(), verdict.alarm) : null;
  }
}
