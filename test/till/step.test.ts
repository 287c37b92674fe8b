// Every state meets every event: the whole table of an attempt, and what can never happen.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AttemptEvent } from "#till/attempt/events.ts";
import { isFinal, isPaid, type AttemptState } from "#till/attempt/state.ts";
import { step } from "#till/attempt/step.ts";
import { attempt, events, NOW, paid, rules, scanned, seen, states, type EventName } from "./cases.ts";

/** Next state, with `!` and the alarm where one is raised; `-` nothing new, `x` can never happen. */
function outcome(state: AttemptState, event: AttemptEvent): string {
  try {
    const stepped = step({ attempt, state }, event, rules);
    return stepped === null ? "-" : [stepped.state.name, ...stepped.alarms].join(" ! ");
  } catch {
    return "x";
  }
}

const MISMATCH = "answer-mismatch";
const tables: Readonly<Record<AttemptState["name"], Partial<Record<EventName, string>>>> = {
  queued: { "send-began": "sending", "gave-up": "not-sent", cancel: "not-sent", restarted: "not-sent" },
  sending: {
    "never-sent": "queued",
    refused: "failed",
    "no-answer": "unknown",
    "post: pending": "pending",
    "post: paid": "pending",
    "list: paid": "pending",
    "get: pending": "pending",
    "get: paid": "pending",
    "get: failed": "pending",
    "get: timed out": "pending",
    "get: expired": "pending",
    "get: reversed": "pending",
    "get: odd": "pending",
    "get: other amount": `unknown ! ${MISMATCH}`,
    "get: live": `unknown ! ${MISMATCH}`,
    "get: paid flag absent": "pending",
    cancel: "sending",
    "gave-way": "sending",
    restarted: "unknown",
  },
  unknown: {
    "post: pending": "pending",
    "post: paid": "pending",
    "list: paid": "pending",
    "get: pending": "pending",
    "get: paid": "pending",
    "get: failed": "pending",
    "get: timed out": "pending",
    "get: expired": "pending",
    "get: reversed": "pending",
    "get: odd": "pending",
    "get: other amount": `unknown ! ${MISMATCH}`,
    "get: live": `unknown ! ${MISMATCH}`,
    "get: paid flag absent": "pending",
    "not listed": "unknown",
    cancel: "unknown",
    "gave-way": "unknown",
    restarted: "unknown",
  },
  pending: {
    "post: pending": "-",
    "post: paid": "-",
    "list: paid": "-",
    "get: pending": "-",
    "get: paid": "successful",
    "get: failed": "failed",
    "get: timed out": "expired",
    "get: expired": "expired",
    "get: reversed": "failed",
    "get: odd": "pending ! unknown-status",
    "get: other amount": `pending ! ${MISMATCH}`,
    "get: live": `pending ! ${MISMATCH}`,
    "get: paid flag absent": `pending ! ${MISMATCH}`,
    "not listed": "-",
    cancel: "cancelling",
    "gave-way": "cancelling",
    wait: "-",
    restarted: "-",
  },
  cancelling: {
    "post: pending": "-",
    "post: paid": "-",
    "list: paid": "-",
    "get: pending": "-",
    "get: paid": "successful ! paid-after-cancel",
    "get: failed": "failed",
    "get: timed out": "cancelled",
    "get: expired": "cancelled",
    "get: reversed": "failed",
    "get: odd": "cancelling ! unknown-status",
    "get: other amount": `cancelling ! ${MISMATCH}`,
    "get: live": `cancelling ! ${MISMATCH}`,
    "get: paid flag absent": `cancelling ! ${MISMATCH}`,
    "not listed": "-",
    cancel: "-",
    "gave-way": "cancelling",
    wait: "-",
    "expire-sent": "cancelling",
    "expire-refused": "cancelling",
    restarted: "-",
  },
  successful: allBut("-", { "send-began": "x", rebuilt: "x" }),
  "paid-late": allBut("-", { "send-began": "x", rebuilt: "x" }),
  failed: unpaidEnd("failed"),
  expired: unpaidEnd("expired"),
  cancelled: unpaidEnd("cancelled"),
  "not-sent": unpaidEnd("not-sent"),
  // Found after all and still payable: its expiry is committed before it is asked for.
  "not-found": { ...unpaidEnd("not-found"), "expire-sent": "not-found" },
};

