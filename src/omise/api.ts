// The API over the transport: which key opens what, the version header, one try for everything. Keys go no further.
import type { Heard } from "./outcome.ts";
import { pause, pauseMs } from "./pace.ts";
import { heardJson, openTransport, type TransportOptions } from "./transport.ts";
import { API_VERSION } from "./wire.ts";

/** Stands between the API and the wire: may hold a request back, and hears what became of it. */
export type Gate = (kind: "read" | "post", send: () => Promise<Heard>) => Promise<Heard>;

export type ApiOptions = TransportOptions & {
  readonly secretKey: string;
  /** Absent: everything leaves. */
  readonly gate?: Gate;
  /** The longest pause before a page of a listing is asked for again; default 500 ms. */
  readonly pageAgainMs?: number;
};

export type Api = {
  /** One POST, sent at most once. @param form null: an empty body */
  post(path: string, form: string | null): Promise<Heard>;
  get(path: string): Promise<Heard>;
  /** A read with another key: capability takes the public one. */
  getWith(key: string, path: string): Promise<Heard>;
  /** The pause before a page is asked for again. */
  pause(): Promise<void>;
  close(): Promise<void>;
};

const CLOSE_GRACE_MS = 2000;
const PAGE_AGAIN_MS = 500;

export function openApi(options: ApiOptions): Api {
  const { gate = (_, send) => send(), pageAgainMs = PAGE_AGAIN_MS, secretKey } = options;
  const transport = openTransport(options);
  const closing = new AbortController();
  async function send(request: { key: string; method: "GET" | "POST"; path: string; form: string | null }) {
    const { form, key, method, path } = request;
    const headers = { ...headersFor(key), ...(form === null ? {} : { "content-type": FORM }) };
    return heardJson(await transport.exchange({ method, path, headers, body: form }));
  }
  function read(key: string, path: string): Promise<Heard> {
    return gate("read", () => send({ key, method: "GET", path, form: null }));
  }
  return {
    post: (path, form) => gate("post", () => send({ key: secretKey, method: "POST", path, form })),
    get: (path) => read(secretKey, path),
    getWith: read,
    pause: () => pause(pauseMs(pageAgainMs, Math.random()), closing.signal),
    async close() {
      closing.abort();
      await transport.close(CLOSE_GRACE_MS);
    },
  };
}

const FORM = "application/x-www-form-urlencoded";

function headersFor(key: string): Record<string, string> {
  return {
    accept: "application/json",
    authorization: `Basic ${Buffer.from(`${key}:`).toString("base64")}`,
    "omise-version": API_VERSION,
    "user-agent": "Counterfoil",
  };
}
