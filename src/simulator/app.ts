// The bank's doors: every route of the Omise API that the till uses, each with the key it needs.
import { Hono, type Context } from "hono";
import { accountObject, capabilityObject } from "./account.ts";
import { createCharge, createSource } from "./charging.ts";
import { badRequest, isRefusal, notFound, refuse, type Refusal } from "./errors.ts";
import type { FaultQueue } from "./faults.ts";
import { decodeBody } from "./form.ts";
import { isOwnHost, judgeKey, judgeVersion, readBody, type KeyKind, type Keys } from "./gate.ts";
import { accountId } from "./ids.ts";
import { listObject } from "./lists.ts";
import { METHODS } from "./methods.ts";
import { refundObject, sourceObject } from "./objects.ts";
import { drawPicture } from "./pictures.ts";
import type { ChargeRecord, JsonObject } from "./records.ts";
import type { RequestLog } from "./request-log.ts";
import { chargeRequest, emptyRequest, listRequest, parseRequest, refundRequest, sourceRequest } from "./requests.ts";
import { decline, expireNow, pay, refund, settle, type ActOutcome } from "./settling.ts";
import { refusalResponse, strike, type BankEnv, type Pauses } from "./strike.ts";
import { eventObject, openMethods, showCharge, showing, visibleCharge, type Vault } from "./vault.ts";

export type Desk = {
  readonly vault: Vault;
  readonly keys: Keys;
  readonly faults: FaultQueue;
  readonly log: RequestLog;
  readonly pauses: Pauses;
};

type Answer = JsonObject | Refusal;
type Handler = (c: Context<BankEnv>, body: Readonly<Record<string, unknown>>) => Answer;

/** The API with its guards; `pretend` is mounted beside it, without keys and without faults. */
export function createApp(desk: Desk, pretend: Hono<BankEnv>): Hono<BankEnv> {
  const app = new Hono<BankEnv>();
  guard(app, desk);
  app.route("/pretend", pretend);
  addCharges(app, desk);
  addRefunds(app, desk);
  addLists(app, desk);
  addRest(app, desk);
  app.notFound(() => refusalResponse(refuse(404, "not_found", "the requested object was not found")));
  app.onError((error) => {
    console.error(`pretend bank: ${error.name}: ${error.message}`);
    return refusalResponse(refuse(500, "internal_error", "the pretend bank has a defect"));
  });
  return app;
}

function guard(app: Hono<BankEnv>, desk: Desk): void {
  const { vault } = desk;
  app.use(async (c, next) => {
    if (isOwnHost(c.req.header("host"), vault.origin())) await next();
    else c.res = refusalResponse(refuse(403, "bad_request", "this bank answers on its own address only"));
    c.res.headers.set("date", new Date(vault.nowMs()).toUTCString());
  });
  app.use(async (c, next) => {
    if (c.req.path.startsWith("/pretend/")) return await next();
    desk.log.note(c.req.method, c.req.path);
    c.set("lagMs", 0);
    c.set("appearsAfterMs", 0);
    const fault = desk.faults.take(c.req.method, c.req.path);
    return fault === null ? await next() : await strike(c, next, { fault, pauses: desk.pauses });
  });
}

function route(desk: Desk, key: KeyKind, handler: Handler): (c: Context<BankEnv>) => Promise<Response> {
  return async (c) => {
    const text = await readBody(c.req.raw);
    if (isRefusal(text)) return refusalResponse(text);
    const no = judgeKey(c.req.header("authorization"), key, desk.keys) ?? judgeVersion(c.req.header("omise-version"));
    if (no !== null) return refusalResponse(no);
    const body = decodeBody(text, c.req.header("content-type") ?? "");
    if (isRefusal(body)) return refusalResponse(body);
    settle(desk.vault);
    const answer = handler(c, body);
    return isRefusal(answer) ? refusalResponse(answer) : Response.json(answer);
  };
}

function withCharge(desk: Desk, act: (charge: ChargeRecord, ...rest: Parameters<Handler>) => Answer): Handler {
  return (c, body) => {
    const id = c.req.param("id") ?? "";
    const charge = visibleCharge(desk.vault, id);
    return charge === null ? notFound("charge", id) : act(charge, c, body);
  };
}

function addCharges(app: Hono<BankEnv>, desk: Desk): void {
  const { vault } = desk;
  app.post(
    "/charges",
    route(desk, "secret", (c, body) => {
      const asked = parseRequest(chargeRequest, body);
      if (isRefusal(asked)) return asked;
      const charge = createCharge(vault, asked, c.get("appearsAfterMs"));
      return isRefusal(charge) ? charge : showCharge(vault, charge);
    }),
  );
  app.get(
    "/charges/:id",
    route(
      desk,
      "secret",
      withCharge(desk, (charge) => showCharge(vault, charge)),
    ),
  );
  app.post(
    "/charges/:id/expire",
    route(
      desk,
      "secret",
      withCharge(desk, (charge, _c, body) => {
        const asked = parseRequest(emptyRequest, body);
        if (isRefusal(asked)) return asked;
        const expired = expireNow(vault, charge);
        return isRefusal(expired) ? expired : showCharge(vault, expired);
      }),
    ),
  );
  app.post(
    "/charges/:id/mark_as_paid",
    route(
      desk,
      "secret",
      withCharge(desk, (charge) => marked(vault, charge, () => pay(vault, charge.id))),
    ),
  );
  app.post(
    "/charges/:id/mark_as_failed",
    route(
      desk,
      "secret",
      withCharge(desk, (charge) => marked(vault, charge, () => decline(vault, charge.id, "failed_processing"))),
    ),
  );
}

