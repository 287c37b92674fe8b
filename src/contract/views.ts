// What the screens draw: plain data, whole each time, with a version that only grows.
// Times that count down are `remainingMs` at the moment of sending: a page's clock measures only from there.
import { dayViewSchema } from "./day-view.ts";
import { currencySchema, moneySchema } from "./money.ts";
import { doubtSchema, hintSchema, noticeSchema } from "./notices.ts";
import { staffMemberSchema } from "./people.ts";
import { linkViewSchema, queueItemSchema } from "./queue-view.ts";
import { refundViewSchema } from "./refunds.ts";
import { keyGapMsSchema, scannerViewSchema } from "./scanners.ts";
import { z } from "./schema.ts";
import { setUpViewSchema } from "./set-up-view.ts";
import { countrySchema, languageSchema, methodIdSchema, modeSchema, saleStateSchema, toneSchema } from "./words.ts";

export type { Tone } from "./words.ts";
export type { DayRow, DayView } from "./day-view.ts";
export type { QueueItem } from "./queue-view.ts";
export type { RefundView } from "./refunds.ts";
export type { ScannerView } from "./scanners.ts";
export type { SetUpView } from "./set-up-view.ts";

const remainingMs = z.int().min(0).nullable();

/** What the customer's screen shows. Nothing of a sale stays in a later face. */
export const customerFaceSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("idle") }),
  z.strictObject({ kind: z.literal("closed") }),
  z.strictObject({ kind: z.literal("unavailable") }),
  z.strictObject({ kind: z.literal("amount"), money: moneySchema, codeWelcome: z.boolean() }),
  z.strictObject({ kind: z.literal("preparing"), money: moneySchema, slow: z.boolean() }),
  z.strictObject({
    kind: z.literal("qr"),
    money: moneySchema,
    method: methodIdSchema,
    /** sha-256 of the provider's picture; its bytes come by `picture/bytes`. */
    pictureHash: z.string().regex(/^[0-9a-f]{64}$/),
    remainingMs,
    /** No good answer for 30 s: the QR is covered by "please wait, ask the cashier". */
    covered: z.boolean(),
  }),
  z.strictObject({ kind: z.literal("confirm-on-phone"), money: moneySchema, remainingMs }),
  z.strictObject({ kind: z.literal("checking"), money: moneySchema }),
  z.strictObject({ kind: z.literal("cancelling"), money: moneySchema }),
  z.strictObject({ kind: z.literal("paid"), money: moneySchema }),
  z.strictObject({ kind: z.literal("not-paid"), money: moneySchema }),
  z.strictObject({ kind: z.literal("expired"), money: moneySchema }),
  z.strictObject({ kind: z.literal("cancelled"), money: moneySchema }),
]);
export type CustomerFace = Readonly<z.infer<typeof customerFaceSchema>>;

export const customerViewSchema = z.strictObject({
  version: z.int().min(0),
  mode: modeSchema,
  shopName: z.string().max(80),
  /** What it speaks, the first one largest. */
  languages: z.array(languageSchema).min(1).max(2),
  /** Methods that this account takes now, for the idle screen. */
  methods: z.array(methodIdSchema),
  /** A pause longer than this tells keys from a scan; both pages listen for scanners in keyboard mode. */
  keyGapMs: keyGapMsSchema,
  face: customerFaceSchema,
  /** What to do after a scan that was no sale. Gone with the next step, and after some seconds. */
  hint: hintSchema.nullable(),
});
export type CustomerView = Readonly<z.infer<typeof customerViewSchema>>;

/** The one sentence that says what is happening. */
export const SENTENCES = [
  "draft",
  "draft-qr",
  "queued",
  "sending",
  "sending-slow",
  "confirm-on-phone",
  "wait-or-cancel",
  "qr-loading",
  "qr-shown",
  "qr-shown-here",
  "qr-covered",
  "cancelling",
  "cancel-kept",
  "still-payable",
  "checking",
  "paid",
  "paid-late",
  "failed",
  "refused",
  "expired",
  "cancelled",
  "not-sent",
  "not-found",
] as const;

export const saleViewSchema = z.strictObject({
  saleId: z.uuid(),
  money: moneySchema,
  reference: z.string().nullable(),
  state: saleStateSchema,
  sentence: z.enum(SENTENCES),
  tone: toneSchema,
  turn: z.enum(["cashier", "customer", "omise", "nobody"]),
  method: methodIdSchema.nullable(),
  attemptId: z.uuid().nullable(),
  chargeId: z.string().nullable(),
  codeLastFour: z.string().nullable(),
  remainingMs,
  /** When it ended; an older sale that was opened again says so by it. */
  endedAtMs: z.int().nullable(),
  failure: z.strictObject({ code: z.string().max(80), message: z.string().max(500) }).nullable(),
  may: z.strictObject({
    cancel: z.boolean(),
    wait: z.boolean(),
    askNow: z.boolean(),
    again: z.boolean(),
    clear: z.boolean(),
    /** The next sale may be begun: this one has ended, or can only be watched. */
    next: z.boolean(),
    rehearse: z.boolean(),
    /** A manager may let another attempt begin although this one could still be paid. */
    override: z.boolean(),
    refund: z.boolean(),
  }),
  /** Went back of what was paid, as far as Omise has it; in subunits. */
  refundedMinor: z.int().min(0),
  refunds: z.array(refundViewSchema).max(20),
});
export type SaleView = Readonly<z.infer<typeof saleViewSchema>>;

