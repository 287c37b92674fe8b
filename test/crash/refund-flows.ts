// Money that goes back: whole, in part, as a void, late, lost, and over restarts.
import type { Flow } from "./flow.ts";
import { paidByQr, refunded } from "./hands.ts";

const REFUND = { method: "POST", path: "/charges/:id/refunds", count: 1 } as const;

const partlyRefunded: Flow = {
  beginsAs: "alipay paid",
  afterwards: "pay",
  async perform(hands) {
    await paidByQr(hands, "alipayplus_mpm");
    await refunded(hands, "refund", 20_000);
  },
};

export const REFUND_FLOWS = {
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
  "killed while a refund waits, recovery killed too": {
    ...partlyRefunded,
    first: "send back: approval of refund + asked -> asked #1: after",
  },
  "killed while a refund is sent, recovery killed too": {
    ...partlyRefunded,
    first: "send back: POST /charges/:id/refunds [successful]: answered",
  },
} satisfies Readonly<Record<string, Flow>>;
