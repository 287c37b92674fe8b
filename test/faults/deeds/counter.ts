// What the cashier does to sales, in season and out of it: a key pressed too late or for another sale is a deed too.
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import type { SaleView } from "#contract/views.ts";
import { METHOD_IDS, type MethodId } from "#contract/words.ts";
import { asked } from "./ask.ts";
import type { World } from "#test/faults/world.ts";

const PRESSES = ["sale/cancel", "sale/wait", "sale/ask-now", "sale/again", "sale/clear"] as const;
const AMOUNTS = [50_000, 10_000, 75_050] as const;

export type CounterDeed =
  /** A sale as it usually begins: on what stands there, or as a new one. `anew`: not the ended sale once more. */
  | {
      readonly by: "cashier";
      readonly sells: MethodId;
      readonly amount: number;
      readonly anew: boolean;
      readonly sameCode: boolean;
      /** The answer to "Same customer?". */
      readonly sameCustomer: boolean;
    }
  | { readonly by: "cashier"; readonly presses: (typeof PRESSES)[number] }
  | { readonly by: "cashier"; readonly opens: number }
  | { readonly by: "cashier"; readonly scans: "fresh" | "same" | "other" }
  | { readonly by: "cashier"; readonly sees: "alarm/seen" | "alarm/attach" };

const by = fc.constant("cashier" as const);

export const counterDeed: fc.Arbitrary<CounterDeed> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      by,
      sells: fc.constantFrom(...METHOD_IDS),
      amount: fc.nat({ max: AMOUNTS.length - 1 }),
      anew: fc.boolean(),
      sameCode: fc.boolean(),
      sameCustomer: fc.boolean(),
    }),
  },
  { weight: 5, arbitrary: fc.record({ by, presses: fc.constantFrom(...PRESSES) }) },
  { weight: 1, arbitrary: fc.record({ by, opens: fc.nat({ max: 4 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ by, scans: fc.constantFrom("fresh" as const, "same" as const, "other" as const) }),
  },
  { weight: 1, arbitrary: fc.record({ by, sees: fc.constantFrom("alarm/seen" as const, "alarm/attach" as const) }) },
);

export async function doAtCounter(world: World, deed: CounterDeed): Promise<void> {
  if ("sells" in deed) return await sell(world, deed);
  if ("scans" in deed) return await scan(world, deed.scans);
  const view = world.eyes.last();
  if ("sees" in deed) {
    const alarmId = view?.alarms[0]?.id;
    if (alarmId !== undefined) await asked(world, deed.sees, { alarmId });
  } else if ("opens" in deed) {
    const saleId = view?.recent[deed.opens]?.saleId;
    if (saleId !== undefined) await asked(world, "sale/open", { saleId });
  } else {
    const saleId = view?.counter?.saleId ?? view?.recent[0]?.saleId;
    if (saleId !== undefined) await asked(world, deed.presses, { saleId });
  }
}

async function sell(world: World, deed: Extract<CounterDeed, { sells: MethodId }>): Promise<void> {
  const saleId = await readySale(world, deed);
  if (saleId === null) return;
  if (deed.sells === "wechat_pay_upm") return await scan(world, deed.sameCode ? "same" : "fresh");
  await asked(world, "sale/charge", { saleId, attemptId: randomUUID(), method: deed.sells });
}

type Wanted = { readonly amount: number; readonly anew: boolean; readonly sameCustomer: boolean };

/** @returns null: the counter is not free */
async function readySale(world: World, { amount, anew, sameCustomer }: Wanted): Promise<string | null> {
  const on = world.eyes.last()?.counter ?? null;
  if (on && on.state === "draft") return on.saleId;
  if (on && hasEndedUnpaid(on) && !anew) {
    await asked(world, "sale/again", { saleId: on.saleId });
    return on.saleId;
  }
  // Living, and a new customer comes: the cashier puts it aside.
  if (on && anew && on.endedAtMs === null) await asked(world, "sale/clear", { saleId: on.saleId });
  const saleId = randomUUID();
  const amountMinor = AMOUNTS[amount] ?? AMOUNTS[0];
  const order = { saleId, amountMinor, reference: null, confirmed: true, otherCustomer: false };
  const begun = (await asked(world, "sale/begin", order))?.output;
  if (begun?.step !== "same-customer") return begun ? saleId : null;
  if (sameCustomer) {
    await asked(world, "sale/open", { saleId: begun.saleId });
    await asked(world, "sale/again", { saleId: begun.saleId });
    return begun.saleId;
  }
  return (await asked(world, "sale/begin", { ...order, otherCustomer: true })) ? saleId : null;
}

function hasEndedUnpaid({ endedAtMs, state }: SaleView): boolean {
  return endedAtMs !== null && state !== "successful" && state !== "paid-late";
}

async function scan(world: World, code: "fresh" | "same" | "other"): Promise<void> {
  if (code === "fresh" || world.codes.length === 0)
    world.codes.push(`13${String(world.codes.length + 1).padStart(16, "0")}`);
  const text = code === "other" ? "2812345678901234" : (world.codes.at(-1) ?? "");
  await asked(world, "scan/typed", { text });
}
