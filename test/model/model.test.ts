// The model on small bounds, and planted mistakes that it must find by the shortest way. `npm run prove:model` is the whole.
import { describe, expect, test } from "vitest";
import { explore } from "./explore.ts";
import { PLANTS, REFUND } from "./plants.ts";
import { isProved } from "./proved.ts";
import { boundOf, HALF_MINOR, WHOLE_MINOR, type Bound, type Flow } from "./world.ts";

const ATTEMPT = boundOf({});
/** Some seconds each; more where the processor is shared with many. */
const PATIENT_MS = 120_000;

const EVERYTHING = boundOf({ doubledReads: true, fullDisk: true, strange: true });
const EVERY_WAY = [
  { kind: "refund", amountMinor: WHOLE_MINOR },
  { kind: "refund", amountMinor: HALF_MINOR },
  { kind: "void", amountMinor: WHOLE_MINOR },
] as const;
const FOGGY_REFUND = { ...REFUND, amounts: EVERY_WAY, strange: true, fullDisk: true, foggyRefunds: true };

/** The least that there is to see: a model that shrinks proves less. */
const SMALL: Readonly<
  Record<string, { readonly flow: Flow; readonly bound: Bound; readonly least: number; readonly refunds?: boolean }>
> = {
  "one attempt by QR, doubled and strange answers, a full disk": {
    flow: "alipayplus_mpm",
    bound: EVERYTHING,
    least: 4_500,
  },
  "one attempt by a scanned code, doubled and strange answers, a full disk": {
    flow: "wechat_pay_upm",
    bound: EVERYTHING,
    least: 3_500,
  },
  "one refund, strange answers, a full disk, a bank in the fog": {
    flow: "alipayplus_mpm",
    bound: FOGGY_REFUND,
    least: 2_000,
    refunds: true,
  },
};

describe("every promise is kept in every world", () => {
  test.each(Object.entries(SMALL))(
    "%s",
    { timeout: PATIENT_MS },
    async (_name, { flow, bound, least, refunds = false }) => {
      const explored = await explore({ flow, bound });
      expect(explored.broken).toBeNull();
      expect(isProved(explored, { attempts: !refunds, refunds })).toBe(true);
      expect(explored.states).toBeGreaterThanOrEqual(least);
      expect(explored.transitions).toBeGreaterThanOrEqual(least * 5);
    },
  );
});

describe("a planted mistake is found by its shortest trace", () => {
  test.each(Object.entries(PLANTS))(
    "%s",
    { timeout: PATIENT_MS },
    async (_name, { planted, bound = ATTEMPT, promise, trace }) => {
      const place = { flow: "alipayplus_mpm", bound, planted } as const;
      const { broken } = await explore({ ...place, promises: [promise] });
      expect(broken).toEqual({ promise, trace });
      // With every promise asked for, something is broken too.
      expect((await explore(place)).broken).not.toBeNull();
    },
  );
});
