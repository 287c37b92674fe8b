// The seam between a host (Electron or browser) and the till that it carries. The till never learns which one it is.
import type { Pipe } from "#bridge/pipe.ts";
import type { Mode, Role } from "#contract/words.ts";

export type Display = { readonly name: string; readonly role: "cashier" | "customer" | "spare" };

/** A till that is open for business: the ledger is locked and ours, recovery is done. */
export type Terminal = {
  readonly mode: Mode;
  readonly shopName: string;
  /** Joins a page to the till with the role that the host gives it. The pipe's end ends the conversation. */
  serve(pipe: Pipe, role: Role): void;
  /** The cashier asked to close the till. The host then closes its windows, calls `close` and ends. */
  onLeave(listener: () => void): void;
  /** What monitors the host sees, for the set-up screen. */
  displaysAre(displays: readonly Display[]): void;
  close(): Promise<void>;
};

export type TerminalOptions = {
  readonly dataFolder: string;
  readonly hostName: "electron" | "browser";
  /** `OMISE_WEBHOOK_SECRET` and `OMISE_WEBHOOK_SECRET_PREVIOUS` where set. */
  readonly webhookKeys?: { readonly secret: string | undefined; readonly previous: string | undefined };
  /** `OMISE_PUBLIC_KEY` and `OMISE_SECRET_KEY` where set. */
  readonly keys: { readonly publicKey: string | undefined; readonly secretKey: string | undefined };
};

/** Opens the till or throws a `StartRefusal`. Nothing is written before the data folder's lock is held. */
export type OpenTerminal = (options: TerminalOptions) => Promise<Terminal>;

/** Why the till does not start: one clear sentence for the person who started it. Hosts print it and exit with 1. */
export class StartRefusal extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = "StartRefusal";
  }
}
