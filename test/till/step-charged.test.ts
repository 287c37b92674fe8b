// What the steps write down while a charge waits or is being cancelled, field by field; which step there is stands in step.test.ts.
import { describe } from "vitest";
import { cancelling, events, facts, NOW, paid, scanned, seen, states } from "./cases.ts";
import { but, ended, holds, restartedAt, THEN, toBe } from "./step-rows.ts";

const SECOND = 1000;
const DAY = 24 * 3600 * SECOND;
const { chargeId, expiresAtMs } = facts;

describe("pending", () => {
  const { pending } = states;
  const note = { chargeId, expiresAtMs, endAtMs: NOW + 500 };
  holds([
    ["is paid", pending, events["get: paid"], toBe({ ...states.successful, paidAtMs: NOW + 4, endedAtMs: THEN })],
    [
      "is paid without an hour",
      pending,
      seen("get", { ...paid, paidAtMs: null }),
      toBe({ ...states.successful, paidAtMs: THEN, endedAtMs: THEN }),
    ],
    [
      "is declined",
      pending,
      seen("get", { status: "failed", failureCode: "x", failureMessage: "y" }),
      toBe({ name: "failed", code: "x", message: "y", ...ended }),
    ],
    ["is expired", pending, events["get: expired"], toBe({ name: "expired", ...ended })],
    [
      "keeps the first expiry",
      pending,
      seen("get", { status: "expired", expiresAtMs: 1 }),
      toBe({ name: "expired", ...ended }),
    ],
    [
      "meets another charge",
      pending,
      seen("get", { ...paid, chargeId: "chrg_test_2" }),
      toBe(pending, "answer-mismatch"),
    ],
    ["is not paid by what was only listed", pending, events["list: paid"], null],
    [
      "is told of a second charge",
      pending,
      seen("list", { ...paid, chargeId: "chrg_test_2" }),
      toBe(pending, "answer-mismatch"),
    ],
    ["is cancelled", pending, events.cancel, toBe({ ...cancelling, notBeforeMs: THEN, askedAtMs: null })],
    [
      "is cancelled by the till",
      pending,
      { ...events.cancel, by: "till" },
      toBe({ ...cancelling, by: "till", notBeforeMs: THEN, askedAtMs: null }),
    ],
    [
      "gives way",
      pending,
      events["gave-way"],
      toBe({ ...cancelling, by: "till", gaveWay: true, notBeforeMs: THEN, askedAtMs: null }),
    ],
    [
      "is waited for again",
      but("pending", { askAtMs: NOW }),
      events.wait,
      toBe(but("pending", { askAtMs: THEN + 45 * SECOND, charge: { ...note, endAtMs: THEN + 90 * SECOND } })),
    ],
  ]);
});

describe("pending, after a restart", () => {
  const until = (endMs: number, askMs: number | null = null, sentMs = 0) =>
    but("pending", {
      charge: { chargeId, expiresAtMs, endAtMs: NOW + endMs },
      askAtMs: askMs === null ? null : NOW + askMs,
      sentAtMs: NOW + sentMs,
    });
  const start = restartedAt(NOW);
  holds([
    ["a QR waits as long as it would", until(600_000), start, null],
    ["a QR waits no longer than a new one", until(600_001), start, toBe(until(600_000))],
    ["a code waits as long as it would", until(90_000, 45_000), start, null, scanned],
    ["a code waits no longer than a new one", until(90_001, 45_000), start, toBe(until(90_000, 45_000)), scanned],
    ["a code is asked about no later", until(90_000, 45_001), start, toBe(until(90_000, 45_000)), scanned],
    ["the send was not after it", until(DAY, DAY, DAY), start, toBe(until(90_000, 45_000, 0)), scanned],
    ["the send stays where it was", until(DAY, null, -7), start, toBe(until(600_000, null, -7))],
  ]);
});

