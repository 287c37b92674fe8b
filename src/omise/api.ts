// The API over the transport: which key opens what, the version header, reads repeated, POSTs never. Keys go no further.
import type { Heard } from "./outcome.ts";
import { askPatiently, type Pace } from "./pace.ts";
import { heardJson, openTransport, type TransportOptions } from "./transport.ts";
import { API_VERSION } from "./wire.ts";

export type ApiOptions = TransportOptions & {
  readonly secretKey: string;
  readonly pace: Pace;
  readonly heard: (heard: Heard) => void;
};

export type Api = {
  /** One POST, sent at most once. @param form null: an empty body */
  post(path: string, form: string | null): Promise<Heard>;
  get(path: string): Promise<Heard>;
  /** A read with another key: capability takes the public one. */
  getWith(key: string, path: string): Promise<Heard>;
  close(): Promise<void>;
};

const CLOSE_GRACE_MS = 2000;

export function openApi(options: ApiOptions): Api {
  const transport = openTransport(options);
  const closing = new AbortController();
  async function ask(
    key: string,
    method: "GET" | "POST",
    target: { path: string; form: string | null },
  ): Promise<Heard> {
    const headers = { ...headersFor(key), ...(target.form === null ? {} : { "content-type": FORM }) };
    const heard = heardJson(await transport.exchange({ method, path: target.path, headers, body: target.form }));
    options.heard(heard);
    return heard;
  }
  function read(key: string, path: string): Promise<Heard> {
    return askPatiently(() => ask(key, "GET", { path, form: null }), options.pace, closing.signal);
  }
  return {
    post: (path, form) => ask(options.secretKey, "POST", { path, form }),
    get: (path) => read(options.secretKey, path),
    getWith: read,
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
