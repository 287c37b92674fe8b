// The controls over HTTP, under /pretend: JSON for programs, pages and plain forms for a person with a pretend phone.
// Loopback without keys; a browser may only post from the bank's own pages.
import { Hono, type Context } from "hono";
import { z } from "zod";
import type { Bank, BookedCharge } from "./bank.ts";
import { isRefusal, notFound, refuse } from "./errors.ts";
import { faultSchema } from "./faults.ts";
import { decodeBody } from "./form.ts";
import { isOwnOrigin, readBody } from "./gate.ts";
import { METHODS, type Country, type MethodName } from "./methods.ts";
import { PAGE_HEADERS, chargePage, strangerPage, waitingPage } from "./phone.ts";
import { FUNDING_SOURCES } from "./records.ts";
import { parseRequest } from "./requests.ts";
import type { ActOutcome } from "./settling.ts";
import { refusalResponse, type BankEnv } from "./strike.ts";

const methodName = z.enum(Object.keys(METHODS) as [MethodName, ...MethodName[]]);
const failureCode = z.string().regex(/^[a-z_]{1,60}$/);
const approveBody = z.strictObject({ funding: z.enum(FUNDING_SOURCES).optional() });
const declineBody = z.strictObject({ failure_code: failureCode.optional() });
const moodBody = z.strictObject({ mood: z.enum(["ask", "confirm", "decline", "dawdle"]) });
const countryBody = z.strictObject({ country: z.enum(["TH", "SG", "MY"]) });
const refundBody = z.strictObject({ amount: z.int().positive() });
const nothing = z.strictObject({});
const switchesBody = z.strictObject({
  trueMoneyMayExpire: z.boolean().exactOptional(),
  timeOutAs: z.enum(["expired", "failed"]).exactOptional(),
  refundDelayMs: z.int().min(0).max(86_400_000).exactOptional(),
  withheld: z.array(methodName).exactOptional(),
});

type PretendParts = {
  readonly bank: Bank;
  readonly origin: () => string;
  readonly setCountry: (country: Country) => void;
};

export function createPretend(parts: PretendParts): Hono<BankEnv> {
  const app = new Hono<BankEnv>();
  app.use(async (c, next) => {
    const isOwn = c.req.method === "GET" || isOwnOrigin(c.req.header("origin"), parts.origin());
    if (isOwn) await next();
    else c.res = refusalResponse(refuse(403, "bad_request", "only the bank's own pages may send this"));
  });
  addReading(app, parts);
  addActing(app, parts);
  addSwitches(app, parts);
  addPhone(app, parts.bank);
  return app;
}

function addReading(app: Hono<BankEnv>, { bank }: PretendParts): void {
  app.get("/books", () => Response.json(bank.books()));
  app.get("/requests", () => Response.json(bank.requests()));
  app.get("/waiting", () => Response.json(bank.phone.waiting()));
  app.get("/faults", () => Response.json(bank.faults.waiting()));
  app.get("/wechat", () => Response.json({ mood: bank.phone.weChat() }));
}

function addActing(app: Hono<BankEnv>, { bank }: PretendParts): void {
  app.post(
    "/charges/:id/approve",
    json(approveBody, (asked, c) =>
      acted(bank.approve(c.req.param("id") ?? "", asked.funding === undefined ? {} : { funding: asked.funding })),
    ),
  );
  app.post(
    "/charges/:id/approve-late",
    json(nothing, (_asked, c) => acted(bank.approveLate(c.req.param("id") ?? ""))),
  );
  app.post(
    "/charges/:id/decline",
    json(declineBody, (asked, c) => acted(bank.decline(c.req.param("id") ?? "", asked.failure_code))),
  );
  app.post(
    "/charges/:id/dispute",
    json(nothing, (_asked, c) => acted(bank.dispute(c.req.param("id") ?? ""))),
  );
  app.post(
    "/charges/:id/refund",
    json(refundBody, (asked, c) => {
      const outcome = bank.refundElsewhere(c.req.param("id") ?? "", asked.amount);
      return isRefusal(outcome) ? refusalResponse(outcome) : acted(outcome);
    }),
  );
}

