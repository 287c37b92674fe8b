// Opens the pretend bank for one test, with a clock that the test moves, and speaks to it over real loopback HTTP.
import { request } from "undici";
import { openSimulator, type Simulator, type SimulatorOptions } from "#simulator/simulator.ts";

export const PUBLIC_KEY = "pkey_test_5xyz";
export const SECRET_KEY = "skey_test_5abc";
/** 2026-03-10T05:00:00Z: noon in Bangkok. */
export const NOON_MS = Date.UTC(2026, 2, 10, 5);

export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
};
type Fields = Readonly<Record<string, string | number>>;
type Asking = { readonly key?: string; readonly headers?: Readonly<Record<string, string>>; readonly json?: unknown };

export type OpenBank = AsyncDisposable & {
  readonly simulator: Simulator;
  readonly clock: { nowMs: number };
  get(path: string, asking?: Asking): Promise<Reply>;
  post(path: string, fields?: Fields, asking?: Asking): Promise<Reply>;
};

export async function openBank(options: Partial<SimulatorOptions> = {}): Promise<OpenBank> {
  const clock = { nowMs: NOON_MS };
  const keys = { publicKey: PUBLIC_KEY, secretKey: SECRET_KEY };
  const simulator = await openSimulator({ country: "TH", ...keys, nowMs: () => clock.nowMs, ...options });
  const secret = options.secretKey ?? SECRET_KEY;
  const send = async (method: "GET" | "POST", path: string, how: Asking & { body?: string }): Promise<Reply> => {
    const type = how.json === undefined ? "application/x-www-form-urlencoded" : "application/json";
    const answer = await request(path.startsWith("http") ? path : simulator.origin + path, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(`${how.key ?? secret}:`).toString("base64")}`,
        ...(method === "POST" ? { "content-type": type } : {}),
        ...how.headers,
      },
      body: how.json === undefined ? (how.body ?? null) : JSON.stringify(how.json),
    });
    return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
  };
  return {
    simulator,
    clock,
    get: (path, asking = {}) => send("GET", path, asking),
    post: (path, fields = {}, asking = {}) => send("POST", path, { ...asking, body: encode(fields) }),
    [Symbol.asyncDispose]: () => simulator.close(),
  };
}

export function atome(more: Fields = {}): Fields {
  return { amount: 50_000, currency: "THB", "source[type]": "atome_qr", ...more };
}

export function alipay(more: Fields = {}): Fields {
  return { amount: 50_000, currency: "THB", "source[type]": "alipayplus_mpm", ...more };
}

export function trueMoney(more: Fields = {}): Fields {
  return { amount: 50_000, currency: "THB", "source[type]": "truemoney_qr", ...more };
}

export function weChat(barcode = "130991292552725093", more: Fields = {}): Fields {
  const source = { "source[type]": "wechat_pay_upm", "source[barcode]": barcode };
  return { amount: 50_000, currency: "THB", ...source, ...more };
}

/** The answer's JSON as an object; fails on anything else. */
export function objectOf(reply: Reply): Record<string, unknown> {
  const value: unknown = JSON.parse(reply.text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("not a JSON object");
  return { ...value };
}

export function errorOf(reply: Reply): { status: number; code: unknown } {
  const answer = objectOf(reply);
  if (answer["object"] !== "error") throw new Error(`not an error: ${reply.text.slice(0, 200)}`);
  return { status: reply.status, code: answer["code"] };
}

/** Makes a charge that must succeed; its id. */
export async function chargeId(bank: OpenBank, fields: Fields): Promise<string> {
  const charge = objectOf(await bank.post("/charges", fields));
  if (charge["object"] !== "charge") throw new Error(`no charge: ${JSON.stringify(charge)}`);
  return String(charge["id"]);
}

/** Makes a charge and pays it at once. */
export async function paidCharge(bank: OpenBank, fields: Fields): Promise<string> {
  const id = await chargeId(bank, fields);
  if (bank.simulator.bank.approve(id) !== "done") throw new Error("the charge could not be paid");
  return id;
}

/** The named fields of a charge as GET shows them. */
export async function look(bank: OpenBank, id: string, ...keys: string[]): Promise<Record<string, unknown>> {
  const charge = objectOf(await bank.get(`/charges/${id}`));
  return Object.fromEntries(keys.map((key) => [key, charge[key]]));
}

export function listed(reply: Reply): Record<string, unknown>[] {
  const rows: unknown = objectOf(reply)["data"];
  if (!Array.isArray(rows)) throw new Error(`not a list: ${reply.text.slice(0, 200)}`);
  return rows.map((row: object) => ({ ...row }));
}

function encode(fields: Fields): string {
  return new URLSearchParams(Object.entries(fields).map(([key, value]) => [key, String(value)])).toString();
}
