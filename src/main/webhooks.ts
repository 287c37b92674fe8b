// The optional listener for Omise's webhooks, plain HTTP for a reverse proxy or a tunnel that holds the certificate. Anybody
// may knock: little is read, for a short time, nothing of it is kept or logged, and a good one only names a charge to ask for.
import { createServer } from "node:http";
import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { createWebhookJudge } from "#omise/webhook.ts";
import type { WebhookJudge } from "#omise/webhook.ts";
import type { Log } from "#till/ports.ts";
import { StartRefusal } from "./terminal.ts";
import { createTally } from "./webhook-tally.ts";
import type { Tally, WebhookCounts } from "./webhook-tally.ts";

const PATH = "/webhooks/omise";
const LARGEST_BYTES = 256 * 1024;
const MOST_CONNECTIONS = 8;
/** A connection carries one request and lives no longer than Omise is said to wait for the answer. */
const CONNECTION_MS = 10_000;
const REPLAY_WINDOW_MS = 5 * 60_000;

export type Webhooks = {
  /** `http://HOST:PORT/webhooks/omise` */
  readonly address: string;
  counts(): WebhookCounts;
  close(): Promise<void>;
};

export type WebhookOptions = {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** 0: a free one. */
  readonly port: number;
  /** Base64, the current one first; at least one. */
  readonly secrets: readonly string[];
  /** Bank time where it is known, else the till's. */
  readonly nowMs: () => number;
  /** Something happened to this charge: the till asks for it sooner. Nothing else follows from a webhook. */
  readonly hint: (chargeId: string) => void;
  readonly log: Log;
  readonly connectionMs?: number;
};

/** Throws a `StartRefusal` when nothing can listen there. */
export async function openWebhooks(options: WebhookOptions): Promise<Webhooks> {
  const { host = "127.0.0.1", port, secrets, nowMs, hint, log } = options;
  const judge = createWebhookJudge({ secrets, nowMs, replayWindowMs: REPLAY_WINDOW_MS });
  const tally = createTally(nowMs, log);
  const app = createApp({ judge, tally, hint, log });
  const answer = getRequestListener((request, env) => app.fetch(request, env), {
    overrideGlobalObjects: false,
    errorHandler: () => new Response(null, { status: tally.refuse("garbage") }),
  });
  const server = createServer((incoming, outgoing) => {
    // Closes the connection after the answer, even if the other side would keep it.
    outgoing.shouldKeepAlive = false;
    void answer(incoming, outgoing);
  });
  guard(server, tally, options.connectionMs ?? CONNECTION_MS);
  await listen(server, host, port);
  const { family, address, port: taken } = server.address() as AddressInfo;
  const origin = `http://${family === "IPv6" ? `[${address}]` : address}:${taken}`;
  log.info("webhooks/open", { address: origin });
  return {
    address: origin + PATH,
    counts: tally.counts,
    async close() {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      log.info("webhooks/closed", tally.counts());
    },
  };
}

type Parts = Pick<WebhookOptions, "hint" | "log"> & { readonly judge: WebhookJudge; readonly tally: Tally };

function createApp({ judge, tally, hint, log }: Parts): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.post(PATH, async (context) => {
    const { incoming } = context.env;
    const body = await readBody(incoming);
    if (body === "too-large") return context.body(null, tally.refuse("too-large"));
    // Nobody is there any more to be answered.
    if (body === "cut-off") return context.body(null, 400);
    const signature = context.req.header("omise-signature");
    const timestamp = context.req.header("omise-signature-timestamp");
    const verdict = judge.judge({ signature, timestamp, body });
    if (verdict.kind === "refused") return context.body(null, tally.refuse(verdict.why));
    tally.take(verdict.kind);
    if (verdict.kind === "good" && verdict.chargeId !== null) hint(verdict.chargeId);
    return context.body(null, 200);
  });
  app.all(PATH, (context) => {
    tally.refuse("wrong-place");
    return context.body(null, 405, { allow: "POST" });
  });
  app.notFound((context) => context.body(null, tally.refuse("wrong-place")));
  app.onError((error, context) => {
    log.error("webhooks/defect", { error });
    return context.body(null, 500);
  });
  return app;
}

/** Counts what really comes: the announced length may be a lie or missing. Beyond the limit nothing is kept. */
function readBody(incoming: IncomingMessage): Promise<Buffer | "too-large" | "cut-off"> {
  if (Number(incoming.headers["content-length"] ?? 0) > LARGEST_BYTES) return Promise.resolve("too-large");
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    incoming.on("data", (part: Buffer) => {
      bytes += part.length;
      if (bytes <= LARGEST_BYTES) parts.push(part);
      else resolve("too-large");
    });
    incoming.on("end", () => resolve(Buffer.concat(parts)));
    incoming.on("error", () => resolve("cut-off"));
    incoming.on("close", () => resolve("cut-off"));
  });
}

/** A socket's whole life is bounded, so neither slow headers nor a slow body nor silence holds one of the few places. */
function guard(server: Server, tally: Tally, connectionMs: number): void {
  server.maxConnections = MOST_CONNECTIONS;
  server.maxRequestsPerSocket = 1;
  server.on("drop", () => void tally.refuse("too-many"));
  server.on("connection", (socket: Socket) => {
    const end = setTimeout(() => {
      tally.refuse("too-slow");
      socket.destroy();
    }, connectionMs);
    socket.once("close", () => clearTimeout(end));
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) socket.destroy();
    else {
      tally.refuse("garbage");
      socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", () => socket.destroy());
    }
  });
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, resolve);
    });
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    throw new StartRefusal(`Webhooks are on in the settings, and nothing can listen on ${host}:${port} (${code}).`);
  }
}