function marked(vault: Vault, charge: ChargeRecord, act: () => ActOutcome): Answer {
  if (vault.livemode) return badRequest("only test charges can be marked");
  if (act() !== "done") return badRequest("charge is not pending");
  return showCharge(vault, vault.charges.get(charge.id) ?? charge);
}

function addRefunds(app: Hono<BankEnv>, desk: Desk): void {
  const { vault } = desk;
  app.post(
    "/charges/:id/refunds",
    route(
      desk,
      "secret",
      withCharge(desk, (charge, _c, body) => {
        const asked = parseRequest(refundRequest, body);
        if (isRefusal(asked)) return asked;
        const wanted = { amount: asked.amount, asVoid: asked.void === true, metadata: asked.metadata ?? {} };
        const made = refund(vault, charge, wanted);
        return isRefusal(made) ? made : refundObject(made, showing(vault));
      }),
    ),
  );
  app.get(
    "/charges/:id/refunds/:refundId",
    route(
      desk,
      "secret",
      withCharge(desk, (charge, c) => {
        const id = c.req.param("refundId") ?? "";
        const found = charge.refunds.find((one) => one.id === id);
        return found === undefined ? notFound("refund", id) : refundObject(found, showing(vault));
      }),
    ),
  );
  app.get(
    "/charges/:id/refunds",
    route(
      desk,
      "secret",
      withCharge(desk, (charge, c) =>
        page(desk, c, { rows: charge.refunds, show: (row) => refundObject(row, showing(vault)) }),
      ),
    ),
  );
  app.get(
    "/refunds",
    route(desk, "secret", (c) => {
      const rows = [...vault.charges.values()].flatMap((charge) => charge.refunds);
      const show = (row: (typeof rows)[number]) => refundObject(row, showing(vault));
      return page(desk, c, { rows: rows.toSorted((a, b) => a.createdAtMs - b.createdAtMs), show });
    }),
  );
}

function addLists(app: Hono<BankEnv>, desk: Desk): void {
  const { vault } = desk;
  app.get(
    "/charges",
    route(desk, "secret", (c) => {
      const nowMs = vault.nowMs();
      const lagMs = c.get("lagMs");
      const all = [...vault.charges.values()].filter((charge) => charge.visibleFromMs <= nowMs);
      const rows = lagMs === 0 ? all : all.filter((charge) => charge.createdAtMs <= nowMs - lagMs);
      return page(desk, c, { rows, show: (charge) => showCharge(vault, charge) });
    }),
  );
  app.get(
    "/events",
    route(desk, "secret", (c) => page(desk, c, { rows: vault.events, show: (event) => eventObject(vault, event) })),
  );
  app.get(
    "/charges/:id/events",
    route(
      desk,
      "secret",
      withCharge(desk, (charge, c) => {
        const rows = vault.events.filter((event) => event.chargeId === charge.id);
        return page(desk, c, { rows, show: (event) => eventObject(vault, event) });
      }),
    ),
  );
  app.get(
    "/events/:id",
    route(desk, "secret", (c) => {
      const id = c.req.param("id") ?? "";
      const event = vault.events.find((one) => one.id === id);
      return event === undefined ? notFound("event", id) : eventObject(vault, event);
    }),
  );
}

function page<Row extends { readonly createdAtMs: number }>(
  desk: Desk,
  c: Context<BankEnv>,
  of: { readonly rows: readonly Row[]; readonly show: (row: Row) => JsonObject },
): Answer {
  const asked = parseRequest(listRequest, c.req.query());
  if (isRefusal(asked)) return asked;
  return listObject(of.rows, asked, { location: c.req.path, nowMs: desk.vault.nowMs(), show: of.show });
}

function addRest(app: Hono<BankEnv>, desk: Desk): void {
  const { vault, keys } = desk;
  app.post(
    "/sources",
    route(desk, "public", (_c, body) => {
      const asked = parseRequest(sourceRequest, body);
      if (isRefusal(asked)) return asked;
      const source = createSource(vault, asked);
      return isRefusal(source) ? source : sourceObject(source, null, showing(vault));
    }),
  );
  app.get(
    "/sources/:id",
    route(desk, "either", (c) => {
      const id = c.req.param("id") ?? "";
      const source = vault.sources.get(id);
      if (source === undefined) return notFound("source", id);
      const charge = source.chargeId === null ? null : visibleCharge(vault, source.chargeId);
      return sourceObject(source, charge, showing(vault));
    }),
  );
  app.get(
    "/capability",
    route(desk, "public", () => capabilityObject(vault.rules.country, openMethods(vault.rules))),
  );
  app.get(
    "/account",
    route(desk, "secret", () => {
      const { livemode } = vault;
      const id = accountId("account", keys.secretKey, livemode);
      const team = accountId("team", keys.secretKey, livemode);
      return accountObject({ id, team, livemode }, vault.rules.country);
    }),
  );
  // The token in the address is the only secret of a document: no key is asked for.
  app.get("/charges/:id/documents/:document/downloads/:token", (c) => {
    const charge = visibleCharge(vault, c.req.param("id"));
    const fits = charge?.documentId === c.req.param("document") && charge.downloadToken === c.req.param("token");
    if (charge === null || !fits) return refusalResponse(notFound("document", c.req.param("document")));
    const picture = drawPicture(charge.payload, METHODS[charge.method].picture);
    return new Response(Buffer.from(picture.bytes), { headers: { "content-type": picture.contentType } });
  });
  app.get("/payments/:id/authorize", (c) => {
    const charge = [...vault.charges.values()].find((one) => one.paymentId === c.req.param("id"));
    if (charge === undefined) return refusalResponse(notFound("payment", c.req.param("id")));
    return c.redirect(`/pretend/phone/${charge.payload}`, 302);
  });
}
