// Events on their way to the merchant's endpoints, signed as Omise signs them; loopback endpoints only.
import { createHmac } from "node:crypto";
import { newId } from "./ids.ts";
import type { JsonObject } from "./records.ts";

const ANSWER_WITHIN_MS = 10_000;
const MOST_DELIVERIES = 2000;

/** The value of `Omise-Signature`: hex HMAC-SHA256 of "timestamp.body" with the base64-decoded secret. */
export function signWebhook(secretBase64: string, timestamp: string, body: string): string {
  return createHmac("sha256", Buffer.from(secretBase64, "base64")).update(`${timestamp}.${body}`).digest("hex");
}

export type Webhooks = {
  /** Sends in the background; what came of it is in `deliveries`. */
  send(event: Message, extraEndpoints: readonly string[]): void;
  /** The event's `webhook_deliveries` so far. */
  deliveries(eventId: string): readonly JsonObject[];
  /** The next `count` webhooks go out twice. */
  duplicateNext(count: number): void;
  close(): Promise<void>;
};

type Setting = {
  readonly endpoints: readonly string[];
  readonly secretBase64: string | null;
  readonly livemode: boolean;
  readonly nowMs: () => number;
};

type Message = { readonly id: string; readonly key: string; readonly body: JsonObject };

export function createWebhooks(setting: Setting): Webhooks {
  const stop = new AbortController();
  const underWay = new Set<Promise<void>>();
  const log = new Map<string, JsonObject[]>();
  let duplicates = 0;

  async function deliver(uri: string, event: Message): Promise<void> {
    const outcome = await post(uri, signed(setting, event.body), stop.signal);
    const id = newId("whdl", setting.livemode);
    const entry = { object: "webhook_delivery", id, uri, key: event.key, ...outcome, payload: null };
    log.set(event.id, [...(log.get(event.id) ?? []), entry]);
    const oldest = log.keys().next().value;
    if (log.size > MOST_DELIVERIES && oldest !== undefined) log.delete(oldest);
  }

  return {
    send(event, extraEndpoints) {
      const endpoints = [...setting.endpoints, ...extraEndpoints].filter(isLoopback);
      if (endpoints.length === 0 || stop.signal.aborted) return;
      const copies = duplicates > 0 ? 2 : 1;
      duplicates = Math.max(0, duplicates - 1);
      for (const endpoint of endpoints.flatMap((one) => Array<string>(copies).fill(one))) {
        const task = deliver(endpoint, event).finally(() => underWay.delete(task));
        underWay.add(task);
      }
    },
    deliveries: (eventId) => log.get(eventId) ?? [],
    duplicateNext(count) {
      duplicates += count;
    },
    async close() {
      stop.abort();
      await Promise.all(underWay);
    },
  };
}

type Signed = { readonly text: string; readonly headers: Readonly<Record<string, string>> };

function signed(setting: Setting, body: JsonObject): Signed {
  const text = JSON.stringify(body);
  const contentType = { "content-type": "application/json; charset=utf-8" };
  if (setting.secretBase64 === null) return { text, headers: contentType };
  const timestamp = String(Math.floor(setting.nowMs() / 1000));
  const signature = signWebhook(setting.secretBase64, timestamp, text);
  return {
    text,
    headers: { ...contentType, "Omise-Signature": signature, "Omise-Signature-Timestamp": timestamp },
  };
}

/** The pretend bank never speaks to another machine. */
export function isLoopback(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.protocol === "http:" && (url.hostname === "127.0.0.1" || url.hostname === "localhost");
}

async function post(
  endpoint: string,
  message: Signed,
  stop: AbortSignal,
): Promise<{ status: number | null; error: string | null }> {
  try {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
    const { text: body, headers } = message;
    const answer = await fetch(endpoint, { method: "POST", redirect: "manual", body, headers, signal });
    await answer.body?.cancel();
    return { status: answer.status, error: answer.ok ? null : "the endpoint did not accept" };
  } catch (error) {
    return { status: null, error: error instanceof Error ? error.name : "failed" };
  }
}
