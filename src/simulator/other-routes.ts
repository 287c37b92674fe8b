// Sources, events, and who the account is.
import { accountObject, capabilityObject } from "./account.ts";
import { createSource } from "./charging.ts";
import { isRefusal, notFound } from "./errors.ts";
import { eventObject } from "./events.ts";
import { accountId } from "./ids.ts";
import { sourceObject } from "./objects.ts";
import { parseRequest, sourceRequest } from "./requests.ts";
import { page, withCharge, type Answer, type Call, type Route } from "./route.ts";
import { openMethods, showing, visibleCharge } from "./vault.ts";

export const OTHER_ROUTES: readonly Route[] = [
  { method: "POST", path: "/sources", key: "public", handle: makeSource },
  { method: "GET", path: "/sources/:id", key: "either", handle: readSource },
  {
    method: "GET",
    path: "/events",
    key: "secret",
    handle: (call) => page(call, call.vault.events, (event) => eventObject(call.vault, event)),
  },
  { method: "GET", path: "/events/:id", key: "secret", handle: readEvent },
  {
    method: "GET",
    path: "/charges/:id/events",
    key: "secret",
    handle: withCharge((call, charge) => {
      const rows = call.vault.events.filter((event) => event.chargeId === charge.id);
      return page(call, rows, (event) => eventObject(call.vault, event));
    }),
  },
  {
    method: "GET",
    path: "/capability",
    key: "public",
    handle: ({ vault }) => capabilityObject(vault.rules.country, openMethods(vault.rules)),
  },
  { method: "GET", path: "/account", key: "secret", handle: readAccount },
];

function makeSource(call: Call): Answer {
  const asked = parseRequest(sourceRequest, call.body);
  if (isRefusal(asked)) return asked;
  const source = createSource(call.vault, asked);
  return isRefusal(source) ? source : sourceObject(source, null, showing(call.vault));
}

function readSource(call: Call): Answer {
  const id = call.param("id");
  const source = call.vault.sources.get(id);
  if (source === undefined) return notFound("source", id);
  const charge = source.chargeId === null ? null : visibleCharge(call.vault, source.chargeId);
  return sourceObject(source, charge, showing(call.vault));
}

function readEvent(call: Call): Answer {
  const id = call.param("id");
  const event = call.vault.events.find((one) => one.id === id);
  return event === undefined ? notFound("event", id) : eventObject(call.vault, event);
}

function readAccount({ vault, keys }: Call): Answer {
  const { livemode } = vault;
  const id = accountId("account", keys.secretKey, livemode);
  const team = accountId("team", keys.secretKey, livemode);
  return accountObject({ id, team, livemode }, vault.rules.country);
}
