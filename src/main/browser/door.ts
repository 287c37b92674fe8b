// The loopback door of the browser host: gives out the pages, and turns a WebSocket whose page is known into a Pipe with a role.
// It is a network server that any program and any web page on this machine can reach, so it trusts none of them.
import { createServer } from "node:http";
import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { WebSocketServer } from "ws";
import type { WebSocket } from "ws";
import type { Pipe } from "#bridge/pipe.ts";
import { z } from "#contract/schema.ts";
import type { Role } from "#contract/words.ts";
import { contentSecurityPolicy } from "#main/csp.ts";
import { createGuests } from "./guests.ts";
import type { Guests } from "./guests.ts";
import type { Pages } from "./pages.ts";
import { pipeOf, textOf } from "./pipe.ts";

/** Closed with this code, a page throws its key away and waits for a token. */
const STRANGER = 4401;
/** Closed with this code, a page has been replaced by another with the same key and does not come back by itself. */
const REPLACED = 4409;
const MESSAGE_LIMIT_BYTES = 64 * 1024;
const HELLO_LIMIT_MS = 5_000;
const CONNECTION_LIMIT = 64;

const secretSchema = z.string().min(1).max(128);
const helloSchema = z.strictObject({
  hello: z.union([z.strictObject({ token: secretSchema }), z.strictObject({ key: secretSchema })]),
});

export type Door = {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly guests: Guests;
  close(): Promise<void>;
};

export type DoorOptions = {
  readonly pages: Pages;
  /** A page came in, with the role that the host gave it. */
  readonly onPage: (pipe: Pipe, role: Role) => void;
  /** Somebody was turned away; the reason holds no secret. */
  readonly onStranger: (reason: string) => void;
};

/** Opens the door on a random port of 127.0.0.1. */
export async function openDoor({ pages, onPage, onStranger }: DoorOptions): Promise<Door> {
  const server = createServer();
  server.maxConnections = CONNECTION_LIMIT;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const guests = createGuests(() => performance.now());
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_LIMIT_BYTES, perMessageDeflate: false });
  const answer = getRequestListener(pageServer(pages, host, onStranger).fetch, { overrideGlobalObjects: false });
  server.on("request", (request, response) => void answer(request, response));
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const wrong = wrongUpgrade(request, host);
    if (wrong === undefined) sockets.handleUpgrade(request, socket, head, (page) => sockets.emit("connection", page));
    else {
      onStranger(wrong);
      socket.on("error", () => socket.destroy());
      socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    }
  });
  const welcome = createReception(guests, onPage, onStranger);
  sockets.on("connection", welcome);
  return { origin: `http://${host}`, guests, close: async () => await close(server, sockets) };
}

/** Host stops a foreign name that resolves to this machine, Origin a foreign page: a browser lets neither be forged. */
function wrongUpgrade({ headers, url }: IncomingMessage, host: string): string | undefined {
  if (headers.host !== host) return "a connection under a foreign host name";
  if (headers.origin !== `http://${host}`) return "a connection from a foreign page";
  return url === "/pipe" ? undefined : "a connection to a place that is not there";
}

function pageServer(pages: Pages, host: string, onStranger: DoorOptions["onStranger"]): Hono {
  const app = new Hono();
  const always = {
    "Content-Security-Policy": contentSecurityPolicy({ connect: `ws://${host}` }),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), hid=()",
  };
  app.use(async (context, next) => {
    const { origin = `http://${host}`, host: asked } = context.req.header();
    if (asked === host && origin === `http://${host}`) await next();
    else {
      onStranger("a request under a foreign host name or from a foreign page");
      context.res = new Response(null, { status: 403 });
    }
    for (const [name, value] of Object.entries(always)) context.res.headers.set(name, value);
  });
  app.on(["GET", "HEAD"], "*", (context) => {
    const file = pages.get(new URL(context.req.url).pathname);
    if (file === undefined) return context.body(null, 404);
    // The port is another one at every start: whatever the browser kept would never be used again.
    return context.body(file.bytes, 200, { "Content-Type": file.contentType, "Cache-Control": "no-store" });
  });
  return app;
}

type Identity = { readonly role: Role; readonly key: string };

function identify(text: string, guests: Guests): Identity | undefined {
  const parsed = helloSchema.safeParse(readJson(text));
  if (!parsed.success) return undefined;
  const { hello } = parsed.data;
  if ("token" in hello) return guests.redeem(hello.token);
  const role = guests.recognise(hello.key);
  return role && { role, key: hello.key };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The first word decides. A page that comes again with its key takes the place of its old connection. */
function createReception(
  guests: Guests,
  onPage: DoorOptions["onPage"],
  onStranger: DoorOptions["onStranger"],
): (socket: WebSocket) => void {
  const present = new Map<string, { readonly socket: WebSocket; readonly pipe: Pipe }>();

  function welcome(socket: WebSocket, { role, key }: Identity): void {
    const before = present.get(key);
    before?.socket.close(REPLACED, "replaced");
    before?.pipe.close("the same page came again");
    const pipe = pipeOf(socket);
    present.set(key, { socket, pipe });
    pipe.onClose(() => present.get(key)?.pipe === pipe && present.delete(key));
    socket.send(JSON.stringify({ welcome: { key } }));
    onPage(pipe, role);
  }

  return (socket) => {
    const refuse = (reason: string): void => {
      onStranger(reason);
      socket.close(STRANGER, "unknown");
    };
    const patience = setTimeout(() => refuse("a connection that said nothing"), HELLO_LIMIT_MS);
    socket.on("error", () => socket.terminate());
    socket.once("close", () => clearTimeout(patience));
    socket.once("message", (data, isBinary) => {
      clearTimeout(patience);
      if (socket.readyState !== socket.OPEN) return;
      const identity = isBinary ? undefined : identify(textOf(data), guests);
      if (identity === undefined) refuse("a connection without a valid token or key");
      else welcome(socket, identity);
    });
  };
}

async function close(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.terminate();
  sockets.close();
  server.closeAllConnections();
  await new Promise<void>((resolve) => void server.close(() => resolve()));
}
