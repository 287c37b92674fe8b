// What the till needs from outside, with the duties of whoever provides it. The till itself knows no Node, DOM or network.
import type { Currency, Money } from "#contract/money.ts";
import type { Scan } from "#contract/scan.ts";
import type { DayRow, RecentSale, ScannerView } from "#contract/views.ts";
import type { Country, Language, MethodId } from "#contract/words.ts";
import type { ApiError, AttemptEvent, ChargeFacts } from "./attempt/events.ts";
import type { AttemptRecord } from "./attempt/state.ts";
import type { SecretCode } from "./secret.ts";

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

export type SaleRecord = {
  readonly saleId: string;
  readonly money: Money;
  readonly reference: string | null;
  /** The shop's number of the member of staff; names live in settings. */
  readonly staff: number;
  readonly beganAtMs: number;
};

export type AlarmRecord = {
  readonly alarmId: string;
  readonly kind: "paid-late" | "paid-after-cancel" | "answer-mismatch" | "unknown-status" | "account-mismatch";
  readonly saleId: string;
  readonly attemptId: string;
  readonly atMs: number;
  readonly seen: boolean;
};

/** One step of an attempt, saved whole or not at all. */
export type SavedStep = {
  readonly record: AttemptRecord;
  readonly event: AttemptEvent;
  /** What the loop will do next, so that a crash can be read from the ledger. */
  readonly intent: string;
  readonly alarms: readonly AlarmRecord[];
  readonly atMs: number;
};

/**
 * The book. Every method is synchronous and durable when it returns: nothing can slip between a read and a write.
 * `saveSteps` writes all steps of the list in one transaction (one fsync) and refuses, by throwing, a step number that is
 * not the next one of its attempt, any step that leaves `successful` or `paid-late`, and a second living attempt of a sale.
 */
export type Ledger = {
  readonly path: string;
  saveSale(sale: SaleRecord): void;
  saveSteps(steps: readonly SavedStep[]): void;
  sale(saleId: string): SaleRecord | null;
  attempt(attemptId: string): AttemptRecord | null;
  /** Oldest first. */
  attemptsOfSale(saleId: string): readonly AttemptRecord[];
  /** Every attempt that is not final. */
  openAttempts(): readonly AttemptRecord[];
  /** Unpaid ends younger than this, for the late-money watch. */
  unpaidEndsSince(endedAtMs: number): readonly AttemptRecord[];
  /** Newest first, with the best state of all attempts of each sale. */
  recentSales(limit: number): readonly RecentSale[];
  rows(page: { readonly before: number | null; readonly limit: number }): readonly DayRow[];
  /** Sums of what was paid between two instants, by method and currency. */
  totals(between: { readonly fromMs: number; readonly toMs: number }): readonly {
    readonly method: MethodId;
    readonly currency: Currency;
    readonly paidCount: number;
    readonly paidMinor: number;
  }[];
  unseenAlarms(): readonly AlarmRecord[];
  markAlarmSeen(alarmId: string, atMs: number): void;
  /** Binds the file to one account; false when it already belongs to another. */
  bindAccount(accountId: string): boolean;
  /** Commits a write that changes nothing; throws where none can be made (a full disk, a locked file). */
  prove(): void;
  close(): void;
};

export type ChargeOrder = {
  readonly attemptId: string;
  readonly saleId: string;
  readonly method: MethodId;
  readonly money: Money;
  readonly reference: string | null;
  readonly staff: number;
  /** For methods that scan one. Opened only where the request is built. */
  readonly code: SecretCode | null;
  /** Atome: when the QR shall end, bank time. */
  readonly expiresAtMs: number | null;
};

/** Every answer also tells the bank's time (its `Date` header), null where there was none. */
export type Answered<Kind> = Kind & { readonly bankMs: number | null };

/**
 * - `answered`: a charge that is ours in id, amount and currency by shape; the till still checks every point.
 * - `refused`: proof that nothing was created (a documented refusal).
 * - `never-sent`: proof that no byte was heard (refused connection, DNS, TLS, connect time-out).
 * - `unknown`: everything else.
 */
export type ChargeOutcome = Answered<
  | { readonly kind: "answered"; readonly charge: ChargeFacts }
  | { readonly kind: "refused"; readonly error: ApiError }
  | { readonly kind: "never-sent"; readonly why: string }
  | { readonly kind: "unknown"; readonly why: string }
>;

/** Reading changes nothing, so no answer is simply no news. */
export type ReadOutcome = Answered<
  | { readonly kind: "charge"; readonly charge: ChargeFacts }
  | { readonly kind: "error"; readonly error: ApiError }
  | { readonly kind: "no-answer"; readonly why: string }
>;

/** `expired` still carries the charge: it may tell that the payment was faster. */
export type ExpireOutcome = Answered<
  | { readonly kind: "charge"; readonly charge: ChargeFacts }
  | { readonly kind: "refused"; readonly error: ApiError }
  | { readonly kind: "never-sent"; readonly why: string }
  | { readonly kind: "unknown"; readonly why: string }
>;

/** All charges of a window, newest first, to its end; `complete` only when every page was read and the total held. */
export type ListOutcome = Answered<
  | { readonly kind: "listed"; readonly charges: readonly ChargeFacts[]; readonly complete: boolean }
  | { readonly kind: "error"; readonly error: ApiError }
  | { readonly kind: "no-answer"; readonly why: string }
>;

export type Picture = {
  /** sha-256 of the bytes, hex. */
  readonly hash: string;
  readonly mediaType: "image/svg+xml" | "image/png" | "image/jpeg";
  readonly base64: string;
};

export type PictureOutcome =
  | { readonly kind: "picture"; readonly picture: Picture }
  | { readonly kind: "none"; readonly why: string };

/** What the account takes, from `GET /capability`: it only narrows our own table. */
export type Capability = {
  readonly country: Country;
  readonly methods: readonly { readonly id: MethodId; readonly currencies: readonly Currency[] }[];
  readonly chargeLimits: { readonly minMinor: number; readonly maxMinor: number } | null;
};

export type AccountOutcome = Answered<
  | {
      readonly kind: "account";
      readonly accountId: string;
      readonly currency: Currency | null;
      readonly livemode: boolean;
      readonly capability: Capability;
    }
  /** 401 or 403: the key is wrong. No sale is taken. */
  | { readonly kind: "key-refused"; readonly error: ApiError }
  | { readonly kind: "no-answer"; readonly why: string }
>;

/** The bank's client. One POST is one POST: nothing that creates is ever repeated below this line. */
export type Payments = {
  charge(order: ChargeOrder): Promise<ChargeOutcome>;
  read(chargeId: string): Promise<ReadOutcome>;
  expire(chargeId: string): Promise<ExpireOutcome>;
  list(window: { readonly fromMs: number; readonly toMs: number }): Promise<ListOutcome>;
  /** The QR picture of a charge, fetched without a key from an allowed host, sniffed and capped. */
  picture(chargeId: string): Promise<PictureOutcome>;
  account(): Promise<AccountOutcome>;
  close(): Promise<void>;
};

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
  readonly scan: ((code: "wechat" | "alipay" | "product" | "poster") => void) | null;
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
