// What came back of a request, named. Pure. `never-sent` and `refused` are claims that nothing was created, so each needs a
// proof that stands in a table here; whatever has none is `unknown`, and only asking resolves it.
import type { ApiError } from "#till/attempt/events.ts";
import type { Answered } from "#till/ports.ts";
import { readError } from "./wire.ts";

/** What the transport heard. */
export type Heard =
  /** A whole HTTP answer; `json` is undefined where the body is none. */
  | { readonly kind: "answer"; readonly status: number; readonly json: unknown; readonly bankMs: number | null }
  /** No connection ever stood, so no byte of the request left: name, TCP, TLS, certificate, connect time-out, closed. */
  | { readonly kind: "not-connected"; readonly code: string }
  /** The connection stood, and no whole answer came: reset, time-out, too large. */
  | { readonly kind: "lost"; readonly code: string }
  /** The breaker let nothing out: no byte left, and nothing was learned. */
  | { readonly kind: "held-back" };

/** Proof that a POST did nothing. `code` null: the status alone is the proof. */
export type Refusal = { readonly status: number; readonly code: string | null; readonly source: string };

const TOO_MANY_REQUESTS = "too_many_requests";

const ALWAYS: readonly Refusal[] = [
  { status: 400, code: "bad_request", source: "Omise API errors page, 400: invalid requests, nothing is carried out" },
  { status: 401, code: null, source: "Omise API errors page, 401 (authentication_failure): the key is not valid" },
  {
    status: 403,
    code: null,
    source: "Omise API errors page, 403: the key may not do this; its code is not documented",
  },
  { status: 404, code: "not_found", source: "Omise API errors page, 404: no object with the id that was named" },
];

/**
 * Refusals of POST /charges that prove that no charge exists. Left out on purpose, so `unknown`: `backend_error` (the
 * provider was asked), `expired_charge` and `failed_fraud_check` (speak of something that exists), and every code not read
 * in an official document.
 */
export const CHARGE_REFUSALS: readonly Refusal[] = [
  ...ALWAYS,
  { status: 400, code: "invalid_charge", source: "Omise API errors, older page: a parameter of the charge is invalid" },
  { status: 422, code: "invalid_charge", source: "the same code; the current page lists 422 without its codes" },
  { status: 400, code: "invalid_amount", source: "Omise API errors, older page: the amount is outside the limits" },
  { status: 422, code: "invalid_amount", source: "the same code; the current page lists 422 without its codes" },
];

/** Refusals of POST /charges/:id/expire: the charge is as it was. */
export const EXPIRE_REFUSALS: readonly Refusal[] = [
  ...ALWAYS,
  { status: 400, code: "failed_expire", source: "Omise API errors page, 400: the charge could not be set to expire" },
  { status: 400, code: "expired_charge", source: "Omise API errors page, 400: the charge has expired already" },
  { status: 400, code: "invalid_charge", source: "Omise API errors, older page: not a charge for this call" },
];

const FAILED_REFUND = "Omise PHP and Swift libraries; the code's spelling and status are not documented: see below";
const FAILED_VOID = "Omise API errors, older page, and Omise Swift library: the charge could not be voided";

/**
 * Refusals of POST /charges/:id/refunds that prove that no money goes back. `failed_refund` and `failed_void` are taken as
 * proof although no document gives their status: Omise names them as the end of the call. Were it ever otherwise, the next
 * refund of the charge would still be stopped, because charge and refunds are read just before each. `backend_error` and
 * every other 4xx stay `unknown`.
 */
export const REFUND_REFUSALS: readonly Refusal[] = [
  ...ALWAYS,
  ...[400, 422].flatMap((status) => [
    { status, code: "failed_refund", source: FAILED_REFUND },
    { status, code: "failed_void", source: FAILED_VOID },
    { status, code: "invalid_charge", source: "Omise API errors, older page: not a charge for this call" },
    { status, code: "invalid_amount", source: "Omise API errors, older page: the amount is outside the limits" },
  ]),
];

export type PostVerdict<Seen> = Answered<
  | { readonly kind: "seen"; readonly seen: Seen }
  | { readonly kind: "refused"; readonly error: ApiError }
  | { readonly kind: "never-sent"; readonly why: string }
  | { readonly kind: "unknown"; readonly why: string }
>;

/** @param see reads the expected object, null where the answer is not one */
export function judgePost<Seen>(
  heard: Heard,
  refusals: readonly Refusal[],
  see: (json: unknown) => Seen | null,
): PostVerdict<Seen> {
  if (heard.kind === "not-connected" || heard.kind === "held-back") {
    return { kind: "never-sent", why: whyOf(heard), bankMs: null };
  }
  if (heard.kind === "lost") return { kind: "unknown", why: whyOf(heard), bankMs: null };
  const { bankMs } = heard;
  if (isSuccess(heard.status)) {
    const seen = see(heard.json);
    return seen === null ? { kind: "unknown", why: whyOf(heard), bankMs } : { kind: "seen", seen, bankMs };
  }
  const error = provenRefusal(heard, refusals);
  return error === null ? { kind: "unknown", why: whyOf(heard), bankMs } : { kind: "refused", error, bankMs };
}

export type ReadVerdict<Seen> = Answered<
  | { readonly kind: "seen"; readonly seen: Seen }
  | { readonly kind: "error"; readonly error: ApiError }
  | { readonly kind: "no-answer"; readonly why: string }
>;

/** A read changes nothing: an error object with a 4xx is news about the request, all else is no news. */
export function judgeRead<Seen>(heard: Heard, see: (json: unknown) => Seen | null): ReadVerdict<Seen> {
  if (heard.kind !== "answer") return { kind: "no-answer", why: whyOf(heard), bankMs: null };
  const { bankMs } = heard;
  const seen = isSuccess(heard.status) ? see(heard.json) : null;
  if (seen !== null) return { kind: "seen", seen, bankMs };
  const error = heard.status >= 400 && heard.status < 500 ? errorOf(heard) : null;
  return error === null ? { kind: "no-answer", why: whyOf(heard), bankMs } : { kind: "error", error, bankMs };
}

/** The request met a crowded or broken server. */
export function isBusy(heard: Heard): boolean {
  return heard.kind === "answer" && (heard.status === 429 || heard.status >= 500);
}

type HttpAnswer = Extract<Heard, { kind: "answer" }>;

function provenRefusal(heard: HttpAnswer, refusals: readonly Refusal[]): ApiError | null {
  const error = errorOf(heard);
  if (error === null || heard.status === 429) return error;
  const isProven = refusals.some(
    ({ status, code }) => status === error.status && (code === null || code === error.code),
  );
  return isProven ? error : null;
}

// 429 is turned away before anything is looked at, often by a gateway that writes no error object: the status is enough.
function errorOf(heard: HttpAnswer): ApiError | null {
  const error = readError(heard.status, heard.json);
  if (heard.status !== 429) return error;
  return { status: 429, code: TOO_MANY_REQUESTS, message: error?.message ?? "too many requests" };
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function whyOf(heard: Heard): string {
  if (heard.kind === "held-back") return "breaker open";
  if (heard.kind !== "answer") return `${heard.kind} ${heard.code}`;
  const code = readError(heard.status, heard.json)?.code;
  const shape = code ?? (heard.json === undefined ? "without JSON" : "in an unexpected shape");
  return `status ${heard.status} ${shape}`;
}
