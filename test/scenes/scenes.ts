// Named snapshots of what the till can say: the same ones are drawn to pictures, looked at, and tested. Every snapshot passes
// the schema that the pages read by.
import type { Money } from "#contract/money.ts";
import { toneOf } from "#contract/tone.ts";
import {
  type CashierView,
  type CustomerFace,
  type CustomerView,
  type MethodView,
  type RecentSale,
  type SaleView,
  views,
} from "#contract/views.ts";
import type { Language, MethodId, Mode } from "#contract/words.ts";
import { DAY, SET_UP } from "./other-views.ts";
import { pictureOf } from "./pictures.ts";

export type Scene = {
  readonly name: string;
  readonly cashier: CashierView;
  /** Keys pressed on the cashier's page before it is looked at, by `KeyboardEvent.code`. */
  readonly keys: readonly string[];
  /** Whether the customer's page is worth a picture of its own. */
  readonly customer: boolean;
};

const SHOP = "ร้านกาแฟ ริมคลอง";
const SALE = "3f2a91c4-5b7d-4e0a-9c1e-0a6b52d7f101";
const ATTEMPT = "b81d7c0e-92aa-4f6f-8a37-11d0c5a4e902";
const MORNING = Date.UTC(2026, 10, 20, 3, 12);
const THB = (amountMinor: number): Money => ({ amountMinor, currency: "THB" });
const AMOUNT = THB(150_000);
const NOTHING = { cancel: false, wait: false, askNow: false, again: false, clear: false, rehearse: false };

function method(id: MethodId, key: string | null, limits: readonly [number, number]): MethodView {
  const [least, most] = limits;
  return {
    id,
    flow: key === null ? "scan" : "qr",
    key,
    ready: true,
    reason: null,
    minimum: THB(least),
    maximum: THB(most),
  };
}

const METHODS: readonly MethodView[] = [
  method("wechat_pay_upm", null, [2_000, 15_000_000]),
  method("alipayplus_mpm", "KeyA", [2_000, 15_000_000]),
  method("atome_qr", "KeyO", [2_000, 5_000_000]),
  method("truemoney_qr", "KeyT", [10_000, 5_000_000]),
];

function recent(index: number, amountMinor: number, state: RecentSale["state"]): RecentSale {
  return {
    saleId: `7d0f7e4${index}-1111-4222-8333-444455556666`,
    money: THB(amountMinor),
    method: "wechat_pay_upm",
    state,
    tone: toneOf(state),
    atMs: MORNING - index * 197_000,
    reference: null,
  };
}

const RECENT: RecentSale[] = [
  recent(1, 8_500, "successful"),
  recent(2, 1_245_000, "successful"),
  recent(3, 32_000, "cancelled"),
  recent(4, 64_050, "unknown"),
  recent(5, 12_000, "failed"),
];

type Change = {
  readonly counter?: Partial<SaleView> | null;
  readonly face?: CustomerFace;
  readonly mode?: Mode;
  readonly more?: Partial<CashierView>;
  readonly keys?: readonly string[];
  readonly customer?: boolean;
};

function scene(name: string, change: Change): Scene {
  const mode = change.mode ?? "training";
  const customer: CustomerView = {
    version: 7,
    mode,
    shopName: SHOP,
    language: null,
    methods: METHODS.map(({ id }) => id),
    face: change.face ?? { kind: "idle" },
  };
  const cashier: CashierView = {
    version: 7,
    mode,
    shopName: SHOP,
    tillName: "Till 1",
    country: "TH",
    currency: "THB",
    language: "en",
    noSale: null,
    confirmAboveMinor: 2_000_000,
    counter: change.counter ? { ...DRAFT, ...change.counter } : null,
    methods: [...METHODS],
    recent: RECENT,
    notice: null,
    alarms: [],
    link: { state: "up", sinceMs: MORNING },
    scanners: [{ id: "usb", kind: "hid", name: "Desk scanner", state: "ready", note: "" }],
    customer,
    ...change.more,
  };
  return { name, cashier, keys: change.keys ?? [], customer: change.customer ?? change.face !== undefined };
}

