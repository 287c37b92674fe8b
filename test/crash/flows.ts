// What a cashier does at the till that is killed, by name, and what the customer does once it is back.
import type { MethodId } from "#contract/words.ts";
import type { FaultRequest } from "#simulator/simulator.ts";
import type { Timings } from "#till/timings.ts";
import {
  alarmed,
  cancelled,
  chargeByQr,
  declinedScan,
  inState,
  paid,
  paidByQr,
  refunded,
  scanned,
  showQr,
  type Hands,
} from "./hands.ts";
import type { Answer } from "./words.ts";

export type Flow = {
  readonly faults?: readonly FaultRequest[];
  /** How long Omise takes to close a refund. */
  readonly refundDelayMs?: number;
  readonly timings?: Partial<Record<keyof Timings, number | number[]>>;
  perform(hands: Hands): Promise<void>;
  /** What the customer does with whatever is open after the restart. */
  readonly afterwards: Answer | "nothing";
  /** It begins as that flow does: a point that both have is killed there. */
  readonly beginsAs?: string;
  /** The till is killed here first, and the points are those of its recovery. */
  readonly first?: string;
};

const POST = { method: "POST", path: "/charges", count: 1 } as const;
const REFUND = { method: "POST", path: "/charges/:id/refunds", count: 1 } as const;

function paidQr(method: MethodId): Flow {
  return { afterwards: "pay", perform: (hands) => paidByQr(hands, method) };
}

const partlyRefunded: Flow = {
  beginsAs: "alipay paid",
  afterwards: "pay",
  async perform(hands) {
    await paidByQr(hands, "alipayplus_mpm");
    await refunded(hands, "refund", 20_000);
  },
};

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
  hands.customer("found");
  await hands.askNow();
}

async function paidLate(hands: Hands): Promise<void> {
  await hands.chapter("late money");
  hands.customer("late");
  await hands.until("the alarm is raised", alarmed("paid-late"));
}

