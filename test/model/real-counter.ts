// The cashier's keys, pressed on the real counter.
import { createCounter, type Counter } from "#till/counter.ts";
import { newRun } from "#till/run.ts";
import { SALE_ID } from "./names.ts";
import { effectsOf, type RealTill } from "./real-till.ts";
import { NOW_MS, type Flow } from "./world.ts";

export const KEYS: Readonly<
  Record<"charge" | "again" | "cancel" | "wait", (counter: Counter, attempt: number, flow: Flow) => void>
> = {
  charge(counter, attempt, flow) {
    if (flow === "alipayplus_mpm") return counter.charge({ saleId: SALE_ID, attemptId: String(attempt), method: flow });
    counter.scanned({ text: "134567890123454321", aim: null, kind: "hid", receivedAtMs: NOW_MS });
  },
  again: (counter) => counter.again(SALE_ID),
  cancel: (counter) => counter.cancel(SALE_ID),
  wait: (counter) => counter.wait(SALE_ID),
};

/** The real counter with the sale on it. Its loops send at once, as the real ones do, and hand events to the book. */
export function counterOf(till: RealTill, choosing: boolean, next: number): Counter {
  const effects = effectsOf(till);
  const counter = createCounter({
    ...till,
    loops: {
      begin(record, code) {
        // drive() of loop.ts: `if (first === "send") goOnBeside(about, "posting", effects.post(attempt, run))`
        void effects.post(record.attempt, newRun(code));
      },
      resume: () => undefined,
      tell: (attemptId, event) => void till.book.apply(attemptId, event),
      lookNow: () => undefined,
      live: () => ({ picture: null, lastGoodMs: null }),
      close: () => Promise.resolve(),
    },
    account: {
      now: () => ({
        kind: "known",
        accountId: "account",
        currency: "THB",
        capability: {
          country: "TH",
          methods: (["alipayplus_mpm", "wechat_pay_upm"] as const).map((id) => ({ id, currencies: ["THB"] })),
          chargeLimits: null,
        },
      }),
      refresh: () => Promise.resolve(),
      doubt: () => undefined,
      close: () => undefined,
    },
    settings: {
      read: () => {
        throw new Error("no setting is read in the model");
      },
      write: () => undefined,
    },
    ids: { uuid: () => String(next) },
    fingerprint: (text) => text,
    noSale: () => null,
  });
  // The place remembers only this: the sale stands there, and whether the cashier may choose.
  till.shelf.hidden = true;
  counter.open(SALE_ID);
  if (choosing) counter.again(SALE_ID);
  till.shelf.hidden = false;
  return counter;
}
