// Keeps an API that is down from being hammered: after five failures in a row nothing leaves for a while, then one read tries.
// The count, the states and the growing pauses are cockatiel's; the time is not, because its own follows the PC's clock, and
// one that is set back a day would hold every payment for a day.
import {
  CircuitState,
  circuitBreaker,
  ConsecutiveBreaker,
  DelegateBackoff,
  ExponentialBackoff,
  halfJitterGenerator,
  handleWhenResult,
} from "cockatiel";
import type { Heard } from "./outcome.ts";

const FAILURES = 5;

/** The first pause and the longest; each failed trial doubles it. Half of a pause is certain, the rest is left to chance, so
 *  that tills that failed together do not come back together. */
export type Pauses = { readonly firstMs: number; readonly longestMs: number };
const PAUSES: Pauses = { firstMs: 2000, longestMs: 30_000 };

export type BreakerParts = {
  readonly nowMs: () => number;
  readonly pauses?: Pauses | undefined;
  /** A POST came when it was time to try: a read shall go first. */
  readonly probe: () => void;
  readonly changed: (isOpen: boolean) => void;
};

export type Breaker = {
  /** Sends, or answers `held-back` at once. Never rejects where `send` does not. */
  pass(kind: "read" | "post", send: () => Promise<Heard>): Promise<Heard>;
  /** The pause is over: the next read tries. */
  tryNow(): void;
};

export function createBreaker({ nowMs, pauses = PAUSES, probe, changed }: BreakerParts): Breaker {
  const { firstMs: initialDelay, longestMs: maxDelay } = pauses;
  const growing = new ExponentialBackoff({ generator: halfJitterGenerator, initialDelay, maxDelay });
  const policy = circuitBreaker(handleWhenResult(isFailure), {
    breaker: new ConsecutiveBreaker(FAILURES),
    // Always over by cockatiel's clock: the pause that counts is `untilMs`.
    halfOpenAfter: new DelegateBackoff(() => Number.NEGATIVE_INFINITY),
  });
  let pause = growing.next();
  let untilMs = 0;
  policy.onBreak(() => {
    untilMs = nowMs() + pause.duration;
    pause = pause.next(undefined);
    changed(true);
  });
  policy.onReset(() => {
    pause = growing.next();
    changed(false);
  });
  let trial: Promise<unknown> | null = null;
  return {
    async pass(kind, send) {
      while (policy.state !== CircuitState.Closed) {
        const isDue = nowMs() >= untilMs;
        // A POST never is the trial: lost, it would be of unknown fate; held back, it is as if it had not been asked.
        if (kind === "post" && isDue && trial === null) probe();
        if (kind === "post" || (!isDue && trial === null)) return { kind: "held-back" };
        if (trial === null) {
          const mine = policy.execute(send);
          trial = mine.finally(() => (trial = null));
          return await mine;
        }
        // Reads that come while one tries wait for its end, and go or stay with it.
        await trial;
      }
      return await policy.execute(send);
    },
    tryNow() {
      untilMs = 0;
    },
  };
}

/** No whole answer, or one that says the server is broken; never a 4xx. */
function isFailure(result: unknown): boolean {
  const heard = result as Heard;
  if (heard.kind === "answer") return heard.status >= 500;
  return heard.kind === "lost" || (heard.kind === "not-connected" && heard.code !== "CLOSED");
}
