// What the cashier's screen shows: the sale on the counter in one sentence, what may be done, and the state of everything around.
import type { Money } from "#contract/money.ts";
import type { CashierView, MethodView, SaleView } from "#contract/views.ts";
import { METHOD_IDS, type MethodId } from "#contract/words.ts";
import { toneOf } from "#contract/tone.ts";
import { isNeverShown } from "#till/attempt/never-shown.ts";
import { isFinal, isPaid, mayBeAsked, standsAside, type AttemptRecord } from "#till/attempt/state.ts";
import type { OnCounter } from "#till/place.ts";
import { fitnessOf, limitsOf, METHODS } from "#till/methods.ts";
import { customerView, isCovered } from "./customer.ts";
import { doubtOf, noticeOf } from "./said.ts";
import { capabilityOf, countryOf, currencyOf, type Facts } from "./facts.ts";
import { noSaleReason } from "./no-sale.ts";
import { oursMinor } from "#till/refund/gone.ts";
import { refundViews } from "./refunds.ts";

export function cashierView(facts: Facts): CashierView {
  const currency = currencyOf(facts);
  return {
    version: facts.version,
    mode: facts.mode,
    shopName: facts.settings.shopName,
    tillName: facts.settings.tillName,
    country: countryOf(facts),
    currency,
    language: facts.settings.language,
    zone: facts.zone,
    customerScreen: facts.customerScreen,
    noSale: noSaleReason(facts),
    confirmAboveMinor: facts.settings.confirmAboveMinor[currency],
    counter: facts.counter ? saleView(facts, facts.counter) : null,
    methods: METHOD_IDS.map((id) => methodView(facts, id)),
    recent: [...facts.recent],
    notice: noticeOf(facts),
    doubt: doubtOf(facts),
    alarms: facts.alarms.map(({ alarm, sale, may }) => ({
      id: alarm.alarmId,
      words: alarm.kind,
      saleId: alarm.saleId,
      attemptId: alarm.attemptId,
      may,
      money: sale.money,
      atMs: alarm.atMs,
    })),
    link: facts.link,
    clockOffMs: facts.clockOffMs,
    queue: [...facts.queue],
    queueLength: facts.queueLength,
    staff: [...facts.staff],
    scanners: [...facts.scanners],
    keyGapMs: facts.settings.keyGapMs,
    customer: customerView(facts),
  };
}

function methodView(facts: Facts, id: MethodId): MethodView {
  const currency = currencyOf(facts);
  const capability = capabilityOf(facts);
  const rule = METHODS[id];
  const limits = limitsOf(id, currency, capability);
  const money = facts.counter?.sale.money ?? null;
  const fit = fitnessOf(id, { currency, money, capability });
  const reason = noSaleReason(facts) === null ? (fit.ok ? null : fit.reason) : "no-sale";
  return {
    id,
    flow: rule.flow,
    key: rule.key,
    ready: reason === null,
    reason,
    minimum: limits && { amountMinor: limits.minMinor, currency },
    maximum: limits && { amountMinor: limits.maxMinor, currency },
  };
}

function saleView(facts: Facts, on: OnCounter): SaleView {
  const { sale } = on;
  const record = on.choosing ? null : on.record;
  const sentence = record ? sentenceOf(facts, record) : draftSentence(facts, sale.money);
  const state = record?.state.name ?? "draft";
  return {
    saleId: sale.saleId,
    money: sale.money,
    reference: sale.reference,
    state,
    sentence,
    tone: toneOf(state),
    turn: turnOf(sentence),
    method: record?.attempt.method ?? null,
    attemptId: record?.attempt.attemptId ?? null,
    chargeId: record ? chargeIdOf(record) : null,
    codeLastFour: record?.attempt.codeLastFour ?? null,
    remainingMs: record ? remainingOf(facts, record) : null,
    endedAtMs: record && "endedAtMs" in record.state ? Math.round(record.state.endedAtMs) : null,
    failure:
      record?.state.name === "failed"
        ? { code: record.state.code.slice(0, 80), message: record.state.message.slice(0, 500) }
        : null,
    may: mayOf(facts, record, sentence),
    refundedMinor: oursMinor(facts.refunds),
    refunds: refundViews(facts.refunds),
  };
}

