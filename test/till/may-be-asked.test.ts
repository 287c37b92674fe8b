// Which attempts have anything at the bank to ask for.
import { expect, test } from "vitest";
import { mayBeAsked } from "#till/attempt/state.ts";
import { states } from "./cases.ts";
import { but } from "./step-rows.ts";

test("what may have been heard, and is not known to be paid", () => {
  const all = { ...states, "refused with proof": but("failed", { chargeId: null }) };
  const named = Object.entries(all).filter(([, state]) => mayBeAsked({ state }));
  const heard = ["sending", "unknown", "pending", "cancelling", "failed", "expired", "cancelled", "not-found"];
  expect(named.map(([name]) => name)).toEqual(heard);
});
