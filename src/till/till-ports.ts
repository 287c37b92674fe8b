// Everything that createTill takes, in one list.
import type { Mode } from "#contract/words.ts";
import type {
  Clock,
  Fingerprint,
  Ids,
  Ledger,
  Log,
  Payments,
  Rehearsal,
  ScannerDesk,
  Scanners,
  Settings,
} from "./ports.ts";
import type { Staff } from "./people.ts";
import type { Timings } from "./timings.ts";
import type { SetUpView } from "#contract/views.ts";

export type Webhooks = {
  onHint(listener: (chargeId: string) => void): void;
  counts(): NonNullable<SetUpView["webhooks"]>;
};

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
  readonly scannerDesk: ScannerDesk;
  readonly settings: Settings;
  readonly staff: Staff;
  /** The receiver of webhooks, where it is on: what arrives only makes the till ask sooner. */
  readonly webhooks: Webhooks | null;
  /** Absent with live keys: the live command set has no way to answer for the customer. */
  readonly rehearsal: Rehearsal | null;
  readonly log: Log;
  readonly leave: () => void;
};
