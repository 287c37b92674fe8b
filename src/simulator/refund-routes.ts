// Refunds over the API: create (with `void`), read, list per charge and for the whole account.
import { isRefusal, notFound } from "./errors.ts";
import { refundObject } from "./objects.ts";
import type { ChargeRecord, RefundRecord } from "./records.ts";
import { parseRequest, refundRequest } from "./requests.ts";
import { page, withCharge, type Answer, type Call, type Route } from "./route.ts";
import { refund } from "./settling.ts";
import { showing, visibleRefunds } from "./vault.ts";

export const REFUND_ROUTES: readonly Route[] = [
  { method: "POST", path: "/charges/:id/refunds", key: "secret", handle: withCharge(create) },
  { method: "GET", path: "/charges/:id/refunds", key: "secret", handle: withCharge(listOfCharge) },
  { method: "GET", path: "/charges/:id/refunds/:refundId", key: "secret", handle: withCharge(read) },
  { method: "GET", path: "/refunds", key: "secret", handle: listOfAccount },
];

function create(call: Call, charge: ChargeRecord): Answer {
  const asked = parseRequest(refundRequest, call.body);
  if (isRefusal(asked)) return asked;
  const { appearsAfterMs } = call;
  const wanted = { amount: asked.amount, asVoid: asked.void === true, metadata: asked.metadata ?? {}, appearsAfterMs };
  const made = refund(call.vault, charge, wanted);
  return isRefusal(made) ? made : refundObject(made, showing(call.vault));
}

function read(call: Call, charge: ChargeRecord): Answer {
  const id = call.param("refundId");
  const found = visibleRefunds(charge, call.vault.nowMs()).find((one) => one.id === id);
  return found === undefined ? notFound("refund", id) : refundObject(found, showing(call.vault));
}

function listOfCharge(call: Call, charge: ChargeRecord): Answer {
  return page(call, listable(call, charge), (row) => refundObject(row, showing(call.vault)));
}

function listOfAccount(call: Call): Answer {
  const all = [...call.vault.charges.values()].flatMap((charge) => listable(call, charge));
  const oldestFirst = all.toSorted((a, b) => a.createdAtMs - b.createdAtMs);
  return page(call, oldestFirst, (row) => refundObject(row, showing(call.vault)));
}

function listable({ vault, lagMs }: Call, charge: ChargeRecord): readonly RefundRecord[] {
  const nowMs = vault.nowMs();
  return visibleRefunds(charge, nowMs).filter((refund) => lagMs === 0 || refund.createdAtMs <= nowMs - lagMs);
}
