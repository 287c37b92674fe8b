// The customer's answer in test mode: marks a charge as paid or failed. Apart from `Payments`, and it does not open with a
// live key, so that no live till can have it.
import { isTestKey } from "./account.ts";
import { openApi } from "./api.ts";
import { EXPIRE_REFUSALS, judgePost } from "./outcome.ts";
import { createTrust } from "./transport.ts";
import { chargePath } from "./wire.ts";

export type OmiseRehearsal = {
  /** @returns `unknown`: no usable answer; the charge itself tells, read it */
  markAs(chargeId: string, end: "paid" | "failed"): Promise<"done" | "refused" | "unknown">;
  close(): Promise<void>;
};

/** Throws with a live key. Source: POST /charges/:id/mark_as_paid and mark_as_failed, test mode only; used by integrators,
 *  not in the official reference */
export function createOmiseRehearsal(options: {
  readonly origin: string;
  readonly secretKey: string;
  readonly connectTimeoutMs?: number;
  readonly answerTimeoutMs?: number;
}): OmiseRehearsal {
  if (!isTestKey(options.secretKey)) throw new Error("charges are marked in test mode only");
  const { connectTimeoutMs = 5000, answerTimeoutMs = 30_000 } = options;
  const api = openApi({
    ...options,
    connectTimeoutMs,
    answerTimeoutMs,
    trust: createTrust(),
  });
  return {
    async markAs(chargeId, end) {
      const heard = await api.post(`${chargePath(chargeId)}/mark_as_${end}`, null);
      // A refusal here changes nothing either way, so the refusals of expiry serve.
      const verdict = judgePost(heard, EXPIRE_REFUSALS, (json) => (json === undefined ? null : "marked"));
      if (verdict.kind === "seen") return "done";
      return verdict.kind === "refused" ? "refused" : "unknown";
    },
    close: () => api.close(),
  };
}
