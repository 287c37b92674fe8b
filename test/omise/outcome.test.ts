// The table of what each answer to a request means. `refused` and `never-sent` are exact lists; all else is `unknown`.
import { describe, expect, test } from "vitest";
import {
  CHARGE_REFUSALS,
  EXPIRE_REFUSALS,
  isBusy,
  judgePost,
  judgeRead,
  REFUND_REFUSALS,
  type Heard,
  type Refusal,
} from "#omise/outcome.ts";

const BANK_MS = Date.UTC(2026, 10, 20, 8, 0, 0);
const STATUSES = [100, 200, 201, 204, 301, 302, 304, 400, 401, 402, 403, 404, 409, 413, 422, 429, 500, 502, 503, 504];
/** Every code that any document or library of Omise names, and some that none does. */
const CODES = [
  ...["backend_error", "bad_request", "brand_not_supported", "documents_locked", "expired_charge", "failed_capture"],
  ...["failed_expire", "failed_fraud_check", "failed_multi_currency", "failed_void", "failed_refund", "invalid_amount"],
  ...[
    "invalid_bank_account",
    "invalid_card",
    "invalid_card_token",
    "invalid_charge",
    "invalid_filter",
    "invalid_filters",
  ],
  ...[
    "invalid_page",
    "invalid_scope",
    "missing_card",
    "used_token",
    "locked_out",
    "authentication_failure",
    "not_found",
  ],
  ...["too_many_requests", "internal_error", "service_unavailable", "a_code_of_tomorrow"],
];
const LOST = [
  "UND_ERR_SOCKET",
  "ECONNRESET",
  "EPIPE",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
  "TimeoutError",
];
const UNMET = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT", "CERT_HAS_EXPIRED", "ECONNRESET"];
const GARBAGE = [undefined, null, 17, "ok", [], {}, { object: "error" }, { object: "error", code: 7, message: "x" }];

const see = (json: unknown) => (typeof json === "object" && json !== null && "wanted" in json ? "seen" : null);

function answer(status: number, json: unknown): Heard {
  return { kind: "answer", status, json, bankMs: BANK_MS };
}

function error(status: number, code: string): Heard {
  return answer(status, { object: "error", location: "https://www.omise.co/api-errors", code, message: "words" });
}

function refusedPairs(refusals: readonly Refusal[]): readonly string[] {
  const pairs = STATUSES.flatMap((status) => CODES.map((code) => ({ status, code })));
  return pairs
    .filter(({ status, code }) => judgePost(error(status, code), refusals, see).kind === "refused")
    .filter(({ status }) => ![401, 403, 429].includes(status))
    .map(({ status, code }) => `${status} ${code}`);
}

describe("a POST", () => {
  test("is refused on these pairs of status and code, and on no other", () => {
    expect(refusedPairs(CHARGE_REFUSALS)).toEqual([
      "400 bad_request",
      "400 invalid_amount",
      "400 invalid_charge",
      "404 not_found",
      "422 invalid_amount",
      "422 invalid_charge",
    ]);
    expect(refusedPairs(EXPIRE_REFUSALS)).toEqual([
      "400 bad_request",
      "400 expired_charge",
      "400 failed_expire",
      "400 invalid_charge",
      "404 not_found",
    ]);
    expect(refusedPairs(REFUND_REFUSALS)).toEqual([
      "400 bad_request",
      "400 failed_void",
      "400 failed_refund",
      "400 invalid_amount",
      "400 invalid_charge",
      "404 not_found",
      "422 failed_void",
      "422 failed_refund",
      "422 invalid_amount",
      "422 invalid_charge",
    ]);
  });

  test.each([401, 403])("is refused by status %d with any error object, not without one", (status) => {
    for (const code of CODES) {
      const refused = { kind: "refused", error: { status, code, message: "words" }, bankMs: BANK_MS };
      expect(judgePost(error(status, code), CHARGE_REFUSALS, see)).toEqual(refused);
    }
    for (const json of GARBAGE) expect(judgePost(answer(status, json), CHARGE_REFUSALS, see).kind).toBe("unknown");
  });

  test("answered 429 was not created: refused, with one code to know it by, whatever the body is", () => {
    for (const json of [...GARBAGE, { object: "error", code: "slow_down", message: "words" }]) {
      const verdict = judgePost(answer(429, json), CHARGE_REFUSALS, see);
      expect(verdict).toMatchObject({ kind: "refused", error: { status: 429, code: "too_many_requests" } });
    }
  });

  test("is unknown with every other pair, and says which", () => {
    const verdict = judgePost(error(400, "backend_error"), CHARGE_REFUSALS, see);
    expect(verdict).toEqual({ kind: "unknown", why: "status 400 backend_error", bankMs: BANK_MS });
    for (const status of STATUSES.filter((one) => one !== 429)) {
      for (const json of GARBAGE) expect(judgePost(answer(status, json), CHARGE_REFUSALS, see).kind).toBe("unknown");
    }
  });

  test("is seen only with a success and the wanted shape", () => {
    const seen = STATUSES.filter(
      (status) => judgePost(answer(status, { wanted: 1 }), CHARGE_REFUSALS, see).kind === "seen",
    );
    expect(seen).toEqual([200, 201, 204]);
  });

  test("was never sent when no connection stood, and is unknown once one did", () => {
    for (const code of UNMET) {
      const verdict = judgePost({ kind: "not-connected", code }, CHARGE_REFUSALS, see);
      expect(verdict).toEqual({ kind: "never-sent", why: `not-connected ${code}`, bankMs: null });
    }
    for (const code of [...LOST, ...UNMET]) {
      const verdict = judgePost({ kind: "lost", code }, CHARGE_REFUSALS, see);
      expect(verdict).toEqual({ kind: "unknown", why: `lost ${code}`, bankMs: null });
    }
  });

  test("held back by the breaker was never sent; a read then brings no news", () => {
    const open = { why: "breaker open", bankMs: null };
    expect(judgePost({ kind: "held-back" }, CHARGE_REFUSALS, see)).toEqual({ kind: "never-sent", ...open });
    expect(judgeRead({ kind: "held-back" }, see)).toEqual({ kind: "no-answer", ...open });
  });

  test("each refusal names where it is documented", () => {
    for (const refusal of [...CHARGE_REFUSALS, ...EXPIRE_REFUSALS, ...REFUND_REFUSALS])
      expect(refusal.source.length).toBeGreaterThan(20);
  });
});

