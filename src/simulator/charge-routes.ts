// Charges over the API: create, read, list, expire, and the two test-mode marks.
import { createCharge } from "./charging.ts";
import { badRequest, isRefusal } from "./errors.ts";
import type { ChargeRecord } from "./records.ts";
import { chargeRequest, emptyRequest, parseRequest } from "./requests.ts";
import { page, withCharge, type Answer, type Call, type Route } from "./route.ts";
import { decline, expireNow, pay, type ActOutcome } from "./settling.ts";
import { showCharge } from "./vault.ts";

const MARKED_FAILURE = "failed_processing";

export const CHARGE_ROUTES: readonly Route[] = [
  { method: "POST", path: "/charges", key: "secret", handle: create },
  { method: "GET", path: "/charges", key: "secret", handle: list },
  {
    method: "GET",
    path: "/charges/:id",
    key: "secret",
    handle: withCharge((call, charge) => showCharge(call.vault, charge)),
  },
  { method: "POST", path: "/charges/:id/expire", key: "secret", handle: withCharge(expire) },
  {
    method: "POST",
    path: "/charges/:id/mark_as_paid",
    key: "secret",
    handle: withCharge((call, charge) => mark(call, charge, () => pay(call.vault, charge.id))),
  },
  {
    method: "POST",
    path: "/charges/:id/mark_as_failed",
    key: "secret",
    handle: withCharge((call, charge) => mark(call, charge, () => decline(call.vault, charge.id, MARKED_FAILURE))),
  },
];

function create(call: Call): Answer {
  const asked = parseRequest(chargeRequest, call.body);
  if (isRefusal(asked)) return asked;
  const charge = createCharge(call.vault, asked, call.appearsAfterMs);
  return isRefusal(charge) ? charge : showCharge(call.vault, charge);
}

function list(call: Call): Answer {
  const nowMs = call.vault.nowMs();
  const known = [...call.vault.charges.values()].filter(
    (charge) => charge.visibleFromMs <= nowMs && (call.lagMs === 0 || charge.createdAtMs <= nowMs - call.lagMs),
  );
  return page(call, known, (charge) => showCharge(call.vault, charge));
}

function expire(call: Call, charge: ChargeRecord): Answer {
  const asked = parseRequest(emptyRequest, call.body);
  if (isRefusal(asked)) return asked;
  const expired = expireNow(call.vault, charge);
  return isRefusal(expired) ? expired : showCharge(call.vault, expired);
}

function mark(call: Call, charge: ChargeRecord, act: () => ActOutcome): Answer {
  if (call.vault.livemode) return badRequest("only test charges can be marked");
  if (act() !== "done") return badRequest("charge is not pending");
  return showCharge(call.vault, call.vault.charges.get(charge.id) ?? charge);
}
