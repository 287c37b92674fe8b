// Who may speak to the bank, and how loud: the right Host, the right key for the call, a version it knows, a body of bounded size.
import { timingSafeEqual } from "node:crypto";
import { badRequest, refuse, type Refusal } from "./errors.ts";

const MOST_BODY_BYTES = 64 * 1024;
const SPOKEN_VERSION = "2019-05-29";

export type Keys = { readonly publicKey: string; readonly secretKey: string };
export type KeyKind = "public" | "secret" | "either";

/** Only callers that name this very loopback door: a page of elsewhere that resolves to 127.0.0.1 does not get in. */
export function isOwnHost(host: string | undefined, origin: string): boolean {
  const port = new URL(origin).port;
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`;
}

/** A browser names where a POST comes from; only the bank's own pages may send one. No Origin: not a browser. */
export function isOwnOrigin(from: string | undefined, origin: string): boolean {
  return from === undefined || from === origin || from === origin.replace("127.0.0.1", "localhost");
}

/** Basic auth with the key as user name and an empty password; also the wrong kind of key is 401. */
export function judgeKey(authorization: string | undefined, wanted: KeyKind, keys: Keys): Refusal | null {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization ?? "")?.[1];
  const [user = "", password = ""] = Buffer.from(encoded ?? "", "base64")
    .toString("utf8")
    .split(":");
  const isSecret = isSame(user, keys.secretKey);
  const isPublic = isSame(user, keys.publicKey);
  const fits = (wanted !== "public" && isSecret) || (wanted !== "secret" && isPublic);
  if (fits && password === "") return null;
  if (isSecret || isPublic) return authenticationFailure(`this call needs the ${wanted} key`);
  return authenticationFailure("authentication failed");
}

/** The bank answers in one shape only, so it refuses to be asked for another. */
export function judgeVersion(version: string | undefined): Refusal | null {
  if (version === undefined || version === SPOKEN_VERSION) return null;
  return badRequest(`Omise-Version must be ${SPOKEN_VERSION}`);
}

/** The body as text, or 413 beyond 64 kB (measured, not believed). */
export async function readBody(request: Request): Promise<string | Refusal> {
  if (request.body === null) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > MOST_BODY_BYTES) return refuse(413, "bad_request", "the request is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function authenticationFailure(message: string): Refusal {
  return refuse(401, "authentication_failure", message);
}

function isSame(given: string, wanted: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(wanted);
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}
