// A manager's approval over many courses of events, beside the plainest model of what may be used.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Money } from "#contract/money.ts";
import { APPROVAL_ACTIONS } from "#contract/people.ts";
import type { Approval, Approvals, ApprovalTerms } from "#till/approvals.ts";
import type { Staff } from "#till/people.ts";
import { approvalsOf, CASHIER_PIN, cashier, MINUTE, MANAGER_PIN, manager, NOON, terms, use } from "./people-stage.ts";

/** As the real list is when asked: a right PIN, a wrong one, and who it is. It has no lock, so that courses go on. */
function staffInMemory(): Pick<Staff, "check" | "list"> {
  const pins = new Map([
    [7, MANAGER_PIN],
    [12, CASHIER_PIN],
  ]);
  return {
    list: () => [manager, cashier],
    check: async (number, pin) => {
      const member = [manager, cashier].find((each) => each.number === number);
      return member && pins.get(number) === pin ? { kind: "right", member } : { kind: "wrong", triesLeft: 4 };
    },
  };
}

const money: fc.Arbitrary<Money | null> = fc.option(
  fc.record({ amountMinor: fc.constantFrom(1, 2), currency: fc.constantFrom("THB" as const, "SGD" as const) }),
);
const anyTerms: fc.Arbitrary<ApprovalTerms> = fc.record({
  action: fc.constantFrom(...APPROVAL_ACTIONS),
  subject: fc.constantFrom("one", "two"),
  money,
  seen: fc.option(fc.record({ refundedBeforeMinor: fc.constantFrom(0, 1), acceptElsewhere: fc.boolean() })),
});
const anyId = fc.constantFrom("a", "b");
const course = fc.array(
  fc.oneof(
    fc.record({
      act: fc.constant("give" as const),
      id: anyId,
      terms: anyTerms,
      by: fc.constantFrom(
        [7, MANAGER_PIN] as const,
        [7, MANAGER_PIN] as const,
        [7, CASHIER_PIN] as const,
        [12, CASHIER_PIN] as const,
      ),
    }),
    // As it was given last, and now and then as it was not.
    fc.record({ act: fc.constant("use" as const), id: anyId, terms: fc.option(anyTerms, { freq: 1 }) }),
    fc.record({ act: fc.constant("wait" as const), ms: fc.constantFrom(1, 30_000, 59_999, 60_000) }),
  ),
  { minLength: 1, maxLength: 40 },
);

type Move = typeof course extends fc.Arbitrary<(infer Each)[]> ? Each : never;

type World = {
  readonly clock: { ms: number };
  readonly approvals: Approvals;
  /** What was given and not tried since, also when it is too old by now. */
  readonly given: Map<string, ApprovalTerms & { readonly atMs: number }>;
  readonly tried: Set<string>;
  readonly tally: { permitted: number; denied: number };
};

const lives = ({ clock }: World, each: { readonly atMs: number } | undefined): boolean =>
  each !== undefined && clock.ms - each.atMs < MINUTE;

async function give(world: World, move: Extract<Move, { act: "give" }>): Promise<void> {
  const [approver, pin] = move.by;
  const wasThere = lives(world, world.given.get(move.id));
  const request = { ...move.terms, approvalId: move.id, approver, pin };
  const verdict = await world.approvals.give(request).then(
    ({ kind }) => kind,
    () => "refused",
  );
  if (verdict !== "given" || wasThere) return;
  expect([world.tried.has(move.id), approver, pin]).toEqual([false, 7, MANAGER_PIN]);
  world.given.set(move.id, { ...move.terms, atMs: world.clock.ms });
}

function consume(world: World, move: Extract<Move, { act: "use" }>): void {
  const given = world.given.get(move.id);
  const wanted: ApprovalTerms = move.terms ?? given ?? terms;
  const mayBe = given !== undefined && lives(world, given) && isSame(wanted, given);
  const used: Approval | string = use(world.approvals, move.id, wanted);
  expect(typeof used === "object").toBe(mayBe);
  if (typeof used === "object") {
    expect(world.tried.has(move.id)).toBe(false);
    const { action, subject, money: amount } = wanted;
    const numbers = { approver: 7, asker: 12 };
    expect(used).toEqual({ approvalId: move.id, action, subject, money: amount, ...numbers, atMs: given?.atMs });
  }
  world.tally[typeof used === "object" ? "permitted" : "denied"] += 1;
  if (lives(world, given)) world.tried.add(move.id);
  world.given.delete(move.id);
}

function isSame(one: ApprovalTerms, other: ApprovalTerms): boolean {
  const text = (each: ApprovalTerms): string =>
    JSON.stringify([each.action, each.subject, each.money?.amountMinor, each.money?.currency, each.seen]);
  return text(one) === text(other);
}

test("in any course of events nothing is permitted twice, later, by another, or in any differing point", async () => {
  const tally = { permitted: 0, denied: 0 };
  await fc.assert(
    fc.asyncProperty(course, async (moves) => {
      const clock = { ms: NOON };
      const approvals = approvalsOf({ clock, staff: staffInMemory(), asker: cashier.number });
      const world: World = { clock, approvals, given: new Map(), tried: new Set(), tally };
      for (const move of moves) {
        if (move.act === "give") await give(world, move);
        else if (move.act === "use") consume(world, move);
        else clock.ms += move.ms;
      }
    }),
    { numRuns: 3_000 },
  );
  // A property that never came to the point would hold too.
  expect(tally.permitted).toBeGreaterThan(100);
  expect(tally.denied).toBeGreaterThan(100);
});
