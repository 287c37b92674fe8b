// The cashier's keys, pressed on the real counter; a manager's approval stands ready where a key needs one.
import { createApprovals, type Approvals } from "#till/approvals.ts";
import { createCounter, type Counter } from "#till/counter.ts";
import { createEffects } from "#till/effects.ts";
import { newRun } from "#till/run.ts";
import { SALE_ID } from "./names.ts";
import type { RealTill } from "./real-till.ts";
import { NOW_MS, WHOLE_MINOR, type Flow } from "./world.ts";

export type KeyName = "charge" | "again" | "cancel" | "wait" | "override" | "park";

const OVERRIDE = "approval of an override";

export const KEYS: Readonly<Record<KeyName, (counter: Counter, attempt: number, flow: Flow) => void>> = {
  charge(counter, attempt, flow) {
    if (flow === "alipayplus_mpm") return counter.charge({ saleId: SALE_ID, attemptId: String(attempt), method: flow });
    counter.scanning.scanned({ text: "134567890123454321", aim: null, kind: "hid", receivedAtMs: NOW_MS });
  },
  again: (counter) => counter.again(SALE_ID),
  cancel: (counter) => counter.cancel(SALE_ID),
  wait: (counter) => counter.wait(SALE_ID),
  override: (counter) => counter.override({ saleId: SALE_ID, approvalId: OVERRIDE }),
  /** Puts the sale away, begins another one, and opens the first again, as a cashier with a queue does. */
  park(counter) {
    counter.clear(SALE_ID);
    if (counter.now() !== null || counter.isTaken()) throw new Error("a sale that was put away is still there");
    counter.open(SALE_ID);
  },
};

const manager = { number: 1, name: "", role: "manager" } as const;

export function approvalsAt(till: RealTill): Approvals {
  const staff = { check: () => Promise.resolve({ kind: "right", member: manager } as const), list: () => [manager] };
  return createApprovals({ clock: till.clock, staff, asker: () => 2 });
}

/** The real counter with the sale on it. Its loops send at once, as the real ones do, and hand events to the book. */
export async function counterOf(
  till: RealTill,
  { choosing, next, key }: { readonly choosing: boolean; readonly next: number; readonly key: KeyName },
): Promise<Counter> {
  const effects = createEffects(till);
  const approvals = approvalsAt(till);
  const money = { amountMinor: WHOLE_MINOR, currency: "THB" } as const;
  const terms = { action: "override", subject: SALE_ID, money, seen: null, approver: 1, pin: "" } as const;
  if (key === "override") await approvals.give({ ...terms, approvalId: OVERRIDE });
  const counter = createCounter({
    ...till,
    loops: {
      begin(record, code) {
        // start() of loop.ts: `act: () => effects.post(attempt, run)`
        void effects.post(record.attempt, newRun(code));
      },
      tell: (attemptId, event, approval) => void till.book.apply(attemptId, event, approval),
      lookNow: () => undefined,
    },
    account: account(),
    approvals,
    settings: {
      read: () => {
        throw new Error("no setting is read in the model");
      },
      write: () => undefined,
    },
    ids: { uuid: () => String(next) },
    fingerprint: (text) => text,
    lookAgain: () => undefined,
    noSale: () => null,
  });
  // The place remembers only this: the sale stands there, and whether the cashier may choose.
  till.ledger.hide(true);
  counter.open(SALE_ID);
  if (choosing) counter.again(SALE_ID);
  till.ledger.hide(false);
  return counter;
}

function account(): Parameters<typeof createCounter>[0]["account"] {
  const methods = (["alipayplus_mpm", "wechat_pay_upm"] as const).map((id) => ({ id, currencies: ["THB" as const] }));
  const capability = { country: "TH", methods, chargeLimits: null } as const;
  return {
    now: () => ({ kind: "known", accountId: "account", currency: "THB", capability }),
    refresh: () => Promise.resolve(),
    doubt: () => undefined,
    close: () => undefined,
  };
}
