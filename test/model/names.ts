// The ids and facts of the model's attempts and charges, and the bank's answers in the words of the till's ports.
import type { ChargeFacts } from "#till/attempt/events.ts";
import type { Attempt } from "#till/attempt/state.ts";
import type {
  ChargeOutcome,
  ExpireOutcome,
  ListOutcome,
  MoneyOutcome,
  ReadOutcome,
  RefundOutcome,
} from "#till/ports.ts";
import { NOW_MS, WHOLE_MINOR, type Flow, type Look, type Status } from "./world.ts";

export const SALE_ID = "sale";

export type Answer =
  | { readonly to: "post"; readonly outcome: ChargeOutcome }
  | { readonly to: "read"; readonly outcome: ReadOutcome }
  | { readonly to: "list"; readonly outcome: ListOutcome }
  | { readonly to: "expire"; readonly outcome: ExpireOutcome }
  | { readonly to: "money"; readonly outcome: MoneyOutcome }
  | { readonly to: "refund"; readonly outcome: RefundOutcome };

/** What may be wrong with an answer that is otherwise in shape. `claims-paid`: says paid although nobody knows it. */
export type Strange = "other-amount" | "unheard-of" | "unpaid-success" | "claims-paid";

export function attemptOf(index: number, method: Flow): Attempt {
  return {
    attemptId: String(index),
    saleId: SALE_ID,
    method,
    money: { amountMinor: WHOLE_MINOR, currency: "THB" },
    reference: null,
    codeLastFour: method === "wechat_pay_upm" ? "4321" : null,
    createdAtMs: NOW_MS,
  };
}

/** The charge that an attempt made first; what another one would be called never matters. */
export function chargeIdOf(attempt: number): string {
  return `charge ${attempt}`;
}

export function chargeIndexOf(chargeId: string): number {
  return Number(chargeId.slice("charge ".length));
}

export function factsOf(attempt: number, status: Status): ChargeFacts {
  const paid = status === "successful";
  return {
    chargeId: chargeIdOf(attempt),
    status,
    paid,
    amountMinor: WHOLE_MINOR,
    currency: "THB",
    livemode: false,
    attemptId: String(attempt),
    createdAtMs: NOW_MS,
    expiresAtMs: NOW_MS + 600_000,
    paidAtMs: paid ? NOW_MS : null,
    failureCode: status === "failed" ? "payment_rejected" : null,
    failureMessage: null,
    hasPicture: false,
  };
}

const STRANGE: Readonly<Record<Strange, Partial<ChargeFacts>>> = {
  "other-amount": { status: "successful", paid: true, amountMinor: 1 },
  "unheard-of": { status: "wondering", paid: false },
  "unpaid-success": { status: "successful", paid: false },
  "claims-paid": { status: "successful", paid: true },
};

function charged(attempt: number, status: Status, strange: Strange | null): ChargeFacts {
  return { ...factsOf(attempt, status), ...(strange && STRANGE[strange]) };
}

const error = { status: 400, code: "bad_request", message: "no" };
/** The till of the model knows the bank's time from its start on, and it is its own. */
const bankMs = null;
const noAnswer = { why: "no answer in time", bankMs: null } as const;

const POST_ANSWERS = {
  charge: (attempt, strange) => ({ kind: "answered", charge: charged(attempt, "pending", strange), bankMs }),
  refused: () => ({ kind: "refused", error, bankMs }),
  "too-many": () => ({ kind: "refused", error: { ...error, status: 429 }, bankMs }),
  "never-sent": () => ({ kind: "never-sent", why: "refused connection", bankMs: null }),
  unknown: () => ({ kind: "unknown", ...noAnswer }),
} satisfies Record<string, (attempt: number, strange: Strange | null) => ChargeOutcome>;

const EXPIRE_ANSWERS = {
  answered: (attempt) => ({ kind: "charge", charge: factsOf(attempt, "expired"), bankMs }),
  refused: () => ({ kind: "refused", error, bankMs }),
  unknown: () => ({ kind: "unknown", ...noAnswer }),
} satisfies Record<string, (attempt: number) => ExpireOutcome>;

export type PostAnswer = keyof typeof POST_ANSWERS;
export type ExpireAnswer = keyof typeof EXPIRE_ANSWERS;

export function postAnswer(attempt: number, name: PostAnswer, strange: Strange | null = null): Answer {
  return once(`post ${attempt} ${name} ${strange}`, () => ({
    to: "post",
    outcome: POST_ANSWERS[name](attempt, strange),
  }));
}

export function expireAnswer(attempt: number, name: ExpireAnswer): Answer {
  return once(`expire ${attempt} ${name}`, () => ({ to: "expire", outcome: EXPIRE_ANSWERS[name](attempt) }));
}

type Heard = { readonly heard: boolean; readonly strange?: Strange | null };

/** `heard` false: the answer did not come. */
export function lookAnswer(
  attempt: number,
  { kind, saw }: Pick<Look, "kind" | "saw">,
  { heard, strange = null }: Heard,
): Answer {
  return once(`${kind} ${attempt} ${saw} ${heard} ${strange}`, () => {
    const charges = saw === null ? [] : [charged(attempt, saw, strange)];
    if (kind === "list") {
      const listed = { kind: "listed", charges, complete: true, bankMs } as const;
      return { to: "list", outcome: heard ? listed : { kind: "no-answer", ...noAnswer } };
    }
    const [charge] = charges;
    if (!charge) throw new Error("a charge that is read is there");
    return { to: "read", outcome: heard ? { kind: "charge", charge, bankMs } : { kind: "no-answer", ...noAnswer } };
  });
}

const made = new Map<string, Answer>();

/** The same answer is one object. */
export function once(name: string, make: () => Answer): Answer {
  const answer = made.get(name) ?? make();
  made.set(name, answer);
  return answer;
}