function addSwitches(app: Hono<BankEnv>, { bank, setCountry }: PretendParts): void {
  app.post(
    "/wechat",
    json(moodBody, (asked) => {
      bank.phone.setWeChat(asked.mood);
      return acted("done");
    }),
  );
  app.post(
    "/country",
    json(countryBody, (asked) => {
      setCountry(asked.country);
      return acted("done");
    }),
  );
  app.post(
    "/switches",
    json(switchesBody, (asked) => {
      bank.turn(asked);
      return acted("done");
    }),
  );
  app.post(
    "/faults",
    json(faultSchema, (asked) => {
      bank.faults.add(asked);
      return acted("done");
    }),
  );
  app.delete("/faults", () => {
    bank.faults.clear();
    return acted("done");
  });
}

function addPhone(app: Hono<BankEnv>, bank: Bank): void {
  app.get("/phone", () => html(waitingPage(bank.phone.waiting())));
  app.get("/phone/:payload", (c) => {
    const charge = findPayload(bank, c.req.param("payload"));
    return charge === null ? html(strangerPage(), 404) : html(chargePage(charge));
  });
  app.post(
    "/phone/:payload/approve",
    form(approveBody, bank, (charge, asked) =>
      bank.approve(charge.id, asked.funding === undefined ? {} : { funding: asked.funding }),
    ),
  );
  app.post(
    "/phone/:payload/decline",
    form(declineBody, bank, (charge, asked) => bank.decline(charge.id, asked.failure_code)),
  );
}

type Handler = (c: Context<BankEnv>) => Promise<Response>;

function json<Schema extends z.ZodType>(
  schema: Schema,
  act: (asked: z.infer<Schema>, c: Context<BankEnv>) => Response,
): Handler {
  return async (c) => {
    const asked = await read(c, schema, "application/json");
    return asked instanceof Response ? asked : act(asked.value, c);
  };
}

// After a button the page is fetched anew (303), so that a reload never sends the answer twice.
function form<Schema extends z.ZodType>(
  schema: Schema,
  bank: Bank,
  act: (charge: BookedCharge, asked: z.infer<Schema>) => ActOutcome,
): Handler {
  return async (c) => {
    const charge = findPayload(bank, c.req.param("payload") ?? "");
    if (charge === null) return html(strangerPage(), 404);
    const asked = await read(c, schema, "application/x-www-form-urlencoded");
    if (asked instanceof Response) return asked;
    act(charge, asked.value);
    return c.redirect(`/pretend/phone/${charge.payload}`, 303);
  };
}

async function read<Schema extends z.ZodType>(
  c: Context<BankEnv>,
  schema: Schema,
  contentType: string,
): Promise<{ readonly value: z.infer<Schema> } | Response> {
  const text = await readBody(c.req.raw);
  if (isRefusal(text)) return refusalResponse(text);
  const given = c.req.header("content-type") ?? contentType;
  if (!given.startsWith(contentType)) return refusalResponse(refuse(415, "bad_request", `send ${contentType}`));
  const body = decodeBody(text, contentType);
  const asked = isRefusal(body) ? body : parseRequest(schema, body);
  return isRefusal(asked) ? refusalResponse(asked) : { value: asked };
}

function acted(outcome: ActOutcome): Response {
  if (outcome === "not-found") return refusalResponse(notFound("charge", ""));
  if (outcome === "not-possible")
    return refusalResponse(refuse(400, "invalid_charge", "charge is not in a state for this"));
  return Response.json({ outcome });
}

function findPayload(bank: Bank, payload: string): BookedCharge | null {
  return bank.books().charges.find((charge) => charge.payload === payload) ?? null;
}

function html(text: string, status = 200): Response {
  return new Response(text, { status, headers: PAGE_HEADERS });
}