export const METHOD_REASONS = [
  "too-small",
  "too-large",
  "wrong-currency",
  "not-enabled",
  "link-down",
  "no-sale",
] as const;

export const methodViewSchema = z.strictObject({
  id: methodIdSchema,
  /** How it is worked: `scan` needs the customer's code, `qr` is one key. */
  flow: z.enum(["scan", "qr"]),
  /** The key on the keyboard, as `KeyboardEvent.code`; null for `scan`. */
  key: z.string().nullable(),
  ready: z.boolean(),
  reason: z.enum(METHOD_REASONS).nullable(),
  minimum: moneySchema.nullable(),
  maximum: moneySchema.nullable(),
});
export type MethodView = Readonly<z.infer<typeof methodViewSchema>>;

export const recentSaleSchema = z.strictObject({
  saleId: z.uuid(),
  money: moneySchema,
  method: methodIdSchema.nullable(),
  state: saleStateSchema,
  tone: toneSchema,
  atMs: z.int(),
  reference: z.string().nullable(),
});
export type RecentSale = Readonly<z.infer<typeof recentSaleSchema>>;

export const ALARMS = [
  "paid-late",
  "paid-twice",
  "paid-after-cancel",
  "answer-mismatch",
  "unknown-status",
  "account-mismatch",
  "refund-mismatch",
  "refund-late",
] as const;
export const alarmViewSchema = z.strictObject({
  id: z.string().max(80),
  words: z.enum(ALARMS),
  saleId: z.uuid(),
  attemptId: z.uuid(),
  money: moneySchema,
  atMs: z.int(),
  may: z.strictObject({ seen: z.boolean(), attach: z.boolean(), refund: z.boolean() }),
});
export type AlarmView = Readonly<z.infer<typeof alarmViewSchema>>;

/** Why no sale can be taken at all. */
export const NO_SALE_REASONS = [
  "key-refused",
  "account-unknown",
  "api-unreachable",
  "ledger-closed",
  "ledger-restored",
] as const;

export const cashierViewSchema = z.strictObject({
  version: z.int().min(0),
  mode: modeSchema,
  shopName: z.string().max(80),
  tillName: z.string().max(40),
  country: countrySchema,
  currency: currencySchema,
  language: languageSchema,
  /** The shop's time zone, such as `Asia/Bangkok`: every time of day on the screens is in it. */
  zone: z.string().max(60),
  /** Whether a page for the customer is open; without one the QR stands on the cashier's own page. */
  customerScreen: z.boolean(),
  noSale: z.enum(NO_SALE_REASONS).nullable(),
  /** Above this the amount is confirmed by a second Enter. */
  confirmAboveMinor: z.int(),
  counter: saleViewSchema.nullable(),
  methods: z.array(methodViewSchema),
  recent: z.array(recentSaleSchema).max(5),
  notice: noticeSchema.nullable(),
  doubt: doubtSchema.nullable(),
  alarms: z.array(alarmViewSchema).max(50),
  link: linkViewSchema,
  /** The PC's clock is off by more than half a minute: how far it is ahead (or, negative, behind), in ms. */
  clockOffMs: z.int().nullable(),
  /** What is still to be done, oldest first; `queueLength` counts all of it. */
  queue: z.array(queueItemSchema).max(20),
  queueLength: z.int().min(0),
  staff: z.array(staffMemberSchema).max(200),
  scanners: z.array(scannerViewSchema).max(20),
  keyGapMs: keyGapMsSchema,
  customer: customerViewSchema,
});
export type CashierView = Readonly<z.infer<typeof cashierViewSchema>>;

/** View name -> who may watch it and its shape. */
export const views = {
  cashier: { roles: ["cashier"], schema: cashierViewSchema },
  customer: { roles: ["cashier", "customer"], schema: customerViewSchema },
  day: { roles: ["cashier"], schema: dayViewSchema },
  "set-up": { roles: ["cashier"], schema: setUpViewSchema },
} as const;
export type ViewName = keyof typeof views;
export type ViewOf<Name extends ViewName> = Readonly<z.infer<(typeof views)[Name]["schema"]>>;

export function isViewName(name: string): name is ViewName {
  return Object.hasOwn(views, name);
}
