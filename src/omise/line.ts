// What every request passes: the breaker in front, the judge of the link behind. Nothing else knows of either.
import type { ChargeFacts } from "#till/attempt/events.ts";
import type { LinkWatch, Log } from "#till/ports.ts";
import type { Gate } from "./api.ts";
import { createBreaker, type Pauses } from "./breaker.ts";
import { createLink } from "./link.ts";

export type LineOptions = {
  readonly nowMs: () => number;
  readonly hasNetwork?: (() => boolean) | undefined;
  readonly breakerPauses?: Pauses | undefined;
  /** Sends one read of no consequence. */
  readonly probe: () => void;
  readonly log: Log;
};

export type Line = {
  readonly gate: Gate;
  readonly watch: LinkWatch;
  /** A payment moved: the wallet's provider answers. */
  providerAnswered(): void;
  /** A charge as just read: one that was pending and is decided tells that the wallet's provider answers. */
  saw(charge: ChargeFacts): void;
  close(): void;
};

const PENDING_KEPT = 200;

export function openLine({ nowMs, hasNetwork = () => true, breakerPauses, probe, log }: LineOptions): Line {
  const pending = new Set<string>();
  const link = createLink({
    nowMs,
    hasNetwork,
    changed: ({ state, where }, why) => log.info("omise-link", { state, where, why }),
  });
  const breaker = createBreaker({
    nowMs,
    pauses: breakerPauses,
    probe,
    changed: (isOpen) => log.info("omise-breaker", { state: isOpen ? "open" : "closed" }),
  });
  return {
    gate: (kind, send) =>
      breaker.pass(kind, async () => {
        const leftMs = nowMs();
        const heard = await send();
        link.heard(heard, nowMs() - leftMs);
        return heard;
      }),
    watch: { ...link.watch, tryNow: () => breaker.tryNow() },
    providerAnswered: () => link.providerAnswered(),
    saw({ chargeId, status }) {
      // Expiry is Omise's own; the wallet has no part in it.
      const isDecided = status === "successful" || status === "failed";
      if (isDecided && pending.has(chargeId)) link.providerAnswered();
      if (status === "pending") pending.add(chargeId);
      else pending.delete(chargeId);
      const [oldest] = pending;
      if (pending.size > PENDING_KEPT && oldest !== undefined) pending.delete(oldest);
    },
    close: () => link.close(),
  };
}
