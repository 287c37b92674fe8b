// Scenes of sales that have ended, and of a till that is not selling.
import {
  alarm,
  AMOUNT,
  byQr,
  CHARGE,
  DONE,
  DOWN,
  ENDED,
  PAID,
  scanned,
  scene,
  THB,
  WAITING,
  type Scene,
} from "./scene.ts";

export const END_SCENES: readonly Scene[] = [
  scene("paid", {
    counter: scanned({
      state: "successful",
      sentence: "paid",
      turn: "nobody",
      may: PAID,
      ...CHARGE,
    }),
    face: { kind: "paid", money: AMOUNT },
  }),
  scene("paid-large", {
    counter: scanned({
      state: "successful",
      sentence: "paid",
      turn: "nobody",
      money: THB(15_000_000),
      may: DONE,
      ...CHARGE,
    }),
    face: { kind: "paid", money: THB(15_000_000) },
  }),
  scene("not-paid", {
    counter: scanned({
      state: "failed",
      sentence: "failed",
      turn: "nobody",
      failure: { code: "payment_rejected", message: "payment was rejected by the issuer" },
      may: ENDED,
      ...CHARGE,
    }),
    face: { kind: "not-paid", money: AMOUNT },
  }),
  scene("refused", {
    counter: scanned({
      state: "failed",
      sentence: "refused",
      turn: "nobody",
      failure: { code: "invalid_charge", message: "barcode is invalid" },
      may: ENDED,
    }),
    face: { kind: "not-paid", money: AMOUNT },
    customer: false,
  }),
  scene("expired", {
    counter: byQr("atome_qr", { state: "expired", sentence: "expired", turn: "nobody", may: ENDED }),
    face: { kind: "expired", money: AMOUNT },
  }),
  scene("cancelled", {
    counter: byQr("atome_qr", { state: "cancelled", sentence: "cancelled", turn: "nobody", may: ENDED }),
    face: { kind: "cancelled", money: AMOUNT },
  }),
  scene("not-sent", {
    counter: scanned({ state: "not-sent", sentence: "not-sent", turn: "nobody", may: ENDED }),
    face: { kind: "cancelled", money: AMOUNT },
    more: { link: DOWN },
    customer: false,
  }),
  scene("not-found", {
    counter: scanned({ state: "not-found", sentence: "not-found", turn: "nobody", may: ENDED }),
    face: { kind: "checking", money: AMOUNT },
    customer: false,
  }),
  scene("paid-late", {
    counter: byQr("truemoney_qr", {
      state: "paid-late",
      sentence: "paid-late",
      turn: "nobody",
      may: DONE,
    }),
    face: { kind: "paid", money: AMOUNT },
    more: { alarms: [alarm("paid-late", { attach: true, refund: true })] },
    customer: false,
  }),
  scene("paid-after-cancel", {
    more: { alarms: [alarm("paid-after-cancel", { seen: true })] },
  }),
  scene("no-sale", {
    face: { kind: "unavailable" },
    mode: "live",
    more: { noSale: "api-unreachable", link: DOWN, recent: [], scanners: [] },
  }),
  scene("closed", { face: { kind: "closed" }, mode: "live" }),
  scene("live", { face: { kind: "amount", money: AMOUNT, codeWelcome: true }, counter: {}, mode: "live" }),
  scene("test-keys", {
    counter: scanned({
      state: "pending",
      sentence: "confirm-on-phone",
      turn: "customer",
      remainingMs: 84_000,
      may: WAITING,
      ...CHARGE,
    }),
    face: { kind: "confirm-on-phone", money: AMOUNT, remainingMs: 84_000 },
    mode: "test",
  }),
  scene("day", { keys: ["F8"] }),
  scene("set-up", { keys: ["F9"] }),
];
