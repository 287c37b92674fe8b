// Money that comes when nobody waits for it any more: after a cancel, after the end, and beside another attempt of its sale.
import { POST, type Flow } from "./flow.ts";
import { alarmed, cancelled, chargeByQr, inState, paid, refunded, showQr, type Hands } from "./hands.ts";

/** An attempt whose charge is made and its answer lost, while the bank's listings lag: one look in vain, and then none for long. */
const unknownForLong = {
  faults: [
    { kind: "drop-answer" as const, ...POST },
    { kind: "lagging-list" as const, seconds: 3_600, count: 1_000 },
  ],
  timings: { traceLooksMs: [50, 600_000], traceLaterMs: 6_000, notFoundAfterMs: 600_000 },
} satisfies Partial<Flow>;

async function found(hands: Hands): Promise<void> {
  await hands.chapter("found");
  await hands.customer("found");
  await hands.askNow();
}

async function paidLate(hands: Hands): Promise<void> {
  await hands.chapter("late money");
  await hands.customer("late");
  await hands.until("the alarm is raised", alarmed("paid-late"));
}

export const LATE_FLOWS = {
  "truemoney cancel refused, paid after all": {
    beginsAs: "truemoney cancel refused",
    afterwards: "pay",
    async perform(hands) {
      await showQr(hands, "truemoney_qr");
      await hands.chapter("cancel");
      await hands.press("sale/cancel");
      await hands.until("it stays payable", (view) => view.counter?.sentence === "still-payable");
      await hands.chapter("late money");
      await hands.customer("pay");
      await hands.until("the alarm is raised", alarmed("paid-after-cancel"));
      await hands.attach();
    },
  },
  "cancelled, paid late": {
    beginsAs: "alipay paid",
    afterwards: "late",
    async perform(hands) {
      await showQr(hands, "alipayplus_mpm");
      await hands.chapter("cancel");
      await cancelled(hands);
      await paidLate(hands);
      await hands.attach();
      await hands.until("it is kept", ({ alarms }) => alarms.length === 0);
    },
  },
  "ended by the till, paid late": {
    beginsAs: "alipay paid",
    afterwards: "late",
    timings: { qrLifeMs: 2_500 },
    async perform(hands) {
      await showQr(hands, "alipayplus_mpm");
      await hands.chapter("end");
      await hands.until("it has ended", (view) => typeof view.counter?.endedAtMs === "number");
      await paidLate(hands);
    },
  },
  "cancelled, paid late, sent back": {
    beginsAs: "cancelled, paid late",
    afterwards: "late",
    async perform(hands) {
      await showQr(hands, "alipayplus_mpm");
      await hands.chapter("cancel");
      await cancelled(hands);
      await paidLate(hands);
      await refunded(hands, "refund");
      await hands.until("nobody is needed any more", ({ alarms }) => alarms.length === 0);
    },
  },
  "never shown, gave way": {
    ...unknownForLong,
    beginsAs: "answer lost, found, paid",
    afterwards: "pay the newest",
    async perform(hands) {
      await hands.begin();
      await hands.charge("alipayplus_mpm");
      await hands.until("nobody knows", inState("unknown"));
      await hands.chapter("the next one");
      await hands.press("sale/again");
      await chargeByQr(hands, "atome_qr");
      await paid(hands, "pay the newest");
      await found(hands);
      await hands.until("the first is over", ({ queueLength }) => queueLength === 0);
    },
  },
  "overridden by a manager, both paid": {
    ...unknownForLong,
    afterwards: "pay",
    async perform(hands) {
      await hands.begin();
      await hands.scan();
      await hands.until("nobody knows", inState("unknown"));
      await hands.customer("pay");
      await hands.chapter("the next one");
      await hands.override();
      await chargeByQr(hands, "alipayplus_mpm");
      await paid(hands);
      await found(hands);
      await hands.until("the alarm is raised", alarmed("paid-twice"));
    },
  },
} satisfies Readonly<Record<string, Flow>>;
