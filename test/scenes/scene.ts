// What scenes are made of: a shop in Bangkok, one sale of it, and the till's words about both.
import type { Money } from "#contract/money.ts";
import type { Hint } from "#contract/notices.ts";
import { toneOf } from "#contract/tone.ts";
import { KEY_GAP_MS } from "#contract/scanners.ts";
import type {
  AlarmView,
  CashierView,
  CustomerFace,
  CustomerView,
  MethodView,
  RecentSale,
  SaleView,
  SetUpView,
} from "#contract/views.ts";
import type { MethodId, Mode } from "#contract/words.ts";
import { STAFF } from "./other-views.ts";
import { pictureOf } from "./pictures.ts";
import { BY_KEYBOARD, NO_HID, PRETEND } from "./scanner-views.ts";

export type Scene = {
  readonly name: string;
  readonly cashier: CashierView;
  /** What the set-up shows, other than usual. */
  readonly setUp: Partial<SetUpView>;
  /** Keys pressed on the cashier's page before it is looked at, by `KeyboardEvent.code`. */
  readonly keys: readonly string[];
  /** What the till answers to these commands, other than usual. */
  readonly answers: Readonly<Record<string, unknown>>;
  /** Whether the customer's page is worth a picture of its own. */
  readonly customer: boolean;
};

const SHOP = "ร้านกาแฟ ริมคลอง";
export const SALE = "3f2a91c4-5b7d-4e0a-9c1e-0a6b52d7f101";
export const ATTEMPT = "b81d7c0e-92aa-4f6f-8a37-11d0c5a4e902";
export const MORNING = Date.UTC(2026, 10, 20, 3, 12);
export const THB = (amountMinor: number): Money => ({ amountMinor, currency: "THB" });
export const AMOUNT = THB(150_000);
const ENDED_AT = Date.UTC(2026, 10, 20, 3, 14);
export const NOTHING = {
  cancel: false,
  wait: false,
  askNow: false,
  again: false,
  clear: false,
  next: false,
  rehearse: false,
  override: false,
  refund: false,
};

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

export const METHODS: readonly MethodView[] = [
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
  readonly hint?: Hint;
  readonly mode?: Mode;
  readonly more?: Partial<CashierView>;
  readonly setUp?: Partial<SetUpView>;
  readonly keys?: readonly string[];
  readonly answers?: Readonly<Record<string, unknown>>;
  readonly customer?: boolean;
};

export function scene(name: string, change: Change): Scene {
  const mode = change.mode ?? "training";
  const customer: CustomerView = {
    version: 7,
    mode,
    shopName: SHOP,
    languages: ["th", "en"],
    methods: METHODS.map(({ id }) => id),
    keyGapMs: KEY_GAP_MS.usual,
    face: change.face ?? { kind: "idle" },
    hint: change.hint ?? null,
  };
  const cashier: CashierView = {
    version: 7,
    mode,
    shopName: SHOP,
    tillName: "Till 1",
    country: "TH",
    currency: "THB",
    language: "en",
    zone: "Asia/Bangkok",
    customerScreen: true,
    noSale: null,
    confirmAboveMinor: 2_000_000,
    counter: change.counter ? { ...DRAFT, ...change.counter } : null,
    methods: [...METHODS],
    recent: RECENT,
    notice: null,
    doubt: null,
    alarms: [],
    link: { state: "up", where: null, sinceMs: MORNING },
    clockOffMs: null,
    queue: [],
    queueLength: 0,
    staff: STAFF,
    scanners: mode === "training" ? [NO_HID, BY_KEYBOARD, PRETEND] : [NO_HID, BY_KEYBOARD],
    keyGapMs: KEY_GAP_MS.usual,
    customer,
    ...change.more,
  };
  const { setUp = {}, keys = [], answers = {}, customer: pictured = change.face !== undefined } = change;
  return { name, cashier, setUp, keys, answers, customer: pictured };
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
  endedAtMs: null,
  failure: null,
  may: { ...NOTHING, cancel: true },
  refundedMinor: 0,
  refunds: [],
};

type Running = Pick<SaleView, "state" | "sentence" | "turn"> & Partial<SaleView>;

/** A WeChat payment in the given state. */
export function scanned(running: Running): Partial<SaleView> {
  return {
    method: "wechat_pay_upm",
    attemptId: ATTEMPT,
    codeLastFour: "4417",
    tone: toneOf(running.state),
    endedAtMs: running.turn === "nobody" ? ENDED_AT : null,
    ...running,
  };
}

export function byQr(methodId: MethodId, running: Running): Partial<SaleView> {
  return { ...scanned(running), method: methodId, codeLastFour: null, chargeId: "chrg_test_5xq7d1n0e2c4h8k3m9p" };
}

export const CHARGE = { chargeId: "chrg_test_5xq7d1n0e2c4h8k3m9p" };
export const WAITING = { ...NOTHING, cancel: true, askNow: true, clear: true, rehearse: true };
export const DONE = { ...NOTHING, clear: true, next: true };
export const PAID = { ...DONE, refund: true };
export const ENDED = { ...DONE, again: true };

/** @param here whether no page of the customer's is open, so that it stands on the cashier's */
export function qrScene(name: string, methodId: MethodId, { covered = false, here = false } = {}): Scene {
  return scene(name, {
    counter: byQr(methodId, {
      state: "pending",
      sentence: covered ? "qr-covered" : here ? "qr-shown-here" : "qr-shown",
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
    more: { customerScreen: !here },
    customer: !here,
  });
}

export function alarm(words: AlarmView["words"], may: Partial<AlarmView["may"]>, id: string = words): AlarmView {
  const ways = { seen: false, attach: false, refund: false, ...may };
  return { id, words, saleId: SALE, attemptId: ATTEMPT, money: AMOUNT, atMs: MORNING, may: ways };
}

export const DOWN = { state: "down", where: "api", sinceMs: MORNING } as const;
