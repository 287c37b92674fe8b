// Which part of the way a failed connection names: this machine's network, names, the encrypted connection, or the API itself.

export type Place = "network" | "dns" | "tls" | "api";

/** No route leaves this machine. Source: Node errors page, and the system's own errno names. */
const NO_ROUTE: ReadonlySet<string> = new Set([
  "ENETUNREACH",
  "ENETDOWN",
  "EHOSTUNREACH",
  "EHOSTDOWN",
  "EADDRNOTAVAIL",
]);
/** Node's names of a handshake that failed, and OpenSSL's of a certificate that was not believed. A reset before the
 *  connection stood came within the handshake: a refused port has a code of its own. */
const TLS = new RegExp(
  [
    ...["^ERR_(?:TLS|SSL)_", "^EPROTO$", "^ECONNRESET$", "^EPIPE$", "^CERT_", "^CRL_", "^DEPTH_ZERO_", "^SELF_SIGNED_"],
    ...["^UNABLE_TO_", "^INVALID_(?:CA|PURPOSE)$", "^PATH_LENGTH_", "^HOSTNAME_MISMATCH$", "^ERROR_IN_CERT_"],
  ].join("|"),
);

/** @param code of a request whose connection never stood */
export function placeOf(code: string): Place {
  if (NO_ROUTE.has(code)) return "network";
  if (code === "ENOTFOUND" || code.startsWith("EAI_")) return "dns";
  return TLS.test(code) ? "tls" : "api";
}