describe("the answer to a POST", () => {
  test("is seen from 200 to 299, and by nothing beside", () => {
    const edges = [199, 200, 299, 300];
    const kinds = edges.map((status) => judgePost(answer(status, { wanted: 1 }), CHARGE_REFUSALS, see).kind);
    expect(kinds).toEqual(["unknown", "seen", "seen", "unknown"]);
  });

  test("says of an answer that proves nothing what it looked like", () => {
    const whys = [undefined, null, { wanted: 1 }, { object: "error", code: "x_of_tomorrow", message: "words" }].map(
      (json) => judgePost(answer(500, json), CHARGE_REFUSALS, see),
    );
    const why = (words: string) => ({ kind: "unknown", why: `status 500 ${words}`, bankMs: BANK_MS });
    const odd = why("in an unexpected shape");
    expect(whys).toEqual([why("without JSON"), odd, odd, why("x_of_tomorrow")]);
  });

  test("turned away by 429 says so in Omise's words, else in ours", () => {
    const message = (json: unknown) => judgePost(answer(429, json), CHARGE_REFUSALS, see);
    const refused = (words: string) => ({
      kind: "refused",
      error: { status: 429, code: "too_many_requests", message: words },
      bankMs: BANK_MS,
    });
    expect(message({ object: "error", code: "slow_down", message: "words" })).toEqual(refused("words"));
    expect(message(undefined)).toEqual(refused("too many requests"));
  });
});

describe("a read", () => {
  test("is an error only by a 4xx with an error object (or 429); else no news", () => {
    const errors = STATUSES.filter((status) => judgeRead(error(status, "not_found"), see).kind === "error");
    expect(errors).toEqual([400, 401, 402, 403, 404, 409, 413, 422, 429]);
    for (const status of STATUSES.filter((one) => one !== 429)) {
      for (const json of GARBAGE) expect(judgeRead(answer(status, json), see).kind).toBe("no-answer");
    }
    for (const code of LOST) expect(judgeRead({ kind: "lost", code }, see).kind).toBe("no-answer");
    for (const code of UNMET) expect(judgeRead({ kind: "not-connected", code }, see).kind).toBe("no-answer");
    expect(judgeRead(answer(200, { wanted: 1 }), see)).toEqual({ kind: "seen", seen: "seen", bankMs: BANK_MS });
  });

  test("met a busy server on 429 and 5xx alone", () => {
    expect(STATUSES.filter((status) => isBusy(answer(status, null)))).toEqual([429, 500, 502, 503, 504]);
    expect(isBusy({ kind: "lost", code: "ECONNRESET" })).toBe(false);
  });
});

test("a message never carries a long number, a key or an address further", () => {
  const message =
    "code 130991292552725093 at https://api.omise.co/x/downloads/227EE5083E298A73 by skey_test_abc, 1309 9129 2552";
  const verdict = judgeRead(answer(400, { object: "error", code: "bad_request", message }), see);
  const clean = "code ****5093 at (address) by (key), ****2552";
  expect(verdict).toMatchObject({ kind: "error", error: { message: clean } });
});
