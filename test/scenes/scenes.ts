// Named snapshots of what the till can say: the same ones are drawn to pictures, looked at, and tested. Every snapshot passes
// the schema that the pages read by.
import { views } from "#contract/views.ts";
import type { Language } from "#contract/words.ts";
import { AROUND_SCENES } from "./around-scenes.ts";
import { END_SCENES } from "./end-scenes.ts";
import { MONEY_SCENES } from "./money-scenes.ts";
import { SCAN_SCENES } from "./scan-scenes.ts";
import { DAY, SET_UP } from "./other-views.ts";
import { SCANNER_SCENES } from "./scanner-scenes.ts";
import { DESK_SCANNER } from "./scanner-views.ts";
import {
  AMOUNT,
  byQr,
  CHARGE,
  DOWN,
  METHODS,
  NOTHING,
  qrScene,
  scanned,
  scene,
  THB,
  WAITING,
  type Scene,
} from "./scene.ts";

const DIGITS_1500 = ["Digit1", "Digit5", "Digit0", "Digit0"];

const SALE_SCENES: readonly Scene[] = [
  scene("idle", { face: { kind: "idle" } }),
  scene("typing", { keys: DIGITS_1500, more: { scanners: [DESK_SCANNER] } }),
  scene("typing-subunits", { keys: [...DIGITS_1500, "Period", "Digit5", "F2", "KeyB", "Minus", "Digit2", "Digit0"] }),
  scene("draft", { counter: {}, face: { kind: "amount", money: AMOUNT, codeWelcome: true } }),
  scene("draft-qr-only", {
    counter: { sentence: "draft-qr" },
    face: { kind: "amount", money: AMOUNT, codeWelcome: false },
    more: {
      methods: METHODS.map((one) => (one.flow === "scan" ? { ...one, ready: false, reason: "not-enabled" } : one)),
    },
    customer: false,
  }),
  scene("draft-out-of-range", {
    counter: { money: THB(6_500_000) },
    face: { kind: "amount", money: THB(6_500_000), codeWelcome: true },
    more: {
      methods: METHODS.map((one) =>
        one.id === "atome_qr" || one.id === "truemoney_qr" ? { ...one, ready: false, reason: "too-large" } : one,
      ),
    },
    customer: false,
  }),
  scene("draft-not-enabled", {
    counter: { money: THB(5_000), sentence: "draft-qr" },
    face: { kind: "amount", money: THB(5_000), codeWelcome: false },
    more: {
      methods: METHODS.map((one) => {
        if (one.id === "alipayplus_mpm") return one;
        if (one.id === "truemoney_qr") return { ...one, ready: false, reason: "too-small" };
        return { ...one, ready: false, reason: "not-enabled", minimum: null, maximum: null };
      }),
    },
  }),
  scene("queued", {
    counter: scanned({
      state: "queued",
      sentence: "queued",
      turn: "omise",
      may: { ...NOTHING, cancel: true, clear: true },
    }),
    face: { kind: "preparing", money: AMOUNT, slow: false },
    more: { link: DOWN },
    customer: false,
  }),
  scene("sending", {
    counter: scanned({
      state: "sending",
      sentence: "sending",
      turn: "omise",
      may: { ...NOTHING, cancel: true, clear: true },
    }),
    face: { kind: "preparing", money: AMOUNT, slow: false },
  }),
  scene("sending-slow", {
    counter: scanned({
      state: "sending",
      sentence: "sending-slow",
      turn: "omise",
      may: { ...NOTHING, cancel: true, clear: true },
    }),
    face: { kind: "preparing", money: AMOUNT, slow: true },
  }),
  scene("confirm-on-phone", {
    counter: scanned({
      state: "pending",
      sentence: "confirm-on-phone",
      turn: "customer",
      remainingMs: 84_000,
      may: WAITING,
      ...CHARGE,
    }),
    face: { kind: "confirm-on-phone", money: AMOUNT, remainingMs: 84_000 },
  }),
  scene("wait-or-cancel", {
    counter: scanned({
      state: "pending",
      sentence: "wait-or-cancel",
      turn: "cashier",
      remainingMs: 42_000,
      may: { ...WAITING, wait: true },
      ...CHARGE,
    }),
    face: { kind: "confirm-on-phone", money: AMOUNT, remainingMs: 42_000 },
    customer: false,
  }),
  scene("qr-loading", {
    counter: byQr("atome_qr", {
      state: "pending",
      sentence: "qr-loading",
      turn: "omise",
      remainingMs: 598_000,
      may: WAITING,
    }),
    face: { kind: "preparing", money: AMOUNT, slow: false },
    customer: false,
  }),
  scene("cancel-kept", {
    counter: scanned({ state: "sending", sentence: "cancel-kept", turn: "omise", may: { ...NOTHING, clear: true } }),
    face: { kind: "preparing", money: AMOUNT, slow: false },
    customer: false,
  }),
  qrScene("qr-alipayplus", "alipayplus_mpm"),
  qrScene("qr-atome", "atome_qr"),
  qrScene("qr-truemoney", "truemoney_qr"),
  qrScene("qr-no-customer-screen", "truemoney_qr", { here: true }),
  qrScene("qr-covered", "alipayplus_mpm", { covered: true }),
  scene("checking", {
    counter: scanned({
      state: "unknown",
      sentence: "checking",
      turn: "omise",
      may: { ...NOTHING, cancel: true, askNow: true, clear: true },
    }),
    face: { kind: "checking", money: AMOUNT },
    more: { link: DOWN },
  }),
  scene("cancelling", {
    counter: byQr("truemoney_qr", {
      state: "cancelling",
      sentence: "cancelling",
      turn: "omise",
      may: { ...NOTHING, askNow: true, clear: true },
    }),
    face: { kind: "cancelling", money: AMOUNT },
  }),
  scene("still-payable", {
    counter: byQr("truemoney_qr", {
      state: "cancelling",
      sentence: "still-payable",
      turn: "omise",
      remainingMs: 85_432_000,
      may: { ...NOTHING, askNow: true, clear: true, next: true },
    }),
    face: { kind: "cancelling", money: AMOUNT },
    customer: false,
  }),
];

export const SCENES: readonly Scene[] = [
  ...SALE_SCENES,
  ...END_SCENES,
  ...MONEY_SCENES,
  ...SCAN_SCENES,
  ...AROUND_SCENES,
  ...SCANNER_SCENES,
];

/** The snapshots of a scene as the till would send them, in one language or with both in turn for the customer. */
export function snapshotsOf(
  one: Scene,
  language: Language,
  customerLanguage: Language | null,
): ReadonlyMap<string, unknown> {
  const languages = customerLanguage === null ? ["th", "en"] : [customerLanguage];
  const customer = views.customer.schema.parse({ ...one.cashier.customer, languages });
  const { mode, staff } = one.cashier;
  return new Map<string, unknown>([
    ["cashier", views.cashier.schema.parse({ ...one.cashier, language, customer })],
    ["customer", customer],
    ["day", views.day.schema.parse({ ...DAY, mode })],
    ["set-up", views["set-up"].schema.parse({ ...SET_UP, mode, language, customerLanguage, staff, ...one.setUp })],
  ]);
}
