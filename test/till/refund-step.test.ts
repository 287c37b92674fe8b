// Every state of a refund meets every event: the whole table, and what can never happen.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RefundEvent } from "#till/refund/events.ts";
import { isRefundFinal, isRefundOpen, isRefundTaken, type RefundState } from "#till/refund/state.ts";
import { firstRefundState, stepRefund } from "#till/refund/step.ts";
import { events, NOW, refund, rules, seen, states, type EventName } from "./refund-cases.ts";

type Row = Partial<Record<EventName, string>>;

/** Next state, with `!` and the alarms where some are raised; `-` nothing new, `x` can never happen. */
function outcome(state: RefundState, event: RefundEvent): string {
  try {
    const stepped = stepRefund({ refund, state }, event, rules);
    return stepped === null ? "-" : [stepped.state.name, ...stepped.alarms].join(" ! ");
  } catch {
    return "x";
  }
}

function mismatches(state: string): Row {
  const names = ["of another id", "made elsewhere", "of another charge", "another amount", "another currency"] as const;
  return Object.fromEntries(names.map((name) => [name, `${state} ! refund-mismatch`]));
}

const FOUND: Row = {
  "seen closed": "closed",
  "seen pending": "accepted",
  "seen without status": "closed",
  "seen odd": "accepted ! unknown-status",
  "seen voided": "accepted",
  "a second one": "closed",
};
const FOUND_LATE: Row = {
  "seen closed": "closed ! refund-late",
  "seen pending": "accepted ! refund-late",
  "seen without status": "closed ! refund-late",
  "seen odd": "accepted ! refund-late ! unknown-status",
  "seen voided": "accepted ! refund-late",
  "a second one": "closed ! refund-late",
};

const tables: Readonly<Record<RefundState["name"], Row>> = {
  asked: { ...FOUND, ...mismatches("asked"), "send-began": "sending", stopped: "failed", restarted: "-" },
  sending: {
    ...FOUND,
    ...mismatches("unknown"),
    "never-sent": "asked",
    refused: "failed",
    "no-answer": "unknown",
    restarted: "unknown",
  },
  unknown: { ...FOUND, ...mismatches("unknown"), "not listed": "unknown", restarted: "-" },
  accepted: {
    ...mismatches("accepted"),
    "a second one": "accepted ! refund-mismatch",
    "seen closed": "closed",
    "seen pending": "-",
    "seen without status": "closed",
    "seen odd": "accepted ! unknown-status",
    "seen voided": "accepted",
    "not listed": "-",
    restarted: "-",
  },
  closed: {
    ...mismatches("closed"),
    "a second one": "closed ! refund-mismatch",
    "seen closed": "-",
    "seen pending": "-",
    "seen without status": "-",
    "seen odd": "-",
    "seen voided": "-",
    "not listed": "-",
    restarted: "-",
  },
  failed: { ...FOUND_LATE, ...mismatches("failed"), "not listed": "-", restarted: "-" },
  "not-found": { ...FOUND_LATE, ...mismatches("not-found"), "not listed": "-", restarted: "-" },
};

