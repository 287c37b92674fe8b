// How a charge ends, and how money goes back. Each move checks what is known now and answers with a word, never silently.
import { isRefusal, refuse, type Refusal } from "./errors.ts";
import { tellCharge, tellRefund } from "./events.ts";
import { newId } from "./ids.ts";
import { METHODS } from "./methods.ts";
import type { ChargeRecord, Funding, JsonObject, RefundRecord } from "./records.ts";
import { judgeRefund } from "./refunds.ts";
import { wholeSecond } from "./time.ts";
import { keepCharge, type Vault } from "./vault.ts";

/** What came of an act of the customer or of a person at the controls. */
export type ActOutcome = "done" | "not-found" | "not-possible";

/** The customer pays. `late`: also a charge that ended unpaid, as when the wallet was faster than the expiry. */
export function pay(
  vault: Vault,
  chargeId: string,
  how: { readonly funding?: Funding; readonly late?: boolean } = {},
): ActOutcome {
  settle(vault);
  const charge = vault.charges.get(chargeId);
  if (charge === undefined) return "not-found";
  if (charge.status === "successful" || (charge.status !== "pending" && how.late !== true)) return "not-possible";
  succeed(vault, charge, how.funding ?? charge.funding);
  return "done";
}

/** The customer or the wallet declines. @param failureCode default: the method's first code */
export function decline(vault: Vault, chargeId: string, failureCode?: string): ActOutcome {
  settle(vault);
  const charge = vault.charges.get(chargeId);
  if (charge === undefined) return "not-found";
  if (charge.status !== "pending") return "not-possible";
  fail(vault, charge, failureCode ?? METHODS[charge.method].failureCodes[0] ?? "failed_processing");
  return "done";
}

export function dispute(vault: Vault, chargeId: string): ActOutcome {
  const charge = vault.charges.get(chargeId);
  if (charge === undefined) return "not-found";
  if (charge.status !== "successful") return "not-possible";
  keepCharge(vault, { ...charge, disputed: true });
  return "done";
}

/** POST /charges/:id/expire: pending charges only; TrueMoney only where the switch allows it. The moment overwrites `expires_at`. */
export function expireNow(vault: Vault, charge: ChargeRecord): ChargeRecord | Refusal {
  if (charge.status !== "pending") return refuse(400, "failed_expire", "charge is not pending");
  if (!METHODS[charge.method].expireDocumented && !vault.rules.trueMoneyMayExpire) {
    return refuse(400, "failed_expire", `${charge.method} charges can not be expired`);
  }
  return expire(vault, charge, wholeSecond(vault.nowMs()));
}

/** POST /charges/:id/refunds
 *  @returns the refund, or failed_refund / failed_void */
export function refund(
  vault: Vault,
  charge: ChargeRecord,
  wanted: {
    readonly amount: number;
    readonly asVoid: boolean;
    readonly metadata: JsonObject;
    readonly appearsAfterMs?: number;
  },
): RefundRecord | Refusal {
  const nowMs = vault.nowMs();
  const verdict = judgeRefund(charge, wanted, nowMs);
  if (isRefusal(verdict)) return verdict;
  const made: RefundRecord = {
    id: newId("rfnd", vault.livemode),
    chargeId: charge.id,
    amount: wanted.amount,
    currency: charge.currency,
    voided: verdict.voided,
    metadata: wanted.metadata,
    createdAtMs: wholeSecond(nowMs),
    transactionId: newId("trxn", vault.livemode),
    closesAtMs: nowMs + vault.rules.refundDelayMs,
    visibleFromMs: nowMs + (wanted.appearsAfterMs ?? 0),
  };
  const after = { ...charge, refunds: [...charge.refunds, made] };
  keepCharge(vault, after);
  tellRefund(vault, after, made);
  return made;
}

/** Lets time pass: customers act as planned, charges that nobody paid end. Called before every answer and now and then. */
export function settle(vault: Vault): void {
  const nowMs = vault.nowMs();
  for (const id of vault.pending) {
    const charge = vault.charges.get(id);
    if (charge === undefined) continue;
    if (charge.plan !== null && charge.plan.atMs <= Math.min(nowMs, charge.expiresAtMs)) {
      if (charge.plan.outcome === "pay") succeed(vault, charge, charge.funding);
      else fail(vault, charge, "payment_rejected");
    } else if (charge.expiresAtMs <= nowMs) {
      if (vault.rules.timeOutAs === "expired") expire(vault, charge, charge.expiresAtMs);
      else fail(vault, charge, "payment_expired");
    }
  }
}

function succeed(vault: Vault, charge: ChargeRecord, funding: Funding): void {
  const after: ChargeRecord = {
    ...charge,
    status: "successful",
    paidAtMs: wholeSecond(vault.nowMs()),
    failureCode: null,
    expiredAtMs: null,
    plan: null,
    funding,
    transactionId: newId("trxn", vault.livemode),
  };
  keepCharge(vault, after);
  tellCharge(vault, "charge.complete", after);
}

function fail(vault: Vault, charge: ChargeRecord, failureCode: string): void {
  const after: ChargeRecord = { ...charge, status: "failed", failureCode, plan: null };
  keepCharge(vault, after);
  tellCharge(vault, "charge.complete", after);
}

function expire(vault: Vault, charge: ChargeRecord, atMs: number): ChargeRecord {
  const after: ChargeRecord = { ...charge, status: "expired", expiresAtMs: atMs, expiredAtMs: atMs, plan: null };
  keepCharge(vault, after);
  tellCharge(vault, "charge.expire", after);
  return after;
}