function allBut(usual: string, change: Partial<Record<EventName, string>>): Partial<Record<EventName, string>> {
  return { ...Object.fromEntries(Object.keys(events).map((name) => [name, usual])), ...change };
}

function unpaidEnd(name: string): Partial<Record<EventName, string>> {
  return allBut("-", {
    "send-began": "x",
    rebuilt: "x",
    "get: paid": "paid-late ! paid-late",
    "get: odd": `${name} ! unknown-status`,
    "get: other amount": `${name} ! ${MISMATCH}`,
    "get: live": `${name} ! ${MISMATCH}`,
    "get: paid flag absent": `${name} ! ${MISMATCH}`,
  });
}

describe.each(Object.keys(states) as AttemptState["name"][])("%s", (name) => {
  test("meets every event as the table says", () => {
    const found = Object.fromEntries(
      Object.entries(events).map(([event, each]) => [event, outcome(states[name], each)]),
    );
    const wanted = Object.fromEntries(
      Object.keys(events).map((event) => [event, tables[name][event as EventName] ?? "x"]),
    );
    expect(found).toEqual(wanted);
  });
});

test("only a charge that was fetched makes a payment", () => {
  for (const state of Object.values(states)) {
    for (const by of ["post", "list"] as const) {
      expect(outcome(state, seen(by, paid))).not.toMatch(/successful|paid-late/);
    }
  }
});

test("a cancel of a scanned code waits until the wallet had its fifteen seconds", () => {
  const stepped = step({ attempt: scanned, state: states.pending }, events.cancel, rules);
  expect(stepped?.state).toMatchObject({ name: "cancelling", notBeforeMs: NOW + 15_000 });
  expect(step({ attempt, state: states.pending }, events.cancel, rules)?.state).toMatchObject({ notBeforeMs: NOW + 5 });
});

test("a cancel pressed while sending is carried out once there is a charge", () => {
  const pressed = step({ attempt, state: states.sending }, events.cancel, rules);
  expect(pressed && outcome(pressed.state, events["post: pending"])).toBe("cancelling");
  expect(pressed && outcome(pressed.state, events["never-sent"])).toBe("not-sent");
});

test("what gave way is cancelled as soon as there is a charge, and its payment is an alarm", () => {
  const beside = step({ attempt, state: states.unknown }, events["gave-way"], rules);
  expect(beside?.state).toMatchObject({ name: "unknown", gaveWay: true, cancelWanted: true });
  const found = beside && step({ attempt, state: beside.state }, seen("list", {}), rules);
  expect(found?.state).toMatchObject({ name: "cancelling", gaveWay: true, by: "till" });
  expect(found && outcome(found.state, events["get: paid"])).toBe("successful ! paid-after-cancel");
  const shown = step({ attempt, state: states.pending }, events["gave-way"], rules);
  expect(shown?.state).toMatchObject({ name: "cancelling", gaveWay: true, by: "till" });
  expect(step({ attempt, state: states.cancelling }, events["gave-way"], rules)?.state).toMatchObject({
    gaveWay: true,
    by: "cashier",
  });
});

test("not found needs three certain looks, the last two minutes after the send", () => {
  const look = (afterMs: number, certain = true): AttemptEvent => ({
    kind: "not-in-listing",
    atMs: NOW + afterMs,
    certain,
  });
  const run = (...looks: readonly AttemptEvent[]) =>
    looks.reduce((state, event) => step({ attempt, state }, event, rules)?.state ?? state, states.unknown).name;
  expect(run(look(2_000), look(5_000), look(119_999))).toBe("unknown");
  expect(run(look(120_000), look(121_000))).toBe("unknown");
  expect(run(look(2_000), look(5_000), look(120_000))).toBe("not-found");
  expect(run(look(120_000, false), look(121_000, false), look(122_000, false), look(123_000, false))).toBe("unknown");
});

test("whatever happens, nothing leaves a payment and no end opens again", () => {
  const anyEvent = fc.constantFrom(...Object.values(events));
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 40 }), (story) => {
      let state: AttemptState = states.queued;
      for (const event of story) {
        const before = state;
        try {
          state = step({ attempt, state }, event, rules)?.state ?? state;
        } catch {
          continue;
        }
        if (isPaid(before)) expect(state).toEqual(before);
        if (isFinal(before)) expect(isFinal(state)).toBe(true);
      }
    }),
    { numRuns: 2_000 },
  );
});
