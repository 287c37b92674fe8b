// The crash proof in small: four planted bugs are caught first, then four flows are killed at nine of their points, then 36 files
// are torn.
// The whole of it is `npm run prove:crash`.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Books } from "#simulator/simulator.ts";
import { changedPast, EMPTY, type AttemptLine, type LedgerBooks, type RefundLine } from "./books.ts";
import { prove } from "./case.ts";
import { disagreements } from "./disagreements.ts";
import { liesIn, untrueAtLast } from "./eyes.ts";
import type { FlowName } from "./flows.ts";
import { DAMAGES, isKept, takeSamples, tear, type Samples } from "./torn.ts";
import type { Plant } from "./words.ts";

const HEARD = "POST /charges [none]: answered";
const SENDING = "created -> queued + send-began -> sending #1: after";
const REFUND_HEARD = "send back: POST /charges/:id/refunds [successful]: answered";

// The look-up may be faster than the death: then the step that was forgotten is the one that is missed.
test.each<[Plant, FlowName, string, RegExp]>([
  ["acts before it saves", "alipay paid", HEARD, /has no attempt in the ledger/],
  [
    "forgets that it was sending",
    "alipay paid",
    HEARD,
    /is not-sent, but the bank has a charge|saved and lost: .*sending/,
  ],
  ["sends again what may not have been sent", "alipay paid", SENDING, /sent by a till that nobody had asked/],
  ["refunds again what is not known", "paid, a part sent back", REFUND_HEARD, /refund .* was sent 2 times/],
])("a till that %s is caught", async (plant, flow, killAt, words) => {
  const verdict = await prove({ flow, killAt, plant, patienceMs: 6_000 });
  expect(verdict.killed).toBe(true);
  expect(verdict.wrong).toContainEqual(expect.stringMatching(words));
});

const ATTEMPT: AttemptLine = {
  attemptId: "a",
  saleId: "s",
  state: "successful",
  phase: "paid",
  chargeId: "c1",
  amountMinor: 5,
};
const REFUND: RefundLine = {
  refundId: "r",
  attemptId: "a",
  chargeId: "c1",
  kind: "refund",
  state: "closed",
  amountMinor: 5,
};
const CHARGE = { id: "c1", status: "successful", amount: 5, metadata: { cf_attempt: "a", cf_sale: "s" } };
const GONE = { id: "x1", chargeId: "c1", amount: 5, voided: true, metadata: { cf_refund: "r" } };

function told(ledger: Partial<LedgerBooks>, charges: readonly object[], refunds: readonly object[] = []) {
  return disagreements({ ...EMPTY, attempts: [ATTEMPT], ...ledger }, { charges, refunds } as unknown as Books);
}

test("two charges of one attempt, one without an attempt, another amount and an end that is none are told", () => {
  expect(told({}, [CHARGE])).toEqual([]);
  expect(told({}, [CHARGE, { ...CHARGE, id: "c2" }])).toEqual(["attempt a was charged 2 times"]);
  expect(told({}, [CHARGE, { ...CHARGE, id: "c2", metadata: { cf_attempt: "b" } }])).toHaveLength(1);
  expect(told({}, [{ ...CHARGE, amount: 6 }])).toHaveLength(1);
  expect(told({}, [{ ...CHARGE, status: "pending" }])).toHaveLength(1);
  expect(told({}, [])).toHaveLength(1);
  expect(told({ queue: ["a"] }, [CHARGE])).toHaveLength(1);
  expect(told({ integrity: "broken" }, [CHARGE])).toHaveLength(1);
});

test("two refunds under one id, one that is not made, one that is and should not be, and another amount are told", () => {
  const refunds = [REFUND];
  expect(told({ refunds }, [CHARGE], [GONE])).toEqual([]);
  expect(told({ refunds }, [CHARGE], [GONE, { ...GONE, id: "x2" }])).toEqual(["refund r was made 2 times"]);
  expect(told({ refunds }, [CHARGE], [])).toHaveLength(1);
  expect(told({ refunds: [{ ...REFUND, state: "not-found" }] }, [CHARGE], [GONE])).toHaveLength(1);
  expect(told({ refunds: [{ ...REFUND, state: "unknown" }] }, [CHARGE], [GONE])).toHaveLength(1);
  expect(told({ refunds }, [CHARGE], [{ ...GONE, amount: 4 }])).toHaveLength(1);
  expect(told({}, [CHARGE], [GONE])).toHaveLength(1);
});