function draftSentence(facts: Facts, money: Money): SaleView["sentence"] {
  const asked = { currency: money.currency, money, capability: capabilityOf(facts) };
  return fitnessOf("wechat_pay_upm", asked).ok ? "draft" : "draft-qr";
}

function sentenceOf(facts: Facts, record: AttemptRecord): SaleView["sentence"] {
  const { state, attempt } = record;
  switch (state.name) {
    case "sending":
      if (state.cancelWanted) return "cancel-kept";
      return facts.nowMs - state.sentAtMs >= facts.timings.slowAfterMs ? "sending-slow" : "sending";
    case "unknown":
    case "not-found":
      return state.name === "unknown" ? "checking" : "not-found";
    case "pending":
      if (METHODS[attempt.method].flow === "scan") {
        return state.askAtMs !== null && facts.nowMs >= state.askAtMs ? "wait-or-cancel" : "confirm-on-phone";
      }
      if (!facts.live.picture) return "qr-loading";
      if (isCovered(facts)) return "qr-covered";
      return facts.customerScreen ? "qr-shown" : "qr-shown-here";
    case "cancelling":
      if (state.refused) return "still-payable";
      return facts.nowMs < state.notBeforeMs ? "cancel-kept" : "cancelling";
    case "successful":
      return "paid";
    case "failed":
      return state.chargeId === null ? "refused" : "failed";
    default:
      return state.name;
  }
}

function turnOf(sentence: SaleView["sentence"]): SaleView["turn"] {
  switch (sentence) {
    case "draft":
    case "draft-qr":
    case "wait-or-cancel":
      return "cashier";
    case "confirm-on-phone":
    case "qr-shown":
    case "qr-shown-here":
      return "customer";
    case "queued":
    case "sending":
    case "sending-slow":
    case "qr-loading":
    case "qr-covered":
    case "cancelling":
    case "cancel-kept":
    case "still-payable":
    case "checking":
      return "omise";
    default:
      return "nobody";
  }
}

/** Until its answer is known or given up, nobody can say what is at risk. */
const OVERRIDABLE: ReadonlySet<string> = new Set(["unknown", "pending", "cancelling"]);

function mayOf(facts: Facts, record: AttemptRecord | null, sentence: SaleView["sentence"]): SaleView["may"] {
  const name = record?.state.name ?? "draft";
  const over = record !== null && isFinal(record.state);
  const waitsForCustomer = name === "pending" || name === "cancelling";
  const gaveWay = !over && record !== null && standsAside(record.state);
  return {
    cancel: !over && name !== "cancelling" && sentence !== "cancel-kept" && !gaveWay,
    wait: sentence === "wait-or-cancel",
    askNow: record !== null && name !== "sending" && mayBeAsked(record),
    again: record !== null && !isPaid(record.state) && (standsAside(record.state) || isNeverShown(record)),
    clear: record !== null,
    next: over || sentence === "still-payable",
    rehearse: facts.rehearses && waitsForCustomer,
    override: record !== null && !standsAside(record.state) && !isNeverShown(record) && OVERRIDABLE.has(name),
    refund: record !== null && isPaid(record.state),
  };
}

/** Until the till gives up; of a charge that cannot be cancelled, until it runs out at the bank, by the bank's time. */
function remainingOf(facts: Facts, { state }: AttemptRecord): number | null {
  const left = (untilMs: number): number => Math.max(0, Math.round(untilMs - facts.nowMs));
  if (state.name === "pending") return left(state.charge.endAtMs);
  if (state.name !== "cancelling" || !state.refused || state.charge.expiresAtMs === null) return null;
  return facts.bankOffsetMs === null ? null : left(state.charge.expiresAtMs - facts.bankOffsetMs);
}

function chargeIdOf({ state }: AttemptRecord): string | null {
  if ("charge" in state) return state.charge.chargeId;
  return "chargeId" in state ? state.chargeId : null;
}
