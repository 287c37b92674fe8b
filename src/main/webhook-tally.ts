// What came of the webhooks, counted by kind. Strangers may knock all day: the log learns the counts, at most once a minute,
// and nothing of what they said.
import type { WebhookRefusal } from "#omise/webhook.ts";
import type { Log } from "#till/ports.ts";

const LOG_EVERY_MS = 60_000;

type Refused = WebhookRefusal | "too-large" | "too-slow" | "too-many" | "wrong-place";

export type WebhookCounts = {
  readonly accepted: number;
  /** Good, and known already: answered like the first. */
  readonly repeated: number;
  readonly refused: Readonly<Record<Refused, number>>;
  /** When the last genuine one came, on `nowMs`; null: none so far. */
  readonly lastAtMs: number | null;
};

const STATUS = {
  "no-signature": 401,
  "wrong-signature": 401,
  old: 400,
  garbage: 400,
  "too-large": 413,
  "too-slow": 408,
  "too-many": 503,
  "wrong-place": 404,
} as const satisfies Record<Refused, number>;

export type Tally = {
  take(kind: "good" | "repeated"): void;
  /** @returns the status to answer with */
  refuse<Why extends Refused>(why: Why): (typeof STATUS)[Why];
  counts(): WebhookCounts;
};

export function createTally(nowMs: () => number, log: Log): Tally {
  const refused = {
    "no-signature": 0,
    "wrong-signature": 0,
    old: 0,
    garbage: 0,
    "too-large": 0,
    "too-slow": 0,
    "too-many": 0,
    "wrong-place": 0,
  };
  const taken = { good: 0, repeated: 0 };
  let lastAtMs: number | null = null;
  let toldAtMs = Number.NEGATIVE_INFINITY;
  return {
    take(kind) {
      taken[kind] += 1;
      lastAtMs = nowMs();
    },
    refuse(why) {
      refused[why] += 1;
      const now = nowMs();
      if (Math.abs(now - toldAtMs) >= LOG_EVERY_MS) {
        toldAtMs = now;
        log.warn("webhooks/refused", { ...refused });
      }
      return STATUS[why];
    },
    counts: () => ({ accepted: taken.good, repeated: taken.repeated, refused: { ...refused }, lastAtMs }),
  };
}
