// The controls of the pretend bank for the process that opened it: act as the customer, ask for bad days, read the books.
import type { Faults } from "./faults.ts";
import type { Currency, MethodName } from "./methods.ts";
import type { ChargeRecord, ChargeStatus, Funding, JsonObject } from "./records.ts";
import { isRefusal, type Refusal } from "./errors.ts";
import { isVoided, refundedAmount } from "./refunds.ts";
import type { RequestCount, RequestLog } from "./request-log.ts";
import { decline, dispute, pay, refund, settle, type ActOutcome } from "./settling.ts";
import type { Rules, Vault, WeChatMood } from "./vault.ts";

/** One charge as the bank's books have it. Amounts in subunits; of a scanned code only the last four digits. */
export type BookedCharge = {
  readonly id: string;
  readonly method: MethodName;
  readonly amount: number;
  readonly currency: Currency;
  readonly status: ChargeStatus;
  readonly failureCode: string | null;
  readonly refundedAmount: number;
  readonly voided: boolean;
  readonly description: string | null;
  readonly metadata: JsonObject;
  readonly createdAtMs: number;
  readonly paidAtMs: number | null;
  readonly expiresAtMs: number;
  readonly expiredAtMs: number | null;
  /** The text of the QR that the customer scans. */
  readonly payload: string;
  readonly barcodeEnd: string | null;
};

/** One refund as the bank's books have it. */
export type BookedRefund = {
  readonly id: string;
  readonly chargeId: string;
  readonly amount: number;
  readonly currency: Currency;
  readonly voided: boolean;
  readonly metadata: JsonObject;
  readonly createdAtMs: number;
};

export type Books = { readonly charges: readonly BookedCharge[]; readonly refunds: readonly BookedRefund[] };

/** The switches that may be turned at any time. `withheld`: methods that the account lacks. */
export type Switches = {
  readonly trueMoneyMayExpire?: boolean;
  readonly timeOutAs?: Rules["timeOutAs"];
  readonly refundDelayMs?: number;
  readonly withheld?: readonly MethodName[];
};

export type Bank = {
  /** The customer pays a pending charge. @param how.funding TrueMoney only, default "wallet" */
  approve(chargeId: string, how?: { readonly funding?: Funding }): ActOutcome;
  /** Money arrives for a charge that has already ended unpaid (or is pending). */
  approveLate(chargeId: string): ActOutcome;
  /** @param failureCode any text; default is the first code of the method's seed document */
  decline(chargeId: string, failureCode?: string): ActOutcome;
  dispute(chargeId: string): ActOutcome;
  /** A refund that the till did not ask for (dashboard), with empty metadata; same rules as over the API. */
  refundElsewhere(chargeId: string, amount: number): "done" | "not-found" | Refusal;
  readonly phone: {
    /** What WeChat customers of *later* charges do; "ask" waits for a person at the phone page. */
    setWeChat(mood: WeChatMood): void;
    weChat(): WeChatMood;
    /** Pending charges that wait for a customer, newest first. */
    waiting(): readonly BookedCharge[];
  };
  readonly faults: Faults;
  turn(switches: Switches): void;
  /** Every charge and refund, oldest first. */
  books(): Books;
  /** How often each route of the API was called. */
  requests(): readonly RequestCount[];
};

export function createBank(vault: Vault, parts: { readonly faults: Faults; readonly log: RequestLog }): Bank {
  return {
    approve: (chargeId, how) => pay(vault, chargeId, how),
    approveLate: (chargeId) => pay(vault, chargeId, { late: true }),
    decline: (chargeId, failureCode) => decline(vault, chargeId, failureCode),
    dispute: (chargeId) => dispute(vault, chargeId),
    refundElsewhere: (chargeId, amount) => refundElsewhere(vault, chargeId, amount),
    phone: {
      setWeChat(mood) {
        vault.rules.weChat = mood;
      },
      weChat: () => vault.rules.weChat,
      waiting: () => waiting(vault),
    },
    faults: parts.faults,
    turn: (switches) => turn(vault.rules, switches),
    books: () => books(vault),
    requests: () => parts.log.counts(),
  };
}

function refundElsewhere(vault: Vault, chargeId: string, amount: number): "done" | "not-found" | Refusal {
  const charge = vault.charges.get(chargeId);
  if (charge === undefined) return "not-found";
  const made = refund(vault, charge, { amount, asVoid: false, metadata: {} });
  return isRefusal(made) ? made : "done";
}

function turn(rules: Rules, switches: Switches): void {
  rules.trueMoneyMayExpire = switches.trueMoneyMayExpire ?? rules.trueMoneyMayExpire;
  rules.timeOutAs = switches.timeOutAs ?? rules.timeOutAs;
  rules.refundDelayMs = switches.refundDelayMs ?? rules.refundDelayMs;
  if (switches.withheld === undefined) return;
  rules.withheld.clear();
  for (const name of switches.withheld) rules.withheld.add(name);
}

function waiting(vault: Vault): readonly BookedCharge[] {
  settle(vault);
  const charges = Array.from(vault.pending, (id) => vault.charges.get(id));
  const offered = charges.filter(
    (charge) => charge !== undefined && !charge.dawdles && charge.visibleFromMs <= vault.nowMs(),
  );
  return offered.flatMap((charge) => (charge === undefined ? [] : [booked(vault, charge)])).toReversed();
}

function books(vault: Vault): Books {
  settle(vault);
  const charges = [...vault.charges.values()];
  const refunds = charges.flatMap((charge) =>
    charge.refunds.map(({ id, chargeId, amount, currency, voided, metadata, createdAtMs }) => {
      return { id, chargeId, amount, currency, voided, metadata, createdAtMs };
    }),
  );
  return { charges: charges.map((charge) => booked(vault, charge)), refunds };
}

function booked(vault: Vault, charge: ChargeRecord): BookedCharge {
  return {
    id: charge.id,
    method: charge.method,
    amount: charge.amount,
    currency: charge.currency,
    status: charge.status,
    failureCode: charge.failureCode,
    refundedAmount: refundedAmount(charge),
    voided: isVoided(charge),
    description: charge.description,
    metadata: charge.metadata,
    createdAtMs: charge.createdAtMs,
    paidAtMs: charge.paidAtMs,
    expiresAtMs: charge.expiresAtMs,
    expiredAtMs: charge.expiredAtMs,
    payload: charge.payload,
    barcodeEnd: vault.sources.get(charge.sourceId)?.barcode?.slice(-4) ?? null,
  };
}
