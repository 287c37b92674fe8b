// Whether a code may be handed to the network: fresh enough, and not handed there before. A code is known again by its mark, so
// that it need not be kept.
import type { Scan } from "#contract/scan.ts";
import type { NoticeWords } from "#contract/notices.ts";
import type { Clock, Fingerprint, Ledger } from "./ports.ts";
import { sealCode, type SecretCode } from "./secret.ts";
import type { Timings } from "./timings.ts";

/** A scanned code that may become a sale. */
export type ReadCode = {
  readonly code: SecretCode;
  readonly mark: string;
  readonly receivedAtMs: number;
};

export type ScanGate = {
  read(scan: Scan): ReadCode;
  /** How long it may still be sent; 0 when it is stale. */
  leftMs(read: ReadCode): number;
  /** null: it may be sent now. Otherwise what the cashier is told. */
  objection(read: ReadCode): NoticeWords | null;
  /** The attempt that it left for the network with; null where it never left. */
  usedBy(read: ReadCode): string | null;
  /** The code is on its way to the network with that attempt. */
  handOver(read: ReadCode, attemptId: string): void;
};

/** Some weeks of a busy shop; each is a fingerprint and an id. */
const MOST_REMEMBERED = 10_000;

export function createScanGate(parts: {
  readonly clock: Pick<Clock, "nowMs">;
  readonly fingerprint: Fingerprint;
  readonly timings: Pick<Timings, "codeStaleAfterMs">;
  readonly ledger: Pick<Ledger, "attempt">;
}): ScanGate {
  const handed = new Map<string, string>();

  function leftMs({ receivedAtMs }: ReadCode): number {
    return Math.max(0, receivedAtMs + parts.timings.codeStaleAfterMs - parts.clock.nowMs());
  }

  /** One that never left may be scanned again. */
  function usedBy({ mark }: ReadCode): string | null {
    const attemptId = handed.get(mark);
    if (attemptId === undefined) return null;
    return parts.ledger.attempt(attemptId)?.state.name === "not-sent" ? null : attemptId;
  }

  return {
    read: ({ text, receivedAtMs }) => ({ code: sealCode(text), mark: parts.fingerprint(text), receivedAtMs }),
    leftMs,
    usedBy,
    objection(read) {
      // A code serves one attempt: it lives a minute at its wallet, so one that comes back later was kept, not shown again.
      if (usedBy(read) !== null) return "scan-repeated";
      return leftMs(read) > 0 ? null : "scan-stale";
    },
    handOver({ mark }, attemptId) {
      handed.delete(mark);
      handed.set(mark, attemptId);
      const [oldest] = handed.keys();
      if (handed.size > MOST_REMEMBERED && oldest !== undefined) handed.delete(oldest);
    },
  };
}
