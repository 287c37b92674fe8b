// A client as the till gets it, with a log that keeps its lines, and servers that behave as badly as a test wants.
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTcpServer, type Server as TcpServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import { createOmiseClient, type OmiseOptions } from "#omise/client.ts";
import type { MethodWires } from "#omise/wire.ts";
import { openSimulator, type Simulator } from "#simulator/simulator.ts";
import type { ChargeOrder, Log, Payments } from "#till/ports.ts";
import { sealCode } from "#till/secret.ts";

export const PUBLIC_KEY = "pkey_test_5zz0counterfoil0public";
export const SECRET_KEY = "skey_test_5zz0counterfoil0secret";
/** Looks like WeChat's; each use of it by one bank is its own test. */
export const CODE = "130991292552725093";

const QR = { sendsBarcode: false, sendsExpiresAt: false, sendsReturnUri: false, showsPicture: true };
export const WIRES: MethodWires = {
  wechat_pay_upm: { ...QR, sendsBarcode: true, showsPicture: false },
  alipayplus_mpm: QR,
  atome_qr: { ...QR, sendsExpiresAt: true },
  truemoney_qr: { ...QR, sendsReturnUri: true },
};

export type Opened = {
  readonly client: Payments;
  readonly lines: readonly string[];
  readonly links: readonly string[];
};

export function openClient(origin: string, changes: Partial<OmiseOptions> = {}): Opened {
  const lines: string[] = [];
  const links: string[] = [];
  const keep = (event: string, facts: Readonly<Record<string, unknown>> = {}) => {
    lines.push(JSON.stringify({ event, ...facts }));
  };
  const log: Log = { info: keep, warn: keep, error: keep };
  const client = createOmiseClient({
    origin,
    publicKey: PUBLIC_KEY,
    secretKey: SECRET_KEY,
    shop: { shopName: "Rim Nam", shopId: "shop-7", tillId: "till-2" },
    returnUri: "https://example.com/counterfoil",
    methods: WIRES,
    pictureOrigins: [],
    pageAgainMs: 1,
    nowMs: () => performance.now(),
    log,
    ...changes,
  });
  client.link.onChange(() => {
    const { state, where } = client.link.now();
    links.push(where === null ? state : `${state} ${where}`);
  });
  onTestFinished(() => client.close());
  return { client, lines, links };
}

export async function openBank(changes: Partial<Parameters<typeof openSimulator>[0]> = {}): Promise<Simulator> {
  const simulator = await openSimulator({ country: "TH", publicKey: PUBLIC_KEY, secretKey: SECRET_KEY, ...changes });
  onTestFinished(() => simulator.close());
  return simulator;
}

export function order(changes: Partial<ChargeOrder> = {}): ChargeOrder {
  return {
    attemptId: "0a7f2f6e-2b0b-4d0e-9d53-6a1f1c6b9b11",
    saleId: "7b0e1d52-53b8-4f3c-8a43-2d9b6f1a2c22",
    method: "alipayplus_mpm",
    money: { amountMinor: 12_000, currency: "THB" },
    reference: "A-17",
    staff: 4,
    code: null,
    expiresAtMs: null,
    ...changes,
  };
}

export function weChatOrder(code: string = CODE): ChargeOrder {
  return order({ method: "wechat_pay_upm", code: sealCode(code) });
}

/** An HTTP server with one answer for everything. @returns its origin and how often each method was asked */
export async function openServer(
  listener: RequestListener,
): Promise<{ origin: string; posts: () => number; gets: () => number }> {
  const counts = { GET: 0, POST: 0 };
  const server = createServer((request, response) => {
    if (request.method === "POST") counts.POST += 1;
    else counts.GET += 1;
    listener(request, response);
  });
  const port = await listening(server);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://127.0.0.1:${port}`, posts: () => counts.POST, gets: () => counts.GET };
}

/** A server below HTTP. @returns its port */
export async function openSocketServer(connected: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    connected(socket);
  });
  const port = await listening(server);
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return port;
}

/** A port on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createTcpServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function listening(server: Server | TcpServer): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("no port"));
      else resolve(address.port);
    });
  });
}