test("money without its alarm, and an alarm without its money, are told", () => {
  const attempts = [ATTEMPT, { ...ATTEMPT, attemptId: "b", chargeId: "c2" }];
  const charges = [CHARGE, { ...CHARGE, id: "c2", metadata: { cf_attempt: "b", cf_sale: "s" } }];
  const alarm = { alarmId: "b:paid-twice", attemptId: "b", kind: "paid-twice", settled: null };
  expect(told({ attempts }, charges)).toEqual(["a sale was paid twice without an alarm"]);
  expect(told({ attempts, alarms: [alarm] }, charges)).toEqual([]);
  expect(told({ attempts: [{ ...ATTEMPT, state: "paid-late" }] }, [CHARGE])).toHaveLength(1);
  const late = { alarmId: "a:paid-late", attemptId: "a", kind: "paid-late", settled: null };
  expect(told({ refunds: [REFUND], alarms: [late] }, [CHARGE], [GONE])).toHaveLength(1);
});

test("what a screen shows and is not so is told", () => {
  const seen = { counter: null, refunds: [], recent: [], noSale: null };
  const books = (charges: readonly object[], refunds: readonly object[] = []) =>
    ({ charges, refunds }) as unknown as Books;
  const pending = books([{ ...CHARGE, status: "pending" }]);
  for (const [state, face, isLie] of [
    ["successful", "paid", true],
    ["pending", "paid", true],
    ["cancelled", "cancelled", true],
    ["cancelling", "cancelling", false],
  ] as const) {
    expect(liesIn({ ...seen, counter: { attemptId: "a", state, face } }, pending)).toHaveLength(isLie ? 1 : 0);
  }
  expect(liesIn({ ...seen, refunds: [{ refundId: "r", state: "closed" }] }, books([CHARGE]))).toHaveLength(1);
  expect(liesIn({ ...seen, refunds: [{ refundId: "r", state: "failed" }] }, books([CHARGE], [GONE]))).toHaveLength(1);
  expect(liesIn({ ...seen, recent: [{ saleId: "s", state: "successful" }] }, pending)).toHaveLength(1);
  expect(untrueAtLast({ ...seen, recent: [{ saleId: "s", state: "failed" }] }, books([CHARGE]))).toHaveLength(1);
  expect(untrueAtLast({ ...seen, noSale: "ledger-closed" }, books([]))).toHaveLength(1);
});

const SAMPLE: readonly (readonly [FlowName, readonly string[]])[] = [
  ["alipay paid", [SENDING, "POST /charges [none]: heard late", HEARD, "charge-seen -> pending #1: after"]],
  ["alipay cancelled", ["cancel: POST /charges/:id/expire [pending]: answered"]],
  [
    "paid, a part sent back",
    [
      "send back: approval of refund + asked -> asked #1: after",
      "send back: POST /charges/:id/refunds [successful]: heard late",
      REFUND_HEARD,
    ],
  ],
  ["overridden by a manager, both paid", ["the next one: approval of override + gave-way -> unknown #1: after"]],
];

test.each(SAMPLE)("%s: killed at a sample of its points, nothing is lost, doubled or untrue", async (flow, points) => {
  const verdicts = await Promise.all(
    points.map(async (killAt) => {
      const { killed, wrong } = await prove({ flow, killAt });
      return { killAt, killed, wrong };
    }),
  );
  expect(verdicts).toEqual(points.map((killAt) => ({ killAt, killed: true, wrong: [] })));
});

let samples: Samples;
beforeAll(async () => {
  samples = await takeSamples();
});
afterAll(() => samples.remove());

test("the past that torn files are compared with tells a change", () => {
  const { past } = samples.killed;
  expect(past.length).toBeGreaterThan(10);
  expect(changedPast(past, past)).toBeNull();
  expect(changedPast(past, past.slice(1))).not.toBeNull();
  expect(changedPast([...past].reverse(), past)).not.toBeNull();
});

test.each(DAMAGES)("%s: all that was committed is there, or the damage is noticed", (damage) => {
  const found = Array.from({ length: 6 }, (_none, at) => tear(samples, damage, (at + 0.37) / 6));
  expect(found.filter(({ outcome }) => !isKept(outcome))).toEqual([]);
});