export const FLOWS = {
  "alipay paid": paidQr("alipayplus_mpm"),
  "atome paid": paidQr("atome_qr"),
  "truemoney paid": paidQr("truemoney_qr"),
  "wechat paid": {
    afterwards: "pay",
    async perform(hands) {
      await scanned(hands);
      await paid(hands);
    },
  },
  "wechat declined": { beginsAs: "wechat paid", afterwards: "decline", perform: declinedScan },
  "alipay cancelled": {
    beginsAs: "alipay paid",
    afterwards: "nothing",
    async perform(hands) {
      await showQr(hands, "alipayplus_mpm");
      await hands.chapter("cancel");
      await cancelled(hands);
    },
  },
  "wechat cancelled": {
    beginsAs: "wechat paid",
    afterwards: "nothing",
    async perform(hands) {
      await scanned(hands);
      await hands.chapter("cancel");
      await cancelled(hands);
    },
  },
  "cancelled while it is sent": {
    beginsAs: "alipay paid",
    afterwards: "nothing",
    faults: [{ kind: "delay-answer", ms: 1_200, ...POST }],
    async perform(hands) {
      await hands.begin();
      await hands.charge("alipayplus_mpm");
      await hands.until("it is sent", inState("sending"));
      await cancelled(hands);
    },
  },
  "truemoney cancel refused": {
    beginsAs: "truemoney paid",
    afterwards: "decline",
    async perform(hands) {
      await showQr(hands, "truemoney_qr");
      await hands.chapter("cancel");
      await hands.press("sale/cancel");
      await hands.until("it stays payable", (view) => view.counter?.sentence === "still-payable");
      hands.customer("decline");
      await hands.until("it has ended", (view) => typeof view.counter?.endedAtMs === "number");
    },
  },
  "truemoney cancel refused, paid after all": {
    beginsAs: "truemoney cancel refused",
    afterwards: "pay",
    async perform(hands) {
      await showQr(hands, "truemoney_qr");
      await hands.chapter("cancel");
      await hands.press("sale/cancel");
      await hands.until("it stays payable", (view) => view.counter?.sentence === "still-payable");
      await hands.chapter("late money");
      hands.customer("pay");
      await hands.until("the alarm is raised", alarmed("paid-after-cancel"));
      await hands.attach();
    },
  },
  "too many requests, sent again": { ...paidQr("alipayplus_mpm"), faults: [{ kind: "status", status: 429, ...POST }] },
  "answer lost, found, paid": { ...paidQr("alipayplus_mpm"), faults: [{ kind: "drop-answer", ...POST }] },
  // Longer than the till waits before it looks for the charge in the listing.
  "answer late, found meanwhile, paid": {
    ...paidQr("alipayplus_mpm"),
    faults: [{ kind: "delay-answer", ms: 3_000, ...POST }],
  },
  "request lost, not found": {
    afterwards: "pay",
    faults: [{ kind: "drop-request", ...POST }],
    async perform(hands) {
      await hands.begin();
      await hands.charge("alipayplus_mpm");
      await hands.until("it is not found", inState("not-found"));
    },
  },
  "declined, then paid anew": {
    beginsAs: "wechat declined",
    afterwards: "pay",
    async perform(hands) {
      await declinedScan(hands);
      await hands.chapter("anew");
      await hands.press("sale/again");
      await chargeByQr(hands, "alipayplus_mpm");
      await paid(hands);
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
      hands.customer("pay");
      await hands.chapter("the next one");
      await hands.override();
      await chargeByQr(hands, "alipayplus_mpm");
      await paid(hands);
      await found(hands);
      await hands.until("the alarm is raised", alarmed("paid-twice"));
    },
  },
  "paid, sent back whole": {
    beginsAs: "alipay paid",
    afterwards: "pay",
    async perform(hands) {
      await paidByQr(hands, "alipayplus_mpm");
      await refunded(hands, "refund");
    },
  },
  "paid, a part sent back": partlyRefunded,
  "paid, voided": {
    beginsAs: "truemoney paid",
    afterwards: "pay",
    async perform(hands) {
      await paidByQr(hands, "truemoney_qr");
      await refunded(hands, "void");
    },
  },
  "a part sent back, closed later": { ...partlyRefunded, refundDelayMs: 700 },
  "a part sent back, answer lost": { ...partlyRefunded, faults: [{ kind: "drop-answer", ...REFUND }] },
  "a part sent back, too many requests": { ...partlyRefunded, faults: [{ kind: "status", status: 429, ...REFUND }] },
  "a part sent back, request lost": {
    ...partlyRefunded,
    faults: [{ kind: "drop-request", ...REFUND }],
    async perform(hands) {
      await paidByQr(hands, "alipayplus_mpm");
      await hands.chapter("refund");
      await hands.refund("refund", 20_000);
      await hands.until("it is not found", (view) => view.counter?.refunds.at(-1)?.state === "not-found");
    },
  },
  "killed while sending, recovery killed too": { ...paidQr("alipayplus_mpm"), first: "POST /charges [none]: answered" },
  "killed while cancelling, recovery killed too": {
    afterwards: "nothing",
    first: "cancel: POST /charges/:id/expire [pending]: before",
    async perform(hands) {
      await showQr(hands, "alipayplus_mpm");
      await hands.chapter("cancel");
      await cancelled(hands);
    },
  },
  "killed while a refund waits, recovery killed too": {
    ...partlyRefunded,
    first: "send back: approval of refund + asked -> asked #1: after",
  },
  "killed while a refund is sent, recovery killed too": {
    ...partlyRefunded,
    first: "send back: POST /charges/:id/refunds [successful]: answered",
  },
} satisfies Readonly<Record<string, Flow>>;

export type FlowName = keyof typeof FLOWS;

export function isFlowName(text: string): text is FlowName {
  return Object.hasOwn(FLOWS, text);
}

export function flowOf(name: string): Flow {
  if (!isFlowName(name)) throw new Error(`there is no flow "${name}": there are ${Object.keys(FLOWS).join("; ")}`);
  return FLOWS[name];
}
