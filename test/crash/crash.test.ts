// The crash proof in small: planted bugs are caught first, then two flows at a sample of their points, then torn files.
// The whole of it is `npm run prove:crash`.
import { expect, test } from "vitest";
import type { Books } from "#simulator/simulator.ts";
import { changedPast, disagreements } from "./books.ts";
import { prove } from "./case.ts";
import type { FlowName } from "./flows.ts";
import { DAMAGES, isKept, takeSamples, tear } from "./torn.ts";
import type { Plant } from "./words.ts";

const HEARD = "POST /charges [none]: answered";

// The look-up may be faster than the death: then the step that was forgotten is the one that is missed.
test.each<[Plant, RegExp]>([
  ["acts before it saves", /has no attempt in the ledger/],
  ["forgets that it was sending", /is not-sent, but the bank has a charge|saved and lost: .*sending/],
])("a till that %s is caught", async (plant, words) => {
  const verdict = await prove({ flow: "alipay paid", killAt: HEARD, plant, patienceMs: 4_000 });
  expect(verdict).toMatchObject({ killed: true, wrong: [expect.stringMatching(words)] });
});

test("two charges of one attempt, a charge without one and a payment of another amount are told", () => {
  const attempt = { attempt_id: "a", state: "successful", phase: "paid", charge_id: "c1", amount_minor: 5 } as const;
  const ledger = { attempts: [attempt], events: [], beside: [], integrity: "ok" };
  const charge = { id: "c1", status: "successful", amount: 5, metadata: { cf_attempt: "a" } };
  const told = (...charges: readonly object[]) => disagreements(ledger, { charges, refunds: [] } as unknown as Books);
  expect(told(charge)).toEqual([]);
  expect(told(charge, { ...charge, id: "c2" })).toEqual(["attempt a was charged 2 times"]);
  expect(told(charge, { ...charge, id: "c2", metadata: { cf_attempt: "b" } })).toHaveLength(1);
  expect(told({ ...charge, amount: 6 })).toHaveLength(1);
  expect(told({ ...charge, status: "pending" })).toHaveLength(1);
});

const SAMPLE: readonly (readonly [FlowName, readonly string[]])[] = [
  [
    "alipay paid",
    [
      "created -> queued + send-began -> sending #1: after",
      "POST /charges [none]: heard late",
      HEARD,
      "charge-seen -> pending #1: after",
    ],
  ],
  ["alipay cancelled", ["POST /charges/:id/expire [pending]: before", "POST /charges/:id/expire [pending]: answered"]],
];

test.each(SAMPLE)("%s: killed at a sample of its points, nothing is lost, doubled or untrue", async (flow, points) => {
  const verdicts = [];
  for (const killAt of points) {
    const { killed, wrong } = await prove({ flow, killAt });
    verdicts.push({ killAt, killed, wrong });
  }
  expect(verdicts).toEqual(points.map((killAt) => ({ killAt, killed: true, wrong: [] })));
});

test("a torn ledger is opened with a beginning of its past, or refused", async () => {
  const samples = await takeSamples();
  expect(samples.past.length).toBeGreaterThan(5);
  expect(changedPast([...samples.past].reverse(), samples.past)).not.toBeNull();
  for (const damage of DAMAGES) {
    for (let at = 0; at < 20; at += 1) {
      const { outcome, why } = tear(samples, damage, (at + 0.37) / 20);
      expect(isKept(damage, outcome), `${damage} at sample ${at}: ${outcome}, ${why}`).toBe(true);
    }
  }
});
