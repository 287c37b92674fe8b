// What each kind of scan leads to: a sale, a question to the cashier, or a word for both sides of the counter.
import type { Hint, NoticeWords } from "#contract/notices.ts";
import type { ScanKind } from "./kinds.ts";

export type Meaning =
  | { readonly leadsTo: "sale" }
  | { readonly leadsTo: "question" }
  | { readonly leadsTo: "alipay-qr" }
  | {
      readonly leadsTo: "words";
      readonly notice: NoticeWords;
      readonly hint: Hint;
    };

const word = (notice: NoticeWords, hint: Hint = "open-wechat"): Meaning => ({ leadsTo: "words", notice, hint });

export const MEANING: Readonly<Record<ScanKind, Meaning>> = {
  wechat: { leadsTo: "sale" },
  "wechat-hk": { leadsTo: "sale" },
  "wechat-unassigned": { leadsTo: "question" },
  /** The wallet is taken, by the other way round. */
  alipay: { leadsTo: "alipay-qr" },
  unionpay: word("scan-unionpay"),
  "customer-qr": word("scan-customer-qr"),
  "line-pay": word("scan-line-pay"),
  "other-wallet": word("scan-other-wallet"),
  "half-read": word("scan-half-read", "show-again"),
  glued: word("scan-glued", "show-again"),
  poster: word("scan-poster", "pay-not-receive"),
  "poster-torn": word("scan-poster-torn", "pay-not-receive"),
  receive: word("scan-receive", "pay-not-receive"),
  link: word("scan-link"),
  "own-qr": word("scan-own-qr"),
  receipt: word("scan-receipt"),
  product: word("scan-product"),
  "product-like": word("scan-product-like"),
  "product-or-line-pay": word("scan-product-or-line-pay"),
  goods: word("scan-goods"),
  setting: word("scan-setting"),
  unreadable: word("scan-unreadable", "show-again"),
  "not-a-code": word("scan-not-a-code"),
};
