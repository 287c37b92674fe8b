// The worlds that `npm run prove:model` goes through whole, each within its own bound, and the least that there is to see in each:
// a model that shrinks proves less. Losses, delays, time-outs and power cuts have no number in any of them.
import type { Meets } from "./proved.ts";
import { boundOf, HALF_MINOR, WHOLE_MINOR, type Bound, type Flow } from "./world.ts";

export type ProvedWorld = {
  readonly words: string;
  readonly flow: Flow;
  readonly bound: Bound;
  readonly meets: Meets;
  readonly leastStates: number;
};

const OF_AN_ATTEMPT: Meets = { attempts: true, refunds: false };
const OF_A_REFUND: Meets = { attempts: false, refunds: true };
const ALL: Meets = { attempts: true, refunds: true };

const EVERYTHING = { doubledReads: true, fullDisk: true, strange: true } as const;
const WHOLE = [{ kind: "refund", amountMinor: WHOLE_MINOR }] as const;
const HALVES = [{ kind: "refund", amountMinor: HALF_MINOR }] as const;
const EVERY_WAY = [...WHOLE, ...HALVES, { kind: "void", amountMinor: WHOLE_MINOR }] as const;

export const WORLDS: readonly ProvedWorld[] = [
  {
    words: "a QR, one attempt, doubled and strange answers, a full disk",
    flow: "alipayplus_mpm",
    bound: boundOf(EVERYTHING),
    meets: OF_AN_ATTEMPT,
    leastStates: 4_800,
  },
  {
    words: "a scanned code, one attempt, doubled and strange answers, a full disk",
    flow: "wechat_pay_upm",
    bound: boundOf(EVERYTHING),
    meets: OF_AN_ATTEMPT,
    leastStates: 3_700,
  },
  {
    words: "a scanned code, two attempts",
    flow: "wechat_pay_upm",
    bound: boundOf({ attempts: 2 }),
    meets: OF_AN_ATTEMPT,
    leastStates: 187_000,
  },
  {
    words: "money taken, two refunds, a bank that leaves all care to the till",
    flow: "alipayplus_mpm",
    bound: boundOf({
      begins: "successful",
      refunds: 2,
      approvals: 2,
      amounts: EVERY_WAY,
      strange: true,
      fullDisk: true,
    }),
    meets: OF_A_REFUND,
    leastStates: 189_000,
  },
  {
    words: "late money, two refunds in the fog, one made elsewhere",
    flow: "alipayplus_mpm",
    bound: boundOf({ begins: "paid-late", refunds: 2, approvals: 2, amounts: HALVES, foggyRefunds: true }),
    meets: OF_A_REFUND,
    leastStates: 191_000,
  },
  {
    words: "a QR, two attempts, the second beside the first where it was not seen or a manager says so",
    flow: "alipayplus_mpm",
    bound: boundOf({ attempts: 2, overrides: true }),
    meets: OF_AN_ATTEMPT,
    leastStates: 1_000_000,
  },
  {
    words: "a scanned code, two attempts, one refund of either",
    flow: "wechat_pay_upm",
    bound: boundOf({ attempts: 2, refunds: 1, approvals: 1, amounts: WHOLE }),
    meets: ALL,
    leastStates: 1_400_000,
  },
];
