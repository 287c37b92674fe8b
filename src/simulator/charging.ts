// How sources and charges come to be. Every POST makes a new charge: the bank knows no idempotency key (omise-api.md, section 4).
// Assumptions: a WeChat code that was charged before, or that is not WeChat's, makes a charge that fails at once
// (failed_processing, invalid_account); a source can be charged once.
import { createHash } from "node:crypto";
import { badRequest, invalidCharge, isRefusal, notFound, type Refusal } from "./errors.ts";
import { tellCharge } from "./events.ts";
import { newDigits, newDownloadToken, newId, newPayload } from "./ids.ts";
import { isWeChatCode, judgeFields, judgeLife, judgeMoney } from "./judge.ts";
import { METHODS, type MethodName } from "./methods.ts";
import type { ChargeRecord, SourceRecord } from "./records.ts";
import type { ChargeRequest, SourceRequest } from "./requests.ts";
import { wholeSecond } from "./time.ts";
import { keepCharge, keepSource, openMethods, type Vault } from "./vault.ts";

const WECHAT_ACTS_AFTER_MS = 1500;

const UNPAID = {
  visibleFromMs: 0,
  status: "pending",
  failureCode: null,
  paidAtMs: null,
  expiredAtMs: null,
  transactionId: null,
  disputed: false,
  funding: "wallet",
  refunds: [],
} as const satisfies Partial<ChargeRecord>;

/** POST /sources */
export function createSource(vault: Vault, asked: SourceRequest): SourceRecord | Refusal {
  const source = draftSource(vault, asked);
  if (!isRefusal(source)) keepSource(vault, source);
  return source;
}

/** POST /charges
 *  @param appearsAfterMs a fault: reads and listings know the charge only so much later */
export function createCharge(vault: Vault, asked: ChargeRequest, appearsAfterMs = 0): ChargeRecord | Refusal {
  const nowMs = wholeSecond(vault.nowMs());
  if (asked.capture === false) return invalidCharge("this source can only be captured at once");
  const source = chargeableSource(vault, asked);
  if (isRefusal(source)) return source;
  const expiresAtMs = judgeLife(METHODS[source.method], asked.expires_at, nowMs);
  if (isRefusal(expiresAtMs)) return expiresAtMs;
  const drafted = draftCharge(vault, asked, { source, nowMs, expiresAtMs });
  const failureCode = failsAtOnce(vault, source);
  const charge: ChargeRecord = {
    ...drafted,
    visibleFromMs: appearsAfterMs === 0 ? 0 : vault.nowMs() + appearsAfterMs,
    ...(failureCode === null ? {} : { status: "failed", failureCode, plan: null }),
  };
  keepSource(vault, { ...source, chargeId: charge.id });
  keepCharge(vault, charge);
  tellCharge(vault, "charge.create", charge);
  if (failureCode !== null) tellCharge(vault, "charge.complete", charge);
  return charge;
}

function draftSource(vault: Vault, asked: SourceRequest): SourceRecord | Refusal {
  const rules = { country: vault.rules.country, methods: openMethods(vault.rules) };
  const charging = judgeMoney(rules, asked);
  if (isRefusal(charging)) return charging;
  const fields = judgeFields(charging.method, asked);
  if (isRefusal(fields)) return fields;
  return {
    id: newId("src", vault.livemode),
    method: charging.method.name,
    amount: asked.amount,
    currency: charging.currency,
    createdAtMs: wholeSecond(vault.nowMs()),
    barcode: fields.barcode,
    customer: fields.customer,
    chargeId: null,
  };
}

function chargeableSource(vault: Vault, asked: ChargeRequest): SourceRecord | Refusal {
  if (typeof asked.source !== "string") {
    return draftSource(vault, { ...asked.source, amount: asked.amount, currency: asked.currency });
  }
  const source = vault.sources.get(asked.source);
  if (source === undefined) return notFound("source", asked.source);
  if (source.chargeId !== null) return invalidCharge("source was already charged");
  if (source.amount !== asked.amount) return invalidCharge("amount must match the amount of the source");
  if (source.currency !== asked.currency) return invalidCharge("currency must match the currency of the source");
  const methods = openMethods(vault.rules);
  return methods.includes(source.method) ? source : badRequest("source type is not supported by this account");
}

function draftCharge(
  vault: Vault,
  asked: ChargeRequest,
  given: { readonly source: SourceRecord; readonly nowMs: number; readonly expiresAtMs: number },
): ChargeRecord {
  const method = METHODS[given.source.method];
  return {
    ...UNPAID,
    id: newId("chrg", vault.livemode),
    sourceId: given.source.id,
    method: method.name,
    country: vault.rules.country,
    amount: asked.amount,
    currency: given.source.currency,
    description: asked.description ?? null,
    metadata: asked.metadata ?? {},
    returnUri: asked.return_uri ?? null,
    ip: asked.ip ?? null,
    webhookEndpoints: asked.webhook_endpoints ?? [],
    createdAtMs: given.nowMs,
    expiresAtMs: wholeSecond(given.expiresAtMs),
    ...intention(vault, method.name),
    paymentId: newId("pay2", vault.livemode),
    payload: newPayload(method.shortName),
    documentId: newId("docu", vault.livemode),
    downloadToken: newDownloadToken(),
    filename: method.name === "wechat_pay_upm" ? `${newDigits()}.svg` : `qrcode.${method.picture}`,
  };
}

// Only WeChat's customer has a mood: for a QR somebody has to scan first.
function intention(vault: Vault, method: MethodName): Pick<ChargeRecord, "plan" | "dawdles"> {
  const mood = method === "wechat_pay_upm" ? vault.rules.weChat : "ask";
  const atMs = vault.nowMs() + WECHAT_ACTS_AFTER_MS;
  if (mood === "confirm") return { plan: { atMs, outcome: "pay" }, dawdles: false };
  if (mood === "decline") return { plan: { atMs, outcome: "reject" }, dawdles: false };
  return { plan: null, dawdles: mood === "dawdle" };
}

function failsAtOnce(vault: Vault, source: SourceRecord): string | null {
  if (source.barcode === null) return null;
  const hash = createHash("sha256").update(source.barcode).digest("base64");
  if (vault.usedCodes.has(hash)) return "failed_processing";
  vault.usedCodes.add(hash);
  return isWeChatCode(source.barcode) ? null : "invalid_account";
}
