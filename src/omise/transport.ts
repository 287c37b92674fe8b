// The one file that speaks HTTP. One request is sent at most once: no redirects, no retries, HTTP/1.1 without pipelining.
// Whether a connection ever stood is known from the connector itself, not guessed from an error's code.
import { createSecureContext, getCACertificates, type SecureContext } from "node:tls";
import { buildConnector, Pool } from "undici";
import type { Heard } from "./outcome.ts";
import { placeOf } from "./place.ts";

const MOST_BYTES = 1024 * 1024;

export type Request = {
  readonly method: "GET" | "POST";
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
};

/** A whole answer as bytes, at most 1 MB, or how it failed. */
export type HeardBytes =
  | { readonly kind: "answer"; readonly status: number; readonly bytes: Uint8Array; readonly bankMs: number | null }
  | Extract<Heard, { kind: "not-connected" | "lost" }>;

export type TransportOptions = {
  /** `https://api.omise.co`, or the simulator on loopback. */
  readonly origin: string;
  readonly connectTimeoutMs: number;
  /** For the answer's head, and for each pause within its body; head and body together have this plus the connect time. */
  readonly answerTimeoutMs: number;
  readonly trust: Trust;
};

/** Which authorities may vouch for a server; gathered on first use. */
export type Trust = () => SecureContext;

export type Transport = {
  /** Never rejects: what went wrong is part of what was heard. */
  exchange(request: Request): Promise<HeardBytes>;
  /** Requests under way have `graceMs` to end; afterwards they are lost. */
  close(graceMs: number): Promise<void>;
};

export function openTransport(options: TransportOptions): Transport {
  const { connectTimeoutMs, answerTimeoutMs } = options;
  const unmet = new WeakSet<Error>();
  const pool = new Pool(options.origin, {
    connect: noticingConnector(options, unmet),
    allowH2: false,
    pipelining: 1,
    headersTimeout: answerTimeoutMs,
    bodyTimeout: answerTimeoutMs,
  });
  let closed: Promise<void> | null = null;
  return {
    async exchange(request) {
      if (closed !== null) return { kind: "not-connected", code: "CLOSED" };
      try {
        const signal = AbortSignal.timeout(connectTimeoutMs + answerTimeoutMs);
        const answer = await pool.request({ ...request, signal });
        const bytes = await readCapped(answer.body);
        if (bytes === null) return { kind: "lost", code: "TOO_LARGE" };
        return { kind: "answer", status: answer.statusCode, bytes, bankMs: bankMsOf(answer.headers["date"]) };
      } catch (error) {
        const isUnmet = error instanceof Error && unmet.has(error);
        return { kind: isUnmet ? "not-connected" : "lost", code: codeOf(error) };
      }
    },
    close(graceMs) {
      closed ??= closePool(pool, graceMs);
      return closed;
    },
  };
}

async function closePool(pool: Pool, graceMs: number): Promise<void> {
  const grace = Promise.withResolvers<void>();
  const timer = setTimeout(grace.resolve, graceMs);
  await Promise.race([pool.close(), grace.promise]);
  clearTimeout(timer);
  await pool.destroy();
}

/** The same, for a body that should be JSON. */
export function heardJson(heard: HeardBytes): Heard {
  if (heard.kind !== "answer") return heard;
  return { kind: "answer", status: heard.status, json: parseJson(heard.bytes), bankMs: heard.bankMs };
}

// An error that comes out of the connector belongs to a socket that carried nothing yet; undici hands the same object to
// the requests that waited for that socket.
function noticingConnector(options: TransportOptions, unmet: WeakSet<Error>): buildConnector.connector {
  const isTls = new URL(options.origin).protocol === "https:";
  const connect = buildConnector({
    timeout: options.connectTimeoutMs,
    allowH2: false,
    ...(isTls ? { secureContext: options.trust(), rejectUnauthorized: true } : {}),
  });
  return (target, callback) => {
    connect(target, (...outcome) => {
      if (outcome[0] !== null) unmet.add(outcome[0]);
      callback(...outcome);
    });
  };
}

// Node's own list and the machine's: shops sit behind proxies and virus scanners whose authority only the machine knows.
// Reading them takes a tenth of a second, so one client does it once, when it is opened and not in the middle of a sale.
export function createTrust(): Trust {
  let gathered: SecureContext | null = null;
  return () => {
    gathered ??= createSecureContext({
      ca: [...new Set([...getCACertificates("default"), ...getCACertificates("system")])],
    });
    return gathered;
  };
}

async function readCapped(body: AsyncIterable<Uint8Array>): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.byteLength;
    if (size > MOST_BYTES) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

function bankMsOf(header: string | string[] | undefined): number | null {
  const atMs = typeof header === "string" ? Date.parse(header) : Number.NaN;
  return Number.isNaN(atMs) ? null : atMs;
}

/** Only the code: a message may name addresses. Of several addresses that were tried in turn, the one that came furthest
 *  speaks: that IPv6 has no route says nothing where IPv4 was refused. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "UNNAMED";
  const inner = error instanceof AggregateError ? error.errors.map(codeOf) : [];
  const furthest = inner.find((code) => placeOf(code) !== "network") ?? inner[0];
  if (furthest !== undefined) return furthest;
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
