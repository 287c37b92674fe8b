// Everything that createTill takes, in one list.
import type { Mode } from "#contract/words.ts";
import type { Clock, Fingerprint, Ids, Ledger, Log, Payments, Rehearsal, Scanners, Settings } from "./ports.ts";
import type { Timings } from "./timings.ts";

export type TillPorts = {
  readonly mode: Mode;
  readonly hostName: string;
  readonly timings: Timings;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly fingerprint: Fingerprint;
  readonly ledger: Ledger;
  readonly payments: Payments;
  readonly scanners: Scanners;
  readonly settings: Settings;
  /** Absent with live keys: the live command set has no way to answer for the customer. */
  readonly rehearsal: Rehearsal | null;
  readonly log: Log;
  readonly leave: () => void;
};
