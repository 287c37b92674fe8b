// Sales that go on to their end: paid by every method, declined, cancelled, lost and found.
import { paidQr, POST, type Flow } from "./flow.ts";
import { cancelled, chargeByQr, declinedScan, inState, paid, scanned, showQr } from "./hands.ts";

export const SALE_FLOWS = {
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
      await hands.customer("decline");
      await hands.until("it has ended", (view) => typeof view.counter?.endedAtMs === "number");
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
} satisfies Readonly<Record<string, Flow>>;