const DRAFT: SaleView = {
  saleId: SALE,
  money: AMOUNT,
  reference: null,
  state: "draft",
  sentence: "draft",
  tone: "calm",
  turn: "cashier",
  method: null,
  attemptId: null,
  chargeId: null,
  codeLastFour: null,
  remainingMs: null,
  failure: null,
  may: { ...NOTHING, cancel: true },
};

type Running = Pick<SaleView, "state" | "sentence" | "turn"> & Partial<SaleView>;

/** A WeChat payment in the given state. */
function scanned(running: Running): Partial<SaleView> {
  return {
    method: "wechat_pay_upm",
    attemptId: ATTEMPT,
    codeLastFour: "4417",
    tone: toneOf(running.state),
    ...running,
  };
}

function byQr(methodId: MethodId, running: Running): Partial<SaleView> {
  return { ...scanned(running), method: methodId, codeLastFour: null, chargeId: "chrg_test_5xq7d1n0e2c4h8k3m9p" };
}

const CHARGE = { chargeId: "chrg_test_5xq7d1n0e2c4h8k3m9p" };
const WAITING = { ...NOTHING, cancel: true, askNow: true, clear: true, rehearse: true };
const ENDED = { ...NOTHING, again: true, clear: true };

function qrScene(name: string, methodId: MethodId, covered: boolean): Scene {
  return scene(name, {
    counter: byQr(methodId, {
      state: "pending",
      sentence: covered ? "qr-covered" : "qr-shown",
      turn: covered ? "omise" : "customer",
      remainingMs: 545_000,
      reference: "B-20417",
      may: WAITING,
    }),
    face: {
      kind: "qr",
      money: AMOUNT,
      method: methodId,
      pictureHash: pictureOf(methodId).hash,
      remainingMs: 545_000,
      covered,
    },
  });
}

const DIGITS_1500 = ["Digit1", "Digit5", "Digit0", "Digit0"];
const DOWN = { state: "down", sinceMs: MORNING } as const;

export const SCENES: readonly Scene[] = [
  scene("idle", { face: { kind: "idle" } }),
  scene("typing", { keys: DIGITS_1500 }),
  scene("typing-subunits", { keys: [...DIGITS_1500, "Period", "Digit5", "F2", "KeyB", "Minus", "Digit2", "Digit0"] }),
  scene("draft", { counter: {}, face: { kind: "amount", money: AMOUNT, codeWelcome: true } }),
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
    counter: { money: THB(5_000) },
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
  qrScene("qr-alipayplus", "alipayplus_mpm", false),
  qrScene("qr-atome", "atome_qr", false),
  qrScene("qr-truemoney", "truemoney_qr", false),
  qrScene("qr-covered", "alipayplus_mpm", true),
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
      may: { ...NOTHING, askNow: true, clear: true },
    }),
    face: { kind: "cancelling", money: AMOUNT },
    customer: false,
  }),
  scene("paid", {
    counter: scanned({
      state: "successful",
      sentence: "paid",
      turn: "nobody",
      may: { ...NOTHING, clear: true },
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
      may: { ...NOTHING, clear: true },
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
    face: { kind: "not-paid", money: AMOUNT },
    customer: false,
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
      may: { ...NOTHING, clear: true },
    }),
    face: { kind: "paid", money: AMOUNT },
    more: { alarms: [{ id: "late-1", words: "paid-late", saleId: SALE, money: AMOUNT, atMs: MORNING }] },
    customer: false,
  }),
  scene("notice", {
    counter: {},
    face: { kind: "amount", money: AMOUNT, codeWelcome: true },
    more: { notice: { id: 3, words: "scan-stale" } },
    customer: false,
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

/** The snapshots of a scene as the till would send them, in one language or with both in turn for the customer. */
export function snapshotsOf(
  one: Scene,
  language: Language,
  customerLanguage: Language | null,
): ReadonlyMap<string, unknown> {
  const customer = views.customer.schema.parse({ ...one.cashier.customer, language: customerLanguage });
  const { mode } = one.cashier;
  return new Map<string, unknown>([
    ["cashier", views.cashier.schema.parse({ ...one.cashier, language, customer })],
    ["customer", customer],
    ["day", views.day.schema.parse({ ...DAY, mode })],
    ["set-up", views["set-up"].schema.parse({ ...SET_UP, mode, language, customerLanguage })],
  ]);
}
