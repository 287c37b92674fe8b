// Judges what claims to be a webhook of Omise: the signature over the raw bytes, its age, whether it came before. Even a good
// one proves nothing about a payment: it names a charge, and whoever wants to know asks the API.
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "#contract/schema.ts";
import { CHARGE_ID } from "./wire.ts";

export type WebhookRefusal = "no-signature" | "wrong-signature" | "old" | "garbage";

export type WebhookVerdict =
  /** `chargeId` null: a genuine event that is about no charge. */
  | { readonly kind: "good"; readonly chargeId: string | null }
  /** Judged good before: sent again by Omise, or by somebody who listened. */
  | { readonly kind: "repeated" }
  | { readonly kind: "refused"; readonly why: WebhookRefusal };

export type WebhookMessage = {
  /** The header `Omise-Signature`; two signatures with a comma between them while a secret is being replaced. */
  readonly signature: string | undefined;
  /** The header `Omise-Signature-Timestamp`: Unix seconds. */
  readonly timestamp: string | undefined;
  /** As it came; a body that was parsed and written again has another signature. */
  readonly body: Uint8Array;
};

export type WebhookJudge = { judge(message: WebhookMessage): WebhookVerdict };

/** How many good messages are known again. Counted and not timed: the bank's time, once learned, may jump by a day. */
const REMEMBERED = 10_000;

/** @param options.secrets base64, as the dashboard shows them: the current one, and the one before while it is replaced
 *  @param options.nowMs bank time where it is known, else the till's
 *  @param options.replayWindowMs how far a time stamp may be from `nowMs`, to either side */
export function createWebhookJudge(options: {
  readonly secrets: readonly string[];
  readonly nowMs: () => number;
  readonly replayWindowMs: number;
  readonly remembered?: number;
}): WebhookJudge {
  const { nowMs, replayWindowMs, remembered = REMEMBERED } = options;
  const keys = options.secrets.map((secret) => Buffer.from(secret, "base64"));
  // Anybody can sign with an empty key.
  if (keys.length === 0 || keys.some((key) => key.length === 0)) throw new Error("a webhook judge needs its secrets");
  const seen = new Set<string>();

  return {
    judge({ signature = "", timestamp = "", body }) {
      if (signature === "" || timestamp === "") return { kind: "refused", why: "no-signature" };
      const wanted = keys.map((key) => createHmac("sha256", key).update(`${timestamp}.`).update(body).digest());
      if (!isOneOf(signaturesIn(signature), wanted)) return { kind: "refused", why: "wrong-signature" };
      const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN;
      if (!(Math.abs(nowMs() - seconds * 1000) <= replayWindowMs)) return { kind: "refused", why: "old" };
      const event = readEvent(body);
      if (event === null) return { kind: "refused", why: "garbage" };
      // By our own signature and not by the one that came: of two, either may be left out or written otherwise.
      const name = wanted[0]?.toString("hex") ?? "";
      if (seen.has(name)) return { kind: "repeated" };
      seen.add(name);
      const [oldest] = seen;
      if (seen.size > remembered && oldest !== undefined) seen.delete(oldest);
      return { kind: "good", chargeId: event.chargeId };
    },
  };
}

const SIGNATURE = /^[0-9a-f]{64}$/i;

/** What is no whole signature is left out here: `Buffer.from` would read its first half, and no comparison takes that. */
function signaturesIn(header: string): readonly Buffer[] {
  const parts = header.split(",").map((part) => part.trim());
  return parts.filter((part) => SIGNATURE.test(part)).map((part) => Buffer.from(part, "hex"));
}

/** Compares every pair in constant time, so the time taken tells neither which one fits nor how far. */
function isOneOf(given: readonly Buffer[], wanted: readonly Buffer[]): boolean {
  let fits = false;
  for (const one of given) for (const other of wanted) fits = timingSafeEqual(one, other) || fits;
  return fits;
}

const word = z.string().max(100).nullish().catch(null);

/** Bodies follow the account's own API version and any object may be in them, so only this much is asked for. */
const eventSchema = z.object({
  object: z.literal("event"),
  key: z.string().min(1).max(100),
  data: z.object({ object: word, id: word, charge: word }),
});

/** A refund or a dispute names its charge in `charge`.
 *  @returns null for what is no event */
function readEvent(body: Uint8Array): { readonly chargeId: string | null } | null {
  const parsed = eventSchema.safeParse(readJson(body));
  if (!parsed.success) return null;
  const { data } = parsed.data;
  const id = (data.object === "charge" ? data.id : data.charge) ?? "";
  return { chargeId: CHARGE_ID.test(id) ? id : null };
}

function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
