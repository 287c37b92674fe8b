// The QR picture of a charge. Its address is itself the secret: it stays in memory here, is asked without a key, from
// allowed origins only, without redirects, at most 1 MB; what comes is judged by its bytes, never by its name or type.
import { createHash } from "node:crypto";
import type { Picture, PictureOutcome } from "#till/ports.ts";
import { openTransport, type Transport, type TransportOptions } from "./transport.ts";

type Permission = { readonly url: URL; readonly why: null } | { readonly url: null; readonly why: string };

/** Addresses of pictures by charge; lives and dies with the client, forgets the oldest first. */
export type AddressBook = {
  keep(chargeId: string, address: string): void;
  of(chargeId: string): string | null;
  drop(chargeId: string): void;
};

const ADDRESSES_KEPT = 200;

export function createAddressBook(): AddressBook {
  const byCharge = new Map<string, string>();
  return {
    keep(chargeId, address) {
      byCharge.delete(chargeId);
      byCharge.set(chargeId, address);
      const [oldest] = byCharge.keys();
      if (byCharge.size > ADDRESSES_KEPT && oldest !== undefined) byCharge.delete(oldest);
    },
    of: (chargeId) => byCharge.get(chargeId) ?? null,
    drop(chargeId) {
      byCharge.delete(chargeId);
    },
  };
}

export type Pictures = {
  fetch(address: string): Promise<PictureOutcome>;
  close(): Promise<void>;
};

/** @param options.origins exact origins, such as `https://api.omise.co`
 *  @param options.origin the API's own; when it is the simulator on loopback, plain http is allowed there and only there */
export function openPictures(options: TransportOptions & { readonly origins: readonly string[] }): Pictures {
  const transports = new Map<string, Transport>();
  function transportOf(origin: string): Transport {
    const known = transports.get(origin);
    if (known !== undefined) return known;
    const opened = openTransport({ ...options, origin });
    transports.set(origin, opened);
    return opened;
  }
  return {
    async fetch(address) {
      const permission = mayFetch(address, options);
      if (permission.url === null) return { kind: "none", why: permission.why };
      const { url } = permission;
      const heard = await transportOf(url.origin).exchange({
        method: "GET",
        path: `${url.pathname}${url.search}`,
        headers: { accept: "image/*", "user-agent": "Counterfoil" },
        body: null,
      });
      if (heard.kind !== "answer") return { kind: "none", why: `${heard.kind} ${heard.code}` };
      if (heard.status !== 200) return { kind: "none", why: `status ${heard.status}` };
      const picture = pictureOf(heard.bytes);
      return picture === null ? { kind: "none", why: "not a picture" } : { kind: "picture", picture };
    },
    async close() {
      await Promise.all(Array.from(transports.values(), (transport) => transport.close(0)));
    },
  };
}

export function mayFetch(
  address: string,
  allowed: { readonly origin: string; readonly origins: readonly string[] },
): Permission {
  if (!URL.canParse(address)) return { url: null, why: "address unreadable" };
  const url = new URL(address);
  if (url.username !== "" || url.password !== "") return { url: null, why: "address with a user name" };
  const isOwn = url.origin === new URL(allowed.origin).origin && isLoopback(url.hostname);
  if (isOwn && url.protocol === "http:") return { url, why: null };
  if (url.protocol !== "https:") return { url: null, why: "address not https" };
  if (!allowed.origins.some((origin) => new URL(origin).origin === url.origin))
    return { url: null, why: "host not allowed" };
  return { url, why: null };
}

/** Names the format by its first bytes. An SVG loses whatever stands around it: some have text before `<svg`.
 *  @returns null for anything but PNG, JPEG and SVG */
export function pictureOf(bytes: Uint8Array): Picture | null {
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return packed(bytes, "image/png");
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return packed(bytes, "image/jpeg");
  const svg = svgIn(bytes);
  return svg === null ? null : packed(new TextEncoder().encode(svg), "image/svg+xml");
}

const SVG_START_WITHIN = 4096;

// Before `<svg` any words may stand, but of markup only an XML declaration, a comment or SVG's own doctype: an error page
// with a drawing in it is not a QR.
function svgIn(bytes: Uint8Array): string | null {
  const text = new TextDecoder("utf-8").decode(bytes);
  const start = text.slice(0, SVG_START_WITHIN).search(/<svg[\s>]/);
  const end = text.lastIndexOf("</svg>");
  if (start < 0 || end < start) return null;
  if (/<(?!\?xml\s|!--|!DOCTYPE svg[\s>])/.test(text.slice(0, start))) return null;
  return text.slice(start, end + "</svg>".length);
}

function packed(bytes: Uint8Array, mediaType: Picture["mediaType"]): Picture {
  const hash = createHash("sha256").update(bytes).digest("hex");
  return { hash, mediaType, base64: Buffer.from(bytes).toString("base64") };
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((value, index) => bytes[index] === value);
}

function isLoopback(hostname: string): boolean {
  return hostname === "127.0.0.1" || hostname === "[::1]" || hostname === "localhost";
}
