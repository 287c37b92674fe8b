// Opens the receiver for one test, and knocks at it: properly over HTTP, or with raw text.
import { once } from "node:events";
import { request } from "node:http";
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { openWebhooks } from "#main/webhooks.ts";
import type { Webhooks } from "#main/webhooks.ts";
import { signWebhook } from "#simulator/webhooks.ts";
import { NOON_MS } from "#test/simulator/open-bank.ts";

export const SECRET = "c2VjcmV0LW9mLXRoZS1zaG9w";
export const NONE = {
  "no-signature": 0,
  "wrong-signature": 0,
  old: 0,
  garbage: 0,
  "too-large": 0,
  "too-slow": 0,
  "too-many": 0,
  "wrong-place": 0,
};

type Line = { readonly event: string; readonly facts: unknown };
type Open = AsyncDisposable & {
  readonly receiver: Webhooks;
  readonly hints: string[];
  readonly lines: Line[];
  readonly clock: { nowMs: number };
};

export async function open(changes: { connectionMs?: number; hint?: () => void } = {}): Promise<Open> {
  const hints: string[] = [];
  const lines: Line[] = [];
  const clock = { nowMs: NOON_MS };
  const note = (event: string, facts?: unknown) => void lines.push({ event, facts });
  const receiver = await openWebhooks({
    port: 0,
    secrets: [SECRET],
    nowMs: () => clock.nowMs,
    hint: (id) => void hints.push(id),
    log: { info: note, warn: note, error: note },
    ...changes,
  });
  return { receiver, hints, lines, clock, [Symbol.asyncDispose]: () => receiver.close() };
}

export function event(chargeOf = "chrg_test_5xyz", more: object = {}): string {
  return JSON.stringify({ object: "event", key: "charge.complete", data: { object: "charge", id: chargeOf }, ...more });
}

export function signed(body: string, atMs = NOON_MS): Record<string, string> {
  const timestamp = String(atMs / 1000);
  return { "Omise-Signature": signWebhook(SECRET, timestamp, body), "Omise-Signature-Timestamp": timestamp };
}

type Knock = {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
};
type Answer = { readonly status: number | undefined; readonly headers: IncomingHttpHeaders; readonly body: string };

export async function knock(address: string, { method = "POST", path, headers = {}, body }: Knock): Promise<Answer> {
  const url = new URL(address);
  return await new Promise((resolve, reject) => {
    const asked = request({ hostname: url.hostname, port: url.port, path: path ?? url.pathname, method, headers });
    asked.on("error", reject);
    asked.on("response", (response) => {
      let said = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => (said += part));
      response.on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body: said }));
    });
    asked.end(body);
  });
}

/** Sends raw text; `heard` is what the receiver has answered so far. */
export async function speak(address: string, text: string): Promise<{ socket: Socket; heard: () => string }> {
  const url = new URL(address);
  const socket = connect(Number(url.port), url.hostname);
  let heard = "";
  socket.on("error", () => undefined);
  socket.setEncoding("utf8").on("data", (part: string) => (heard += part));
  await once(socket, "connect");
  socket.write(text);
  return { socket, heard: () => heard };
}

export async function gone(socket: Socket): Promise<void> {
  if (!socket.closed) await new Promise<void>((resolve) => void socket.once("close", () => resolve()));
}

/** What the receiver answers until it closes the connection. */
export async function answerTo(address: string, text: string): Promise<string> {
  const { socket, heard } = await speak(address, text);
  await gone(socket);
  return heard();
}

export function head(headers: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries({ Host: "till", ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST /webhooks/omise HTTP/1.1\r\n${lines.join("")}\r\n`;
}