describe("cancelling", () => {
  const asked = { ...cancelling, askedAtMs: NOW };
  const unasked = { ...cancelling, askedAtMs: null };
  const byTill = { ...cancelling, by: "till" } as const;
  const putAway = { ...byTill, refused: true };
  const refusedUnasked = { ...putAway, askedAtMs: null };
  const paidAfter = (afterMs: number) => ({ ...seen("get", paid), atMs: NOW + afterMs });
  const paidAt = (afterMs: number) => ({ ...states.successful, paidAtMs: NOW + 4, endedAtMs: NOW + afterMs });
  const success = { ...states.successful, paidAtMs: NOW + 4, endedAtMs: THEN };
  const expired = (nowMs: number | null) => seen("get", { status: "expired", expiresAtMs: nowMs });
  const refused = { ...asked, refused: true };
  const unknownLife = { ...refused, charge: { ...refused.charge, expiresAtMs: null } };
  holds([
    ["asks", unasked, events["expire-sent"], toBe({ ...cancelling, askedAtMs: THEN })],
    ["asks again", asked, events["expire-sent"], toBe({ ...cancelling, askedAtMs: THEN })],
    ["is refused", asked, events["expire-refused"], toBe(refused)],
    ["is refused once", refused, events["expire-refused"], null],
    ["gives way", asked, events["gave-way"], toBe({ ...asked, gaveWay: true })],
    ["gives way once", { ...asked, gaveWay: true }, events["gave-way"], null],
    ["is paid after a person's cancel", asked, events["get: paid"], toBe(success, "paid-after-cancel")],
    ["is paid after the till's: nobody was told otherwise", byTill, events["get: paid"], toBe(success)],
    [
      "is paid after it gave way",
      { ...byTill, gaveWay: true },
      events["get: paid"],
      toBe(success, "paid-after-cancel"),
    ],
    ["was put away as payable, and is paid", putAway, paidAfter(15_000), toBe(paidAt(15_000), "paid-after-cancel")],
    ["is paid at once after a refusal", putAway, paidAfter(14_999), toBe(paidAt(14_999))],
    ["is paid after a refusal, nobody knows when it was", refusedUnasked, paidAfter(15_000), toBe(paidAt(15_000))],
    ["is paid late after the till's request", byTill, paidAfter(15_000), toBe(paidAt(15_000))],
    [
      "is told of a second charge",
      asked,
      seen("post", { ...paid, chargeId: "chrg_test_2" }),
      toBe(asked, "answer-mismatch"),
    ],
    ["ends by our request", asked, expired(NOW), toBe({ name: "cancelled", ...ended })],
    ["ends before we asked", unasked, expired(NOW), toBe({ name: "expired", ...ended })],
    [
      "ends before its time, a later request was refused",
      refused,
      expired(NOW + 999),
      toBe({ name: "cancelled", ...ended }),
    ],
    ["ends by itself, the request was refused", refused, expired(NOW + 1000), toBe({ name: "expired", ...ended })],
    ["ends, nobody says when", refused, expired(null), toBe({ name: "expired", ...ended })],
    [
      "ends, nobody said when it would",
      unknownLife,
      expired(NOW),
      toBe({ name: "expired", ...ended, expiresAtMs: null }),
    ],
    [
      "ends before we asked, refused or not",
      { ...unasked, refused: true },
      expired(NOW),
      toBe({ name: "expired", ...ended }),
    ],
  ]);
});

describe("cancelling, after a restart", () => {
  const at = (notBeforeMs: number, askedMs: number | null) => ({
    ...cancelling,
    notBeforeMs: NOW + notBeforeMs,
    askedAtMs: askedMs === null ? null : NOW + askedMs,
  });
  const start = restartedAt(NOW);
  holds([
    ["goes on as it was", at(15_000, 0), start, null],
    ["goes on as it was, nothing asked", at(15_000, null), start, null],
    ["waits no longer than if it began now", at(15_001, 0), start, toBe(at(15_000, 0))],
    ["was not asked in the future", at(0, 1), start, toBe(at(0, 0))],
    ["waits no longer, nothing asked", at(DAY, null), start, toBe(at(15_000, null))],
  ]);
});
