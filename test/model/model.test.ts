// The model on a small bound, and planted mistakes that it must find by the shortest way. `npm run prove:model` is the whole.
import { describe, expect, test } from "vitest";
import { explore } from "./explore.ts";
import {
  ACTING_BEFORE_SAVING,
  BLIND_RETRY,
  NEVER_GIVES_UP,
  PENDING_MEANS_PAID,
  TIME_OUT_MEANS_FAILED,
} from "./planted.ts";
import { NO_EXIT, type PromiseName } from "./promises.ts";
import { isProved } from "./proved.ts";
import type { Planted } from "./real-till.ts";
import type { Bound } from "./world.ts";

const ONE_ATTEMPT: Bound = { attempts: 1, crashes: true, doubledReads: false };

/** The least that there is to see of one attempt: a model that shrinks proves less. */
const LEAST = {
  alipayplus_mpm: { states: 1_100, transitions: 6_000 },
  wechat_pay_upm: { states: 1_100, transitions: 6_000 },
};

describe.each(["alipayplus_mpm", "wechat_pay_upm"] as const)("one attempt by %s", (flow) => {
  test("keeps every promise in every world", async () => {
    const explored = await explore({ flow, bound: ONE_ATTEMPT });
    expect(explored.broken).toBeNull();
    expect(isProved([explored])).toBe(true);
    expect(explored.states).toBeGreaterThanOrEqual(LEAST[flow].states);
    expect(explored.transitions).toBeGreaterThanOrEqual(LEAST[flow].transitions);
  });
});

test("an answer that comes twice changes nothing", async () => {
  const explored = await explore({ flow: "alipayplus_mpm", bound: { ...ONE_ATTEMPT, doubledReads: true } });
  expect({ proved: isProved([explored]), broken: explored.broken }).toEqual({ proved: true, broken: null });
  expect(explored.states).toBeGreaterThanOrEqual(2_000);
});

type Plant = {
  readonly planted: Planted;
  /** Only what the trace is wanted for; without it the first promise that breaks is told. */
  readonly promise: PromiseName;
  readonly trace: readonly string[];
};

const PLANTS: Readonly<Record<string, Plant>> = {
  "a blind retry after no answer sends twice": {
    planted: BLIND_RETRY,
    promise: "no second POST unless the first was proven unheard",
    trace: ["the cashier: charge 1", "the till hears of POST 1: unknown", "the till: send 1"],
  },
  "a blind retry after no answer charges twice": {
    planted: BLIND_RETRY,
    promise: "at most one charge of an attempt at the bank",
    trace: [
      "the cashier: charge 1",
      "the till hears of POST 1: unknown",
      "the till: send 1",
      "the bank makes the charge of POST 1",
      "late, the bank makes the charge of POST 1",
    ],
  },
  "time-out means failed, and the charge can still be paid": {
    planted: TIME_OUT_MEANS_FAILED,
    promise: "what is shown ended can no longer be paid",
    trace: ["the cashier: charge 1", "the till hears of POST 1: unknown"],
  },
  "time-out means failed, and the money is never seen": {
    planted: TIME_OUT_MEANS_FAILED,
    promise: "money behind an unpaid end is still looked for",
    trace: [
      "the cashier: charge 1",
      "the till hears of POST 1: unknown",
      "late, the bank makes the charge of POST 1",
      "the customer pays charge 1",
    ],
  },
  "acting before saving": {
    planted: ACTING_BEFORE_SAVING,
    promise: "no POST leaves before its sending is saved",
    trace: ["the cashier: charge 1"],
  },
  "acting before saving, and the power goes between": {
    planted: ACTING_BEFORE_SAVING,
    promise: "the ledger knows of every charge",
    trace: [
      "the cashier: charge 1, the till dies after its 1. act and starts again",
      "late, the bank makes the charge of POST 1",
    ],
  },
  "an unknown that is never given up": {
    planted: NEVER_GIVES_UP,
    promise: NO_EXIT,
    trace: ["the cashier: charge 1, the till dies after its 1. act and starts again"],
  },
  "a pending charge taken for money": {
    planted: PENDING_MEANS_PAID,
    promise: "shown paid only if it is",
    trace: [
      "the cashier: charge 1",
      "the bank makes the charge of POST 1",
      "the till hears of POST 1: charge",
      "the till: read 1, the bank shows pending",
      "the till hears its look at 1: pending",
    ],
  },
};

describe("a planted mistake is found by its shortest trace", () => {
  test.each(Object.entries(PLANTS))("%s", async (_name, { planted, promise, trace }) => {
    const place = { flow: "alipayplus_mpm", bound: ONE_ATTEMPT } as const;
    const { broken } = await explore({ ...place, planted, promises: [promise] });
    expect(broken).toEqual({ promise, trace });
    expect(isProved([await explore({ ...place, planted })])).toBe(false);
  });
});
