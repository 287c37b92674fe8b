// Steps after the end. Nothing leaves a payment; an unpaid end has one way on: money that arrives late.
import type { AttemptEvent } from "./events.ts";
import { judge } from "./judge.ts";
import { impossible, to, type At, type Stepped } from "./stepped.ts";

type UnpaidEnd = "failed" | "expired" | "cancelled" | "not-sent" | "not-found";

const BEGINNINGS: ReadonlySet<AttemptEvent["kind"]> = new Set(["created", "send-began", "rebuilt"]);

export function fromPaid(event: AttemptEvent): Stepped | null {
  if (BEGINNINGS.has(event.kind)) return impossible("paid", event);
  return null;
}

export function fromUnpaidEnd({ attempt, state, rules }: At<UnpaidEnd>, event: AttemptEvent): Stepped | null {
  if (BEGINNINGS.has(event.kind)) return impossible(state.name, event);
  // Committed before the request leaves, as everything that is asked.
  if (event.kind === "expire-sent" && state.name === "not-found") return to({ ...state, expireAskedAtMs: event.atMs });
  if (event.kind !== "charge-seen" || event.by !== "get") return null;
  const chargeId = "chargeId" in state ? state.chargeId : null;
  const verdict = judge(attempt, event.charge, { chargeId, livemode: rules.livemode });
  if (verdict.kind === "alarm") return to(state, verdict.alarm);
  if (verdict.kind !== "paid") return null;
  const paidAtMs = verdict.paidAtMs ?? event.atMs;
  return to({ name: "paid-late", chargeId: event.charge.chargeId, paidAtMs, endedAtMs: event.atMs }, "paid-late");
}