describe.each(Object.keys(states) as RefundState["name"][])("%s", (name) => {
  test("meets every event as the table says", () => {
    const found = Object.entries(events).map(([event, each]) => [event, outcome(states[name], each)]);
    const wanted = Object.keys(events).map((event) => [event, tables[name][event as EventName] ?? "x"]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
  });
});

test("Omise's word says whether it became a void, whatever was asked for", () => {
  for (const [kind, voided] of [
    ["void", false],
    ["refund", true],
    ["void", null],
  ] as const) {
    const stepped = stepRefund({ refund: { ...refund, kind }, state: states.sending }, seen({ voided }, "post"), rules);
    expect(stepped).toEqual({
      state: { name: "closed", omiseRefundId: "rfnd_test_1", voided, acceptedAtMs: NOW + 1, endedAtMs: NOW + 5 },
      alarms: [],
    });
  }
});

test("what was said once of a void stays said, and its hour is Omise's own", () => {
  const stepped = stepRefund({ refund, state: states.accepted }, seen({ voided: null, createdAtMs: NOW + 4 }), rules);
  expect(stepped?.state).toEqual({ ...states.accepted, name: "closed", endedAtMs: NOW + 5 });
});

describe("absence", () => {
  const { unknown } = states;
  const lookAt = (afterMs: number, bankAfterMs = afterMs): RefundEvent => {
    return { kind: "not-in-listing", atMs: unknown.sentAtMs + afterMs, bankMs: unknown.sentBankMs + bankAfterMs };
  };
  const after = (...looks: readonly RefundEvent[]): string => {
    let state: RefundState = unknown;
    for (const look of looks) state = stepRefund({ refund, state }, look, rules)?.state ?? state;
    return state.name;
  };

  test("is certain after three whole looks, the last two minutes after the send", () => {
    expect(after(lookAt(2_000), lookAt(5_000), lookAt(119_999))).toBe("unknown");
    expect(after(lookAt(119_000), lookAt(120_000))).toBe("unknown");
    expect(after(lookAt(2_000), lookAt(5_000), lookAt(120_000))).toBe("not-found");
  });

  test("is not hurried by a PC clock that jumps a day ahead, nor put off by one that jumps a day back", () => {
    const day = 86_400_000;
    expect(after(lookAt(day, 2_000), lookAt(day, 5_000), lookAt(day, 60_000))).toBe("unknown");
    expect(after(lookAt(-day, 2_000), lookAt(-day, 5_000), lookAt(-day, 120_000))).toBe("not-found");
  });

  test("is not hurried by a wild bank time at the send, nor put off by one", () => {
    const day = 86_400_000;
    expect(after(lookAt(2_000, day), lookAt(5_000, day), lookAt(60_000, day))).toBe("unknown");
    expect(after(lookAt(2_000, -day), lookAt(5_000, -day), lookAt(120_000, -day))).toBe("not-found");
  });
});

const anyEvent = fc.constantFrom<RefundEvent>(...Object.values(events));

test("nothing leaves closed, what Omise has never becomes nothing again, and only a send makes it sending", () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 30 }), (course) => {
      let state: RefundState = firstRefundState(NOW + 1000);
      for (const event of course) {
        const before: RefundState = state;
        try {
          state = stepRefund({ refund, state }, event, rules)?.state ?? state;
        } catch {
          continue;
        }
        if (before.name === "closed") expect(state).toBe(before);
        if (isRefundTaken(before)) expect(isRefundTaken(state)).toBe(true);
        if (state.name === "sending" && before.name !== "sending")
          expect([before.name, event.kind]).toEqual(["asked", "send-began"]);
        // What may have been heard is never asked for again, but with proof that it was not.
        if (state.name === "asked" && before.name !== "asked")
          expect([before.name, event.kind]).toEqual(["sending", "never-sent"]);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("an approval never gets a second day from a clock that was set back", () => {
  const { asked } = states;
  const start = (afterMs: number) =>
    stepRefund({ refund, state: asked }, { kind: "restarted", atMs: asked.sendByMs - 86_400_000 + afterMs }, rules);
  expect([start(0), start(1)]).toEqual([null, null]);
  expect(start(-1)).toEqual({ state: { ...asked, sendByMs: asked.sendByMs - 1 }, alarms: [] });
});

describe("what is written down, field by field", () => {
  const THEN = NOW + 5;
  const next = (state: RefundState, event: RefundEvent) => stepRefund({ refund, state }, event, rules);
  const unknown = (why: string) => ({ ...states.unknown, why });
  const failed = { name: "failed", code: "", message: "", endedAtMs: THEN };
  const closed = {
    name: "closed",
    omiseRefundId: "rfnd_test_1",
    voided: false,
    acceptedAtMs: NOW + 1,
    endedAtMs: THEN,
  };
  const accepted = { name: "accepted", omiseRefundId: "rfnd_test_1", voided: false, acceptedAtMs: NOW + 1 };
  const looked = (...atMs: readonly number[]): RefundState => ({
    ...states.unknown,
    looks: atMs.map((each) => ({ atMs: each })),
  });
  const { asked, sending } = states;
  test.each<[string, RefundState, RefundEvent, object]>([
    ["sent", asked, events["send-began"], { ...sending, sentAtMs: THEN, sentBankMs: NOW + 82 }],
    ["withdrawn", asked, events.stopped, { ...failed, end: "withdrawn" }],
    ["refused", sending, events.refused, { ...failed, end: "refused", code: "failed_refund", message: "no" }],
    ["never sent", sending, events["never-sent"], asked],
    ["no answer", sending, events["no-answer"], unknown("reset")],
    ["restarted", sending, events.restarted, unknown("the till was restarted while the answer was awaited")],
    ["something else", sending, events["another amount"], unknown("the answer was about something else")],
    ["a look", looked(NOW + 1), events["not listed"], looked(NOW + 1, THEN)],
    ["closed", sending, events["seen closed"], closed],
    ["pending", sending, events["seen pending"], accepted],
    [
      "pending, without an hour",
      sending,
      seen({ status: "pending", createdAtMs: null }),
      { ...accepted, acceptedAtMs: THEN },
    ],
    ["became a void later", states.accepted, events["seen voided"], { ...accepted, voided: true }],
  ])("%s", (_name, state, event, wanted) => {
    expect(next(state, event)?.state).toEqual(wanted);
  });

  test("not found, at the hour of the last look", () => {
    const last: RefundEvent = { kind: "not-in-listing", atMs: NOW + 120_000, bankMs: NOW + 120_077 };
    const notFound = { name: "not-found", sentAtMs: NOW, endedAtMs: NOW + 120_000 };
    expect(next(looked(NOW + 1, NOW + 2), last)).toEqual({ state: notFound, alarms: [] });
    expect(next(looked(NOW + 1, NOW + 2, NOW + 3), last)).toEqual({ state: notFound, alarms: [] });
  });

  test("two clocks that say that it was never sent prove nothing, nor does one that stands still", () => {
    const look = (atMs: number, bankMs: number) =>
      next(looked(NOW + 1, NOW + 2), { kind: "not-in-listing", atMs: NOW + atMs, bankMs: NOW + 77 + bankMs });
    expect(look(-1, -1)?.state.name).toBe("unknown");
    expect([look(0, 120_000)?.state.name, look(120_000, 0)?.state.name]).toEqual(["unknown", "unknown"]);
  });

  test("it begins as asked", () => {
    expect(firstRefundState(NOW)).toEqual({ name: "asked", sendByMs: NOW });
  });

  test("what cannot happen says so", () => {
    for (const state of Object.values(states)) {
      const word = `a refund that is ${state.name} cannot meet asked`;
      expect(() => next(state, events.asked)).toThrow(word);
    }
  });
});

test("open is what may still be sent or heard, over are the ends, and two states have the money on its way", () => {
  const named = (is: (state: RefundState) => boolean) =>
    Object.values(states)
      .filter(is)
      .map(({ name }) => name);
  expect([named(isRefundOpen), named(isRefundFinal), named(isRefundTaken)]).toEqual([
    ["asked", "sending", "unknown"],
    ["closed", "failed", "not-found"],
    ["accepted", "closed"],
  ]);
});
