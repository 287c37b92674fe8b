// What the customer's screen shows. Only the sale on the counter ever owns it.
import type { CustomerFace, CustomerView } from "#contract/views.ts";
import type { AttemptState } from "#till/attempt/state.ts";
import type { OnCounter } from "#till/place.ts";
import { enabledMethods, fitnessOf, METHODS } from "#till/methods.ts";
import { isHintOver } from "#till/said.ts";
import { capabilityOf, currencyOf, customerLanguagesOf, type Facts } from "./facts.ts";
import { noSaleReason } from "./no-sale.ts";

/** How long an end stays before the screen is idle again and nothing of the customer is left. */
const END_STAYS_MS = 30_000;

export function customerView(facts: Facts): CustomerView {
  const face = faceOf(facts);
  return {
    version: facts.version,
    mode: facts.mode,
    shopName: facts.settings.shopName,
    languages: customerLanguagesOf(facts),
    methods: [...enabledMethods(currencyOf(facts), capabilityOf(facts))],
    keyGapMs: facts.settings.keyGapMs,
    face,
    hint: hintOf(facts, face),
  };
}

/** Only while the customer is still to show a code, or before an amount stands. */
function hintOf({ said, nowMs }: Facts, { kind }: CustomerFace): CustomerView["hint"] {
  if (said === null || isHintOver(said, nowMs)) return null;
  return kind === "amount" || kind === "idle" ? said.hint : null;
}

function faceOf(facts: Facts): CustomerFace {
  const { counter } = facts;
  if (!counter || counter.recalled) {
    const isOffered = noSaleReason(facts) === null && facts.link.state !== "down";
    return isOffered ? { kind: "idle" } : { kind: "unavailable" };
  }
  const { money } = counter.sale;
  if (counter.choosing || !counter.record) {
    const asked = { currency: money.currency, money, capability: capabilityOf(facts) };
    return { kind: "amount", money, codeWelcome: fitnessOf("wechat_pay_upm", asked).ok };
  }
  return faceOfState(facts, counter, counter.record.state);
}

function faceOfState(facts: Facts, { sale, record }: OnCounter, state: AttemptState): CustomerFace {
  const { money } = sale;
  if ("endedAtMs" in state && facts.nowMs - state.endedAtMs > END_STAYS_MS) return { kind: "idle" };
  switch (state.name) {
    case "queued":
      return { kind: "preparing", money, slow: false };
    case "sending":
      return { kind: "preparing", money, slow: facts.nowMs - state.sentAtMs >= facts.timings.slowAfterMs };
    case "pending":
      return record
        ? pendingFace(facts, record.attempt.method, { money, endAtMs: state.charge.endAtMs })
        : { kind: "idle" };
    case "unknown":
    case "not-found":
      return { kind: "checking", money };
    case "cancelling":
      return isGone(facts, state) ? { kind: "idle" } : { kind: "cancelling", money };
    case "successful":
    case "paid-late":
      return { kind: "paid", money };
    case "failed":
      return { kind: "not-paid", money };
    case "expired":
      return { kind: "expired", money };
    case "cancelled":
    case "not-sent":
      return { kind: "cancelled", money };
  }
}

/** Its QR was taken away a while ago and it can only be watched: the customer of it has read enough. */
function isGone(facts: Facts, state: Extract<AttemptState, { name: "cancelling" }>): boolean {
  return state.refused && state.askedAtMs !== null && facts.nowMs - state.askedAtMs > END_STAYS_MS;
}

function pendingFace(
  facts: Facts,
  method: keyof typeof METHODS,
  { money, endAtMs }: { readonly money: OnCounter["sale"]["money"]; readonly endAtMs: number },
): CustomerFace {
  const remainingMs = Math.max(0, Math.round(endAtMs - facts.nowMs));
  if (METHODS[method].flow === "scan") return { kind: "confirm-on-phone", money, remainingMs };
  const { picture } = facts.live;
  if (!picture) return { kind: "preparing", money, slow: false };
  return { kind: "qr", money, method, pictureHash: picture.hash, remainingMs, covered: isCovered(facts) };
}

/** No good answer for half a minute, or nowhere to write one down: better cover the QR than let somebody pay unseen. */
export function isCovered(facts: Facts): boolean {
  if (facts.ledgerFailed) return true;
  const { lastGoodMs } = facts.live;
  return lastGoodMs !== null && facts.nowMs - lastGoodMs > facts.timings.qrCoveredAfterMs;
}
