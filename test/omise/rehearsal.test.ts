// Marking a charge in test mode, and that it cannot be had with a live key.
import { expect, onTestFinished, test } from "vitest";
import { createOmiseRehearsal } from "#omise/rehearsal.ts";
import { openBank, openClient, order, SECRET_KEY } from "./open-client.ts";

test("marks a charge as paid or failed, once", async () => {
  const { origin, bank } = await openBank();
  const { client } = openClient(origin);
  const rehearsal = createOmiseRehearsal({ origin, secretKey: SECRET_KEY });
  onTestFinished(() => rehearsal.close());
  for (const [end, status] of [
    ["paid", "successful"],
    ["failed", "failed"],
  ] as const) {
    const outcome = await client.charge(order());
    const chargeId = outcome.kind === "answered" ? outcome.charge.chargeId : "";
    expect(await rehearsal.markAs(chargeId, end)).toBe("done");
    expect(await client.read(chargeId)).toMatchObject({ kind: "charge", charge: { status } });
    expect(await rehearsal.markAs(chargeId, end)).not.toBe("done");
  }
  expect(await rehearsal.markAs("chrg_test_none", "paid")).toBe("refused");
  bank.faults.add({ kind: "drop-answer", method: "POST", path: "/charges/:id/mark_as_paid" });
  expect(await rehearsal.markAs("chrg_test_none", "paid")).toBe("unknown");
});

test("does not open with a live key", () => {
  expect(() => createOmiseRehearsal({ origin: "https://api.omise.co", secretKey: "skey_5zz0" })).toThrow(/test mode/);
  expect(() => createOmiseRehearsal({ origin: "https://api.omise.co", secretKey: "skey_live_test_1" })).toThrow(
    /test mode/,
  );
});
