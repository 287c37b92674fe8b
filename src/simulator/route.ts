// What a route of the API is: a method, a path, the key it needs, and a function from a call to an object or a refusal.
import { isRefusal, notFound, type Refusal } from "./errors.ts";
import type { KeyKind, Keys } from "./gate.ts";
import { listObject } from "./lists.ts";
import type { ChargeRecord, JsonObject } from "./records.ts";
import { listRequest, parseRequest } from "./requests.ts";
import { visibleCharge, type Vault } from "./vault.ts";

export type Answer = JsonObject | Refusal;

/** One request that has passed the guards: its key is right, its body decoded, the bank's time has been let pass. */
export type Call = {
  readonly vault: Vault;
  readonly keys: Keys;
  readonly path: string;
  /** A segment of the path by its name; "" where there is none. */
  readonly param: (name: string) => string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  /** Faults that reach into the bank: listings lag, the new charge appears late. */
  readonly lagMs: number;
  readonly appearsAfterMs: number;
};

export type Route = {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly key: KeyKind;
  readonly handle: (call: Call) => Answer;
};

/** For paths with `:id`: looks the charge up, 404 where reads do not know it. */
export function withCharge(act: (call: Call, charge: ChargeRecord) => Answer): Route["handle"] {
  return (call) => {
    const id = call.param("id");
    const charge = visibleCharge(call.vault, id);
    return charge === null ? notFound("charge", id) : act(call, charge);
  };
}

/** The page of `rows` (oldest first) that the call's query asks for. */
export function page<Row extends { readonly createdAtMs: number }>(
  call: Call,
  rows: readonly Row[],
  show: (row: Row) => JsonObject,
): Answer {
  const asked = parseRequest(listRequest, call.query);
  if (isRefusal(asked)) return asked;
  return listObject(rows, asked, { location: call.path, nowMs: call.vault.nowMs(), show });
}
