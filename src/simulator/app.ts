// The bank's doors on hono: guards first, then the routes of the Omise API, the QR documents, and the pretend controls.
import { Hono, type Context } from "hono";
import { CHARGE_ROUTES } from "./charge-routes.ts";
import { isRefusal, notFound, refuse } from "./errors.ts";
import type { FaultQueue } from "./faults.ts";
import { decodeBody } from "./form.ts";
import { isOwnHost, judgeKey, judgeVersion, readBody, type Keys } from "./gate.ts";
import { METHODS } from "./methods.ts";
import { OTHER_ROUTES } from "./other-routes.ts";
import { drawPicture } from "./pictures.ts";
import { REFUND_ROUTES } from "./refund-routes.ts";
import type { RequestLog } from "./request-log.ts";
import type { Route } from "./route.ts";
import { settle } from "./settling.ts";
import { refusalResponse, strike, type BankEnv, type Pauses } from "./strike.ts";
import { visibleCharge, type Vault } from "./vault.ts";

export type Desk = {
  readonly vault: Vault;
  readonly keys: Keys;
  readonly faults: FaultQueue;
  readonly log: RequestLog;
  readonly pauses: Pauses;
};

/** The API with its guards; `pretend` is mounted beside it, without keys and without faults. */
export function createApp(desk: Desk, pretend: Hono<BankEnv>): Hono<BankEnv> {
  const app = new Hono<BankEnv>();
  guard(app, desk);
  app.route("/pretend", pretend);
  for (const route of [...CHARGE_ROUTES, ...REFUND_ROUTES, ...OTHER_ROUTES]) {
    app.on(route.method, route.path, (c) => answer(desk, route, c));
  }
  addDocuments(app, desk.vault);
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
    c.set("lagMs", 0);
    c.set("appearsAfterMs", 0);
    const isApi = !c.req.path.startsWith("/pretend/");
    if (isApi) desk.log.note(c.req.method, c.req.path);
    const fault = isApi ? desk.faults.take(c.req.method, c.req.path) : null;
    if (fault === null) await next();
    else await strike(c, next, { fault, pauses: desk.pauses });
  });
}

async function answer(desk: Desk, route: Route, c: Context<BankEnv>): Promise<Response> {
  const text = await readBody(c.req.raw);
  if (isRefusal(text)) return refusalResponse(text);
  const authorization = c.req.header("authorization");
  const no = judgeKey(authorization, route.key, desk.keys) ?? judgeVersion(c.req.header("omise-version"));
  if (no !== null) return refusalResponse(no);
  const body = decodeBody(text, c.req.header("content-type") ?? "");
  if (isRefusal(body)) return refusalResponse(body);
  settle(desk.vault);
  const result = route.handle({
    vault: desk.vault,
    keys: desk.keys,
    path: c.req.path,
    param: (name) => c.req.param(name) ?? "",
    query: c.req.query(),
    body,
    lagMs: c.get("lagMs"),
    appearsAfterMs: c.get("appearsAfterMs"),
  });
  return isRefusal(result) ? refusalResponse(result) : Response.json(result);
}

// The token in the address is the only secret of a document: no key is asked for.
function addDocuments(app: Hono<BankEnv>, vault: Vault): void {
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
