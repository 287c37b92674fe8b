// The deeds of a run: a day as it comes, or one in which somebody has paid and wants money back.
import fc from "fast-check";
import { deedArbitrary, type Deed } from "./deeds/all.ts";
import { refundTrouble } from "./deeds/bank.ts";
import { giving } from "./deeds/manager.ts";
import { strike } from "./deeds/network.ts";

const anyDay: fc.Arbitrary<readonly Deed[]> = fc.array(deedArbitrary, { minLength: 3, maxLength: 32, size: "max" });

/** A sale that is paid before anything goes wrong. */
const PAID: readonly Deed[] = [
  { by: "cashier", sells: "alipayplus_mpm", amount: 0, anew: true, sameCode: false, sameCustomer: false },
  { by: "time", passesMs: 4_000 },
  { by: "customer", does: "pay", which: 0 },
  { by: "time", passesMs: 9_000 },
];

const trouble: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 2, arbitrary: strike(fc.constant("refund")) },
  { weight: 1, arbitrary: strike(fc.constant("other")) },
  { weight: 2, arbitrary: refundTrouble },
);

const moneyBack: fc.Arbitrary<readonly Deed[]> = fc
  .tuple(fc.array(trouble, { maxLength: 3 }), giving, fc.array(deedArbitrary, { maxLength: 12, size: "max" }), giving)
  .map(([troubles, gives, deeds, givesAgain]) => [...PAID, ...troubles, gives, ...deeds, givesAgain]);

export const DAYS = {
  any: fc.oneof({ weight: 7, arbitrary: anyDay }, { weight: 1, arbitrary: moneyBack }),
  "money back": moneyBack,
} as const satisfies Readonly<Record<string, fc.Arbitrary<readonly Deed[]>>>;
export type DayName = keyof typeof DAYS;
