// What the till asks of the bank's client. One POST is one POST: nothing that creates is ever repeated below this line.
import type { Currency, Money } from "#contract/money.ts";
import type { LINK_PLACES } from "#contract/queue-view.ts";
import type { Country, MethodId } from "#contract/words.ts";
import type { ApiError, ChargeFacts } from "./attempt/events.ts";
import type { RefundFacts } from "./refund/events.ts";
import type { SecretCode } from "./secret.ts";

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

export type RefundOrder = {
  readonly refundId: string;
  readonly chargeId: string;
  readonly money: Money;
  /** Sends `void=true`: only as a void. */
  readonly asVoid: boolean;
  readonly approver: number;
};

/** Every answer also tells the bank's time (its `Date` header), null where there was none. */
export type Answered<Kind> = Kind & { readonly bankMs: number | null };

/** What else may come of a POST. */
type NotTaken =
  | { readonly kind: "refused"; readonly error: ApiError }
  | { readonly kind: "never-sent"; readonly why: string }
  | { readonly kind: "unknown"; readonly why: string };

/** What else may come of a read: nothing that says anything of what was asked for. */
export type NoNews =
  | { readonly kind: "error"; readonly error: ApiError }
  | { readonly kind: "no-answer"; readonly why: string };

/**
 * - `answered`: a charge that is ours in id, amount and currency by shape; the till still checks every point.
 * - `refused`: proof that nothing was created (a documented refusal).
 * - `never-sent`: proof that no byte was heard (refused connection, DNS, TLS, connect time-out, breaker open).
 * - `unknown`: everything else.
 */
export type ChargeOutcome = Answered<{ readonly kind: "answered"; readonly charge: ChargeFacts } | NotTaken>;

/** The same four answers for a refund or a void. */
export type RefundOutcome = Answered<{ readonly kind: "answered"; readonly facts: RefundFacts } | NotTaken>;

/** Reading changes nothing, so no answer is simply no news. */
export type ReadOutcome = Answered<{ readonly kind: "charge"; readonly charge: ChargeFacts } | NoNews>;

/** The charge's own word on what may go back. An absent flag is null ("unknown"), never false. */
export type ChargeFlags = {
  readonly refundable: boolean | null;
  readonly partiallyRefundable: boolean | null;
  readonly canPerformVoid: boolean | null;
  readonly voided: boolean | null;
  /** `refunded_amount`, or the sum of its refunds where the field is absent. */
  readonly refundedMinor: number;
};

/** A charge with its flags and all of its refunds; `complete` only when every page of them was read. */
export type MoneyOutcome = Answered<
  | {
      readonly kind: "money";
      readonly charge: ChargeFacts;
      readonly flags: ChargeFlags;
      readonly refunds: readonly RefundFacts[];
      readonly complete: boolean;
    }
  | NoNews
>;

/** `expired` still carries the charge: it may tell that the payment was faster. */
export type ExpireOutcome = Answered<{ readonly kind: "charge"; readonly charge: ChargeFacts } | NotTaken>;

/** All charges of a window, newest first, to its end; `complete` only when every page was read and the total held. */
export type ListOutcome = Answered<
  { readonly kind: "listed"; readonly charges: readonly ChargeFacts[]; readonly complete: boolean } | NoNews
>;

/** A charge with what our metadata says of it, so that a lost ledger can be written again. */
export type PastCharge = {
  readonly charge: ChargeFacts;
  readonly method: MethodId | null;
  /** `cf_sale`, `cf_till`, `cf_staff`, `cf_ref`; null where absent or not ours in shape. */
  readonly saleId: string | null;
  readonly tillId: string | null;
  readonly staff: number | null;
  readonly reference: string | null;
  readonly refunds: readonly RefundFacts[];
};

export type HistoryOutcome = Answered<
  { readonly kind: "history"; readonly charges: readonly PastCharge[]; readonly complete: boolean } | NoNews
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

/**
 * How it stands between here and the wallet, told by what requests met. `slow`: answers come, but late. `where` names the
 * first broken part: this machine's network, name resolution, the encrypted connection, Omise's API, or the wallet's provider.
 */
export type LinkState = {
  readonly state: "untried" | "up" | "slow" | "down";
  readonly where: (typeof LINK_PLACES)[number] | null;
  readonly sinceMs: number | null;
};

/** Judged where every request is seen. The till's clock times it. */
export type LinkWatch = {
  now(): LinkState;
  onChange(listener: () => void): void;
  /** A person asks: what the breaker holds back may be tried at once. It changes nothing while the link stands. */
  tryNow(): void;
};

/** The bank's client. */
export type Payments = {
  charge(order: ChargeOrder): Promise<ChargeOutcome>;
  read(chargeId: string): Promise<ReadOutcome>;
  expire(chargeId: string): Promise<ExpireOutcome>;
  list(window: { readonly fromMs: number; readonly toMs: number }): Promise<ListOutcome>;
  refund(order: RefundOrder): Promise<RefundOutcome>;
  /** The charge, its flags and all its refunds, read fresh. */
  money(chargeId: string): Promise<MoneyOutcome>;
  /** Like `list`, with everything that a lost ledger needs. */
  history(window: { readonly fromMs: number; readonly toMs: number }): Promise<HistoryOutcome>;
  /** The QR picture of a charge, fetched without a key from an allowed host, sniffed and capped. */
  picture(chargeId: string): Promise<PictureOutcome>;
  account(): Promise<AccountOutcome>;
  readonly link: LinkWatch;
  close(): Promise<void>;
};
