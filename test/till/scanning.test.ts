// A scan where the ledger takes nothing: whatever was doubted before it is forgotten all the same.
import { expect, test } from "vitest";
import { createPlace } from "#till/place.ts";
import type { Ledger } from "#till/ports.ts";
import { createScanning } from "#till/scanning.ts";
import { TIMINGS } from "#till/timings.ts";
import { createHandClock } from "./hand-clock.ts";

const SALE = "0c2f7a1e-0000-4000-8000-000000000002";

test("a code that could not be written down leaves no older one behind that could be used instead", () => {
  const clock = createHandClock(1_000_000);
  const sale = { saleId: SALE, money: { amountMinor: 5_000, currency: "THB" } };
  const ledger = { sale: () => sale, attempt: () => null, attemptsOfSale: () => [] } as unknown as Ledger;
  const place = createPlace({ ledger, clock, changed: () => undefined });
  const scanning = createScanning({
    ...{ ledger, clock, place, timings: TIMINGS },
    ids: { uuid: () => "an attempt" },
    fingerprint: (text) => text,
    noSale: () => null,
    fitness: () => ({ ok: true }),
    open: () => {
      throw new Error("the disk is full");
    },
  });
  const scan = (text: string) => scanning.scanned({ text, aim: null, kind: "hid", receivedAtMs: clock.nowMs() });
  place.put({ saleId: SALE, choosing: true });
  scan("174567890123456789");
  const doubt = place.said();
  expect(doubt?.doubt?.read.code.lastFour).toBe("6789");
  expect(() => scan("134567890123451111")).toThrow("the disk is full");
  expect(place.said()).toBeNull();
  expect(() => scanning.use({ saleId: SALE, id: doubt?.id ?? 0 })).toThrow("too-late");
});
