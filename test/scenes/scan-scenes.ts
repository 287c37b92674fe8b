// Scenes of scans that were no sale: every sentence for the cashier, every one for the customer, and the code that is doubted.
import type { Hint, NoticeWords } from "#contract/notices.ts";
import { MEANING } from "#till/recogniser/meaning.ts";
import { AMOUNT, CHARGE, NOTHING, SALE, scanned, scene, WAITING, type Scene } from "./scene.ts";

const AWAITED = { counter: {}, face: { kind: "amount", money: AMOUNT, codeWelcome: true } } as const;
const DOUBT = { id: 3, saleId: SALE, lastFour: "4417", remainingMs: 47_000 };
const CHECKING = { state: "unknown", sentence: "checking", turn: "omise" } as const;
const SENDING = { state: "pending", sentence: "confirm-on-phone", turn: "customer" } as const;

const notice = (words: NoticeWords) => ({ notice: { id: 3, words } });

/** A code is awaited, and something else was scanned. */
function awaited(words: NoticeWords, hint: Hint | null): Scene {
  // One picture of the customer's page for each hint is enough.
  const customer = hint !== null && FIRST_WITH[hint] === words;
  return scene(`notice-${words.replace("scan-", "")}`, {
    ...AWAITED,
    more: notice(words),
    customer,
    ...(hint && { hint }),
  });
}

const FIRST_WITH: Readonly<Partial<Record<Hint, NoticeWords>>> = {
  "open-wechat": "scan-unionpay",
  "pay-not-receive": "scan-poster",
  "show-again": "scan-half-read",
  "new-code": "scan-stale",
  "alipay-qr": "scan-alipay",
  "ask-cashier": "scan-no-sale",
};

const RECOGNISED = Object.values(MEANING).flatMap((meaning) =>
  meaning.leadsTo === "words" ? [awaited(meaning.notice, meaning.hint)] : [],
);

/** A scan while a payment runs, seen where the cashier is. */
function busy(words: NoticeWords, running: Parameters<typeof scanned>[0], keys: readonly string[] = []): Scene {
  return scene(`notice-${words.replace("scan-", "")}${keys.length === 0 ? "" : `-${keys.join("-").toLowerCase()}`}`, {
    counter: scanned({ ...running, ...CHARGE }),
    face:
      running.state === "unknown"
        ? { kind: "checking", money: AMOUNT }
        : { kind: "confirm-on-phone", money: AMOUNT, remainingMs: 84_000 },
    more: notice(words),
    keys,
    customer: false,
  });
}

export const SCAN_SCENES: readonly Scene[] = [
  ...RECOGNISED,
  awaited("scan-alipay", "alipay-qr"),
  awaited("scan-alipay-not-taken", "open-wechat"),
  awaited("scan-stale", "new-code"),
  awaited("scan-repeated", "new-code"),
  awaited("scan-out-of-range", null),
  awaited("scan-not-enabled", null),
  awaited("scan-no-sale", "ask-cashier"),
  awaited("scan-doubt-dropped", "open-wechat"),
  awaited("picture-unreadable", null),
  scene("notice-needs-amount", { more: notice("scan-needs-amount"), hint: "amount-first", customer: true }),
  scene("notice-after-end", {
    counter: scanned({
      state: "cancelled",
      sentence: "cancelled",
      turn: "nobody",
      may: { ...NOTHING, again: true, clear: true, next: true },
    }),
    more: notice("scan-after-end"),
  }),
  busy("scan-while-busy", { ...SENDING, remainingMs: 84_000, may: WAITING }),
  busy("scan-same-while-busy", { ...SENDING, remainingMs: 84_000, may: WAITING }),
  busy("scan-while-checking", { ...CHECKING, may: { ...NOTHING, cancel: true, askNow: true, clear: true } }),
  busy("scan-while-busy", { ...SENDING, remainingMs: 84_000, may: WAITING }, ["F3"]),
  busy("scan-while-busy", { ...SENDING, remainingMs: 84_000, may: WAITING }, ["F8"]),
  busy("scan-while-busy", { ...SENDING, remainingMs: 84_000, may: WAITING }, ["F9"]),
  scene("doubt", { ...AWAITED, more: { doubt: DOUBT }, hint: "one-moment", customer: true }),
  scene("doubt-elsewhere", { ...AWAITED, more: { doubt: DOUBT }, keys: ["F8"], customer: false }),
];
