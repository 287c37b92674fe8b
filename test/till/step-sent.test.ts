// What the steps before there is a charge write down, field by field; which step there is stands in step.test.ts.
import { describe } from "vitest";
import type { AttemptEvent } from "#till/attempt/events.ts";
import { cancelling, events, facts, NOW, paid, scanned, seen, states } from "./cases.ts";
import { but, ended, holds, restartedAt, THEN, toBe } from "./step-rows.ts";

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;
const { chargeId, expiresAtMs } = facts;

describe("queued", () => {
  const notSent = (why: string) => toBe({ name: "not-sent", why, endedAtMs: THEN });
  holds([
    [
      "is sent, and keeps the bank's hour",
      states.queued,
      { kind: "send-began", atMs: THEN, bankMs: NOW + 77 },
      toBe({ ...states.sending, sentAtMs: THEN, sentBankMs: NOW + 77 }),
    ],
    ["is given up", states.queued, events["gave-up"], notSent("late")],
    ["is cancelled", states.queued, events.cancel, notSent("cancelled before it was sent")],
    ["meets a restart", states.queued, events.restarted, notSent("the till was restarted before it was sent")],
  ]);
});

describe("sending", () => {
  const { sending } = states;
  const unknown = (why: string, change: object = {}) => but("unknown", { why, ...change });
  holds([
    ["was never sent", sending, events["never-sent"], toBe(states.queued)],
    [
      "was never sent, and is not wanted",
      but("sending", { cancelWanted: true }),
      events["never-sent"],
      toBe({ name: "not-sent", why: "refused", endedAtMs: THEN }),
    ],
    [
      "is refused with proof",
      sending,
      events.refused,
      toBe({ name: "failed", code: "bad_request", message: "no", ...ended, chargeId: null, expiresAtMs: null }),
    ],
    [
      "has no answer, and keeps what is known and wanted",
      but("sending", { cancelWanted: true, gaveWay: true, sentBankMs: null }),
      events["no-answer"],
      toBe(unknown("reset", { cancelWanted: true, gaveWay: true, sentBankMs: null })),
    ],
    [
      "is answered about something else",
      sending,
      events["get: other amount"],
      toBe(unknown("the answer was about something else"), "answer-mismatch"),
    ],
    ["keeps a cancel", sending, events.cancel, toBe(but("sending", { cancelWanted: true }))],
    ["keeps a cancel once", but("sending", { cancelWanted: true }), events.cancel, null],
    ["gives way", sending, events["gave-way"], toBe(but("sending", { cancelWanted: true, gaveWay: true }))],
    ["gives way once", but("sending", { cancelWanted: true, gaveWay: true }), events["gave-way"], null],
    [
      "meets a restart: the send was before it",
      sending,
      restartedAt(NOW + DAY),
      toBe(unknown("the till was restarted while the answer was awaited", { sentAtMs: NOW + DAY })),
    ],
    [
      "meets a restart, the bank's hour not known: a day and two hours for the clock",
      but("sending", { sentBankMs: null }),
      restartedAt(NOW - DAY),
      toBe(
        unknown("the till was restarted while the answer was awaited", {
          sentAtMs: NOW - DAY,
          sentBankMs: NOW - 26 * HOUR,
        }),
      ),
    ],
  ]);
});

describe("unknown", () => {
  const { unknown } = states;
  const looked = (...atMs: readonly number[]) => but("unknown", { looks: atMs.map((each) => ({ atMs: each })) });
  const lookAt = (atMs: number): AttemptEvent => ({ kind: "not-in-listing", atMs, certain: true });
  holds([
    ["counts a look", looked(NOW + 1), lookAt(NOW + 2), toBe(looked(NOW + 1, NOW + 2))],
    ["does not count an uncertain one", unknown, { ...events["not listed"], certain: false }, null],
    [
      "is not found",
      looked(NOW + 1, NOW + 2),
      lookAt(NOW + 120_000),
      toBe({ ...states["not-found"], endedAtMs: NOW + 120_000 }),
    ],
    [
      "is not found after a fourth look that came late enough",
      looked(NOW + 1, NOW + 2, NOW + 3),
      lookAt(NOW + 120_000),
      toBe({ ...states["not-found"], endedAtMs: NOW + 120_000 }),
    ],
    ["meets the charge of another", unknown, events["get: live"], toBe(unknown, "answer-mismatch")],
    ["keeps a cancel", unknown, events.cancel, toBe(but("unknown", { cancelWanted: true }))],
    ["keeps a cancel once", but("unknown", { cancelWanted: true }), events.cancel, null],
    ["gives way", unknown, events["gave-way"], toBe(but("unknown", { cancelWanted: true, gaveWay: true }))],
    ["gives way once", but("unknown", { cancelWanted: true, gaveWay: true }), events["gave-way"], null],
    [
      "meets a restart: it is looked for anew",
      looked(NOW + 1, NOW + 2),
      restartedAt(NOW - DAY),
      toBe(but("unknown", { sentAtMs: NOW - DAY })),
    ],
    [
      "meets a restart, the bank's hour not known",
      but("unknown", { sentBankMs: null }),
      restartedAt(NOW + DAY),
      toBe(but("unknown", { sentAtMs: NOW + DAY, sentBankMs: NOW - 26 * HOUR })),
    ],
  ]);
});

describe("a charge that was heard of", () => {
  const list = seen("list", paid);
  const qr = { chargeId, expiresAtMs, endAtMs: NOW + 600 * SECOND };
  const code = { chargeId, expiresAtMs, endAtMs: NOW + 90 * SECOND };
  const asked = { ...cancelling, charge: qr, notBeforeMs: THEN, askedAtMs: null };
  const wanted = { cancelWanted: true };
  const gone = { cancelWanted: true, gaveWay: true };
  for (const name of ["sending", "unknown"] as const) {
    holds([
      [`${name}: waits ten minutes with a QR`, states[name], list, toBe(but("pending", { charge: qr }))],
      [
        `${name}: waits ninety seconds with a code, and asks after half of them`,
        states[name],
        list,
        toBe(but("pending", { charge: code, askAtMs: NOW + 45 * SECOND })),
        scanned,
      ],
      [`${name}: is cancelled where that was wanted`, but(name, wanted), list, toBe(asked)],
      [
        `${name}: is cancelled by the till where it gave way`,
        but(name, gone),
        list,
        toBe({ ...asked, by: "till", gaveWay: true }),
      ],
      [
        `${name}: is cancelled, a scanned code fifteen seconds after the send`,
        but(name, wanted),
        list,
        toBe({ ...asked, charge: code, notBeforeMs: NOW + 15 * SECOND }),
        scanned,
      ],
    ]);
  }
});
