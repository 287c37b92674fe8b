// What the till needs from outside, with the duties of whoever provides it. The till itself knows no Node, DOM or network.
import type { Currency } from "#contract/money.ts";
import type { RehearsedCode, Scan } from "#contract/scan.ts";
import type { ScannerView } from "#contract/views.ts";
import type { Country, Language } from "#contract/words.ts";
import type { Capability } from "./bank-port.ts";

export type * from "./bank-port.ts";
export type * from "./ledger-port.ts";
export type * from "./scanner-port.ts";

/**
 * Time and waiting. `nowMs` never runs backwards while the process lives, whatever is done to the PC's clock, and counts the
 * time that the machine slept. It begins as the PC's clock stood, so instants of two runs may lie a day apart.
 */
export type Clock = {
  nowMs(): number;
  /** What the PC's own clock says now: to warn of it. Nothing is decided by it. */
  wallMs(): number;
  /** Calls back whenever the machine slept or the process stood still for seconds, with how long; the returned function ends it. */
  slept(listener: (forMs: number) => void): () => void;
  /** The shop's time zone, such as `Asia/Bangkok`. */
  zone(): string;
  /** Calls back once after that time; the returned function calls it off. */
  after(ms: number, run: () => void): () => void;
  /** The shop's calendar day that holds an instant, `2026-11-20`, with its first moment and the first one after it. */
  dayAt(atMs: number): { readonly day: string; readonly fromMs: number; readonly toMs: number };
};

/** Random version 4 UUIDs. */
export type Ids = { uuid(): string };

/** One-way fingerprint of a scanned code with a key that lives only in this process: to know it again without keeping it. */
export type Fingerprint = (text: string) => string;

/** Every scanner of the till as one. A scan made while nobody listens is never replayed. */
export type Scanners = {
  onScan(listener: (scan: Scan) => void): void;
  onChange(listener: () => void): void;
  list(): readonly ScannerView[];
  /** A scan that a page recognised. */
  typed(text: string): void;
  close(): Promise<void>;
};

/** The customer's side of training and of test keys; absent with live keys. */
export type Rehearsal = {
  answer(chargeId: string, answer: "pay" | "decline"): Promise<"done" | "refused">;
  /** Training only, else null: the pretend scanner reads a fresh code. */
  readonly scan: ((code: RehearsedCode) => void) | null;
  readonly setCountry: ((country: Country) => Promise<void>) | null;
  readonly phoneAddress: string | null;
};

export type TillSettings = {
  readonly shopName: string;
  readonly tillName: string;
  /** Number of the member of staff at the till; names stay in settings. */
  readonly staff: number;
  readonly language: Language;
  /** null: both together. */
  readonly customerLanguage: Language | null;
  /** Per currency: above this the amount is confirmed twice, in subunits. */
  readonly confirmAboveMinor: Readonly<Record<Currency, number>>;
  /** Between two keys of a scan at most so long, for scanners in keyboard mode. */
  readonly keyGapMs: number;
  /** The last answer about the account, for when the API cannot be reached. */
  readonly lastAccount: { readonly accountId: string; readonly capability: Capability; readonly atMs: number } | null;
};

/** Durable when `write` returns. */
export type Settings = {
  read(): TillSettings;
  write(change: Partial<TillSettings>): void;
};

/** Events and plain facts; never a code, key or address of a picture. */
export type Log = {
  info(event: string, facts?: Readonly<Record<string, unknown>>): void;
  warn(event: string, facts?: Readonly<Record<string, unknown>>): void;
  error(event: string, facts?: Readonly<Record<string, unknown>>): void;
};
