// What must be true of money that goes back, in every world.
import { oursMinor } from "#till/refund/gone.ts";
import { isRefundFinal, isRefundOpen, isRefundTaken } from "#till/refund/state.ts";
import { attemptOfRefund, refundsOf } from "./enact.ts";
import { goneAt } from "./refund-names.ts";
import type { RealCode } from "./questions.ts";
import { WHOLE_MINOR, type ModelRefund, type World } from "./world.ts";

const sum = (refunds: readonly ModelRefund[], of: (refund: ModelRefund) => number): number =>
  refunds.reduce((total, each) => total + of(each), 0);
const madeMinor = (refunds: readonly ModelRefund[]): number =>
  sum(refunds, ({ made, refund }) => made.length * refund.money.amountMinor);

const OF_A_REFUND = {
  "no refund leaves before its sending is saved": ({ postedUnsaved }) => !postedUnsaved,
  "no second POST of a refund unless the first was proven unheard": ({ posts }) => posts <= 1,
  "shown as gone back only if it is": ({ state, made }) =>
    !isRefundTaken(state) || (state.name === "closed" ? made[0] === "closed" : made.length > 0),
  "a refund that is shown failed is not at the bank and can no longer get there": ({ state, ...at }) =>
    state.name !== "failed" || (at.made.length === 0 && at.strayPosts === 0 && at.posting !== "going"),
} satisfies Readonly<Record<string, (refund: ModelRefund) => boolean>>;

const OF_AN_APPROVAL = {
  "an approval permits one refund": (refunds) => refunds.length <= 1,
  "an approval is carried out once at most": (refunds) => sum(refunds, ({ made }) => made.length) <= 1,
  "never more goes back than was approved": (refunds, approvedMinor) => madeMinor(refunds) <= approvedMinor,
} satisfies Readonly<Record<string, (refunds: readonly ModelRefund[], approvedMinor: number) => boolean>>;

const OF_A_CHARGE = {
  "never more goes back at the bank than was paid": (world, attempt) => goneAt(world, attempt) <= WHOLE_MINOR,
  "one open refund of a charge": (world, attempt) =>
    refundsOf(world, attempt).filter(({ state }) => isRefundOpen(state)).length <= 1,
  "no more is shown as gone back than went": (world, attempt) => {
    const records = refundsOf(world, attempt).map(({ refund, state }) => ({ refund, state, step: 1 }));
    return oursMinor(records) <= madeMinor(refundsOf(world, attempt));
  },
  "money goes back of a payment only": (world, attempt) =>
    refundsOf(world, attempt).length === 0 || world.attempts[attempt]?.charges[0] === "successful",
  "a refund whose fate is open is still asked for": (world, attempt, real) =>
    refundsOf(world, attempt).every(
      (refund) =>
        refund.made.length === 0 ||
        refund.state.name === "closed" ||
        refund.looking !== null ||
        refund.posting !== null ||
        real.refundPlans(refund, { looking: false, posting: false }).length > 0,
    ),
} satisfies Readonly<Record<string, (world: World, attempt: number, real: RealCode) => boolean>>;

type Holds = (world: World, real: RealCode) => boolean;
type Name = keyof typeof OF_A_REFUND | keyof typeof OF_AN_APPROVAL | keyof typeof OF_A_CHARGE;

const named: [string, Holds][] = [
  ...Object.entries<(refund: ModelRefund) => boolean>(OF_A_REFUND).map(([name, holds]): [string, Holds] => [
    name,
    ({ refunds }) => refunds.every((each) => holds(each)),
  ]),
  ...Object.entries<(refunds: readonly ModelRefund[], approvedMinor: number) => boolean>(OF_AN_APPROVAL).map(
    ([name, holds]): [string, Holds] => [
      name,
      ({ refunds, approvals }) =>
        approvals.every(({ amountMinor }, index) =>
          holds(
            refunds.filter(({ refund }) => refund.approvalId === `approval ${index}`),
            amountMinor,
          ),
        ),
    ],
  ),
  ...Object.entries<(world: World, attempt: number, real: RealCode) => boolean>(OF_A_CHARGE).map(
    ([name, holds]): [string, Holds] => [
      name,
      (world, real) => [...new Set(world.refunds.map(attemptOfRefund))].every((attempt) => holds(world, attempt, real)),
    ],
  ),
];

export const REFUND_PROMISES = Object.fromEntries(named) as Readonly<Record<Name, Holds>>;

export function isRefundWorldOver({ refunds }: World): boolean {
  return refunds.every(({ state }) => isRefundFinal(state));
}
