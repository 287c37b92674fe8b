// What is said about a scan that was no sale: one sentence for the cashier, one for the customer, and the one question about a
// code that only a person may let pass. The till names them, the catalogues have the words.
import { z } from "./schema.ts";

/** Said once to the cashier about something that was not a sale: a scan refused, a command out of place. */
export const NOTICES = [
  "scan-needs-amount",
  "scan-after-end",
  "scan-while-busy",
  "scan-while-checking",
  "scan-same-while-busy",
  "scan-stale",
  "scan-repeated",
  "scan-out-of-range",
  "scan-not-enabled",
  "scan-no-sale",
  "scan-doubt-dropped",
  "scan-alipay",
  "scan-alipay-not-taken",
  "scan-unionpay",
  "scan-customer-qr",
  "scan-line-pay",
  "scan-other-wallet",
  "scan-half-read",
  "scan-glued",
  "scan-poster",
  "scan-poster-torn",
  "scan-receive",
  "scan-link",
  "scan-own-qr",
  "scan-receipt",
  "scan-product",
  "scan-product-like",
  "scan-product-or-line-pay",
  "scan-goods",
  "scan-setting",
  "scan-unreadable",
  "scan-not-a-code",
  "picture-unreadable",
] as const;
export const noticeSchema = z.strictObject({ id: z.int(), words: z.enum(NOTICES) });
export type NoticeWords = (typeof NOTICES)[number];

/** What the customer is asked to do after such a scan; nothing technical, nothing of an earlier customer. */
export const HINTS = [
  "amount-first",
  "open-wechat",
  "pay-not-receive",
  "show-again",
  "new-code",
  "alipay-qr",
  "one-moment",
  "ask-cashier",
] as const;
export const hintSchema = z.enum(HINTS);
export type Hint = z.infer<typeof hintSchema>;

/** A code that looks like WeChat Pay's and begins as none does today. It is kept sealed until somebody decides, at the longest
 *  until it is stale. */
export const doubtSchema = z.strictObject({
  /** Another scan is another doubt. */
  id: z.int(),
  saleId: z.uuid(),
  lastFour: z.string().regex(/^\d{4}$/),
  /** Until the code is too old. */
  remainingMs: z.int().min(0),
});
export type DoubtView = Readonly<z.infer<typeof doubtSchema>>;
