// Late money: every attempt that ended unpaid is asked for again, at set times after its end, over restarts.
import type { AttemptRecord } from "./attempt/state.ts";
import { traceWindow } from "./attempt/trace.ts";
import type { RunParts } from "./run.ts";
import type { Timings } from "./timings.ts";

const SWEEP_MS = 2_000;
const OLDEST_END_MS = 26 * 3_600_000;

/** When an unpaid end is asked for next, or null when the watch is over. Pure. */
export function nextWatchAtMs(record: AttemptRecord, lastLookMs: number | null, timings: Timings): number | null {
  const { state } = record;
  if (state.name !== "failed" && state.name !== "expired" && state.name !== "cancelled" && state.name !== "not-found") {
    return null;
  }
  if (state.name !== "not-found" && state.chargeId === null) return null;
  const after = Math.max(state.endedAtMs, lastLookMs ?? 0);
  const due = [...timings.watchLooksMs.map((wait) => state.endedAtMs + wait), lastMoment(state, timings)];
  return due.filter((atMs) => atMs > after).toSorted((one, other) => one - other)[0] ?? null;
}

function lastMoment(
  state: { readonly name: string; readonly endedAtMs: number; readonly expiresAtMs?: number | null },
  timings: Timings,
): number {
  if (state.name === "not-found") return state.endedAtMs + timings.watchNotFoundMs;
  return (state.expiresAtMs ?? state.endedAtMs) + timings.watchPastExpiryMs;
}

export type Watch = { close(): Promise<void> };

/** Looks every two seconds which ends are due, and asks for them one after the other. */
export function openWatch(parts: RunParts): Watch {
  const lastLook = new Map<string, number>();
  let open = true;
  let sweeping: Promise<void> = Promise.resolve();
  let callOff = (): void => undefined;

  const plan = (): void => {
    callOff = parts.clock.after(SWEEP_MS, () => {
      sweeping = sweep().finally(() => {
        if (open) plan();
      });
    });
  };

  async function sweep(): Promise<void> {
    const nowMs = parts.clock.nowMs();
    try {
      for (const record of parts.ledger.unpaidEndsSince(nowMs - OLDEST_END_MS)) {
        const { attemptId } = record.attempt;
        const due = nextWatchAtMs(record, lastLook.get(attemptId) ?? null, parts.timings);
        if (!open || due === null || due > nowMs) continue;
        lastLook.set(attemptId, nowMs);
        await lookAgain(parts, record);
      }
    } catch (thrown) {
      parts.log.error("watch/defect", { error: thrown });
    }
  }

  plan();
  return {
    async close() {
      open = false;
      callOff();
      await sweeping;
    },
  };
}

async function lookAgain(parts: RunParts, record: AttemptRecord): Promise<void> {
  const { state, attempt } = record;
  const chargeId =
    state.name === "not-found" ? await findAgain(parts, record) : "chargeId" in state ? state.chargeId : null;
  if (chargeId === null) return;
  const outcome = await parts.payments.read(chargeId);
  parts.bank.learn(outcome.bankMs);
  if (outcome.kind !== "charge") return;
  const { charge } = outcome;
  parts.book.apply(attempt.attemptId, { kind: "charge-seen", atMs: parts.clock.nowMs(), by: "get", charge });
  // Found after all, and still payable although nobody shows its code any more: it is ended at once.
  if (state.name === "not-found" && charge.status === "pending") await parts.payments.expire(chargeId);
}

async function findAgain(parts: RunParts, record: AttemptRecord): Promise<string | null> {
  const { state, attempt } = record;
  if (state.name !== "not-found") return null;
  const window = traceWindow({ ...state, nowMs: parts.clock.nowMs(), bankOffsetMs: parts.bank.offsetMs() });
  const outcome = await parts.payments.list(window);
  parts.bank.learn(outcome.bankMs);
  if (outcome.kind !== "listed") return null;
  return outcome.charges.find((charge) => charge.attemptId === attempt.attemptId)?.chargeId ?? null;
}
