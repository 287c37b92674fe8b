// Carries a fault out on one request: before the bank has acted, after it, or instead of it.
import type { HttpBindings } from "@hono/node-server";
import type { Context, Next } from "hono";
import { errorObject, refuse, type Refusal } from "./errors.ts";
import type { RequestFault } from "./faults.ts";

const MS = 1000;

/** What the handlers may read from the context: how far listings lag, how late what is made appears. */
export type BankEnv = { Bindings: HttpBindings; Variables: { lagMs: number; appearsAfterMs: number } };

/** Waits that end early when the bank closes. */
export type Pauses = { wait(ms: number): Promise<void>; close(): void };

export function createPauses(): Pauses {
  const open = new Map<ReturnType<typeof setTimeout>, () => void>();
  return {
    wait: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => {
          open.delete(timer);
          resolve();
        }, ms);
        open.set(timer, resolve);
      }),
    close() {
      for (const [timer, resolve] of open) {
        clearTimeout(timer);
        resolve();
      }
      open.clear();
    },
  };
}

/** Handles one request under a fault: `next` is the bank acting as if nothing were wrong. */
export async function strike(
  c: Context<BankEnv>,
  next: Next,
  by: { readonly fault: RequestFault; readonly pauses: Pauses },
): Promise<void> {
  const { fault, pauses } = by;
  if (fault.kind === "late-charge" || fault.kind === "late-refund") c.set("appearsAfterMs", fault.seconds * MS);
  if (fault.kind === "lagging-list") c.set("lagMs", fault.seconds * MS);
  if (fault.kind === "delay-request") await pauses.wait(fault.ms);
  if (isCarriedOut(fault)) await next();
  if (fault.kind === "delay-answer") await pauses.wait(fault.ms);
  const broken = brokenAnswer(fault);
  if (broken === "none") hangUp(c);
  else if (broken !== "as it is") replace(c, broken);
}

function isCarriedOut(fault: RequestFault): boolean {
  return "charged" in fault ? fault.charged : fault.kind !== "drop-request";
}

function brokenAnswer(fault: RequestFault): Response | "none" | "as it is" {
  switch (fault.kind) {
    case "drop-request":
    case "drop-answer":
    case "late-charge":
    case "late-refund":
      return "none";
    case "delay-request":
    case "delay-answer":
    case "lagging-list":
      return "as it is";
    case "garbage":
      return new Response("<html><body>Bad gateway", { status: 200, headers: { "content-type": "text/html" } });
    case "status":
      return refusalResponse(brokenStatus(fault.status));
    case "backend-error":
      return refusalResponse(refuse(400, "backend_error", "communication with the provider failed, try again"));
  }
}

export function refusalResponse(refusal: Refusal): Response {
  return Response.json(errorObject(refusal), { status: refusal.status });
}

function brokenStatus(status: 429 | 500 | 503): Refusal {
  if (status === 429) return refuse(429, "too_many_requests", "too many requests");
  if (status === 500) return refuse(500, "internal_error", "the request could not be handled");
  return refuse(503, "service_unavailable", "the service is not available now");
}

// The socket dies without a byte of an answer: the caller sees a reset, whatever the bank has done.
function hangUp(c: Context<BankEnv>): void {
  c.env.incoming.socket.destroy();
  replace(c, new Response(null, { status: 500 }));
}

function replace(c: Context<BankEnv>, response: Response): void {
  c.res = undefined;
  c.res = response;
}
