// One run: deeds in a world of their own, then the day and night to settle, then the judgement.
import fc from "fast-check";
import { judge } from "./books.ts";
import { perform, type Deed } from "./deeds/all.ts";
import type { Plant } from "./life.ts";
import type { Tally } from "./notes.ts";
import { settle } from "./settle.ts";
import { DAYS, type DayName } from "./stories.ts";
import { openWorld, type Weather } from "./world.ts";

export type Plan = { readonly weather: Weather; readonly deeds: readonly Deed[] };

const DAY_MS = 86_400_000;

const weather: fc.Arbitrary<Weather> = fc.record({
  skewMs: fc.oneof(
    { weight: 2, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.constantFrom(-90_000, 90_000, -DAY_MS, DAY_MS) },
  ),
  timeOutAs: fc.constantFrom("expired" as const, "failed" as const),
  trueMoneyMayExpire: fc.boolean(),
  watchedClosely: fc.integer({ min: 0, max: 3 }).map((chance) => chance === 0),
  refundDelayMs: fc.constantFrom(0, 60_000, 10_800_000),
});

function planOf(day: DayName): fc.Arbitrary<Plan> {
  return fc.record({ weather, deeds: DAYS[day] });
}

export type Outcome = { readonly wrong: readonly string[]; readonly tally: Tally };

async function run(plan: Plan, plant: Plant = {}): Promise<Outcome> {
  const world = await openWorld(plan.weather, plant);
  try {
    for (const deed of plan.deeds) await perform(world, deed);
    await settle(world);
    await judge(world);
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    world.notes.tell("defect", cause.stack ?? cause.message);
  } finally {
    await world.close();
  }
  return { wrong: world.notes.wrong, tally: world.notes.tally };
}

type PropertyParts = {
  readonly plant?: Plant;
  readonly day?: DayName;
  /** True when a failure has been shrunk for long enough: whatever comes then holds. */
  readonly isTired?: () => boolean;
};

/** Fails with what was wrong. @param heard is told of every run, also of those that shrink a failure */
export function property(heard: (outcome: Outcome) => void, { plant = {}, day = "any", isTired }: PropertyParts = {}) {
  return fc.asyncProperty(planOf(day), async (plan) => {
    if (isTired?.() === true) return;
    const outcome = await run(plan, plant);
    heard(outcome);
    if (outcome.wrong.length > 0) throw new Error(outcome.wrong.join("\n"));
  });
}
