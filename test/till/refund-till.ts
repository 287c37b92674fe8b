// What stands around the stage of refunds: the till's rooms for money that goes back, a bank's client whose requests can meet
// their fate, and payments that are there to go back.
import { randomUUID } from "node:crypto";
import type { MethodId } from "#contract/words.ts";
import type { Simulator } from "#simulator/simulator.ts";
import { createApprovals, type Approvals } from "#till/approvals.ts";
import { createBankTime } from "#till/bank-time.ts";
import { createBook, type Book } from "#till/book.ts";
import type { Ledger, Payments, RefundOutcome } from "#till/ports.ts";
import { createRefundDesk, type RefundDesk } from "#till/refund/desk.ts";
import { openRefunds, type RefundLoops } from "#till/refund/loop.ts";
import { recoverRefunds } from "#till/refund/recover.ts";
import { TIMINGS } from "#till/timings.ts";
import type { HandClock } from "./hand-clock.ts";

export const MANAGER = { number: 7, name: "Manager", role: "manager" } as const;

/** What becomes of a refund's request besides the bank's own faults: the till dies while it is under way. */
export type Fate = "through" | "never leaves" | "answer never read";

export type Sent = {
  readonly refundId: string;
  readonly asVoid: boolean;
  came: RefundOutcome["kind"] | "too-many" | "nothing";
};

export type Paid = {
  readonly attemptId: string;
  readonly saleId: string;
  readonly chargeId: string;
  readonly amountMinor: number;
};

export type Wire = { fate: Fate; underWay: number; readonly sent: Sent[] };

/** Counts what is under way, and lets a refund's request meet its fate. */
export function watched(client: Payments, wire: Wire): Payments {
  async function counted<Answer>(asking: () => Promise<Answer>): Promise<Answer> {
    wire.underWay += 1;
    try {
      return await asking();
    } finally {
      wire.underWay -= 1;
    }
  }
  const never = new Promise<never>(() => undefined);
  return {
    ...client,
    money: (chargeId) => counted(() => client.money(chargeId)),
    async refund(order) {
      const { fate, sent } = wire;
      const mine: Sent = { refundId: order.refundId, asVoid: order.asVoid, came: "nothing" };
      sent.push(mine);
      if (fate === "never leaves") return await never;
      const outcome = await counted(() => client.refund(order));
      if (fate === "through") mine.came = isTooMany(outcome) ? "too-many" : outcome.kind;
      return fate === "through" ? outcome : await never;
    },
  };
}

function isTooMany(outcome: RefundOutcome): boolean {
  return outcome.kind === "refused" && outcome.error.status === 429;
}

export type Till = {
  readonly book: Book;
  readonly desk: RefundDesk;
  readonly loops: RefundLoops;
  readonly approvals: Approvals;
};

export function openTill(at: {
  readonly clock: HandClock;
  readonly ledger: Ledger;
  readonly payments: Payments;
  readonly defects: unknown[];
}): Till {
  const { clock, ledger, payments, defects } = at;
  const rules = { livemode: false, timings: TIMINGS };
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (event: string, facts: object = {}) => void defects.push(event, ...Object.values(facts)),
  };
  const changed = (): void => undefined;
  const book = createBook({ ledger, clock, rules, log, changed });
  const bank = createBankTime(clock);
  const shared = { ledger, book, payments, clock, bank, log, timings: TIMINGS, rules, changed };
  const parts = { ...shared, keyDoubted: () => undefined, chance: () => 0.5 };
  const loops = openRefunds({ ...parts, recovered: recoverRefunds(shared) });
  const staff = { list: () => [MANAGER], check: async () => ({ kind: "right", member: MANAGER }) as const };
  const approvals = createApprovals({ clock, staff, asker: () => 12 });
  return { book, loops, approvals, desk: createRefundDesk({ ...parts, loops, approvals, staff: () => 12 }) };
}

export type Payer = {
  readonly book: Book;
  readonly payments: Payments;
  readonly simulator: Simulator;
  readonly nowMs: () => number;
};

/** A sale that is charged and waits for its customer. */
export async function charge({ book, payments, nowMs }: Payer, method: MethodId, amountMinor: number): Promise<Paid> {
  const [attemptId, saleId] = [randomUUID(), randomUUID()];
  const money = { amountMinor, currency: "THB" } as const;
  const attempt = { attemptId, saleId, method, money, reference: null, codeLastFour: null, createdAtMs: nowMs() };
  book.begin({ saleId, money, reference: null, staff: 12, beganAtMs: nowMs() });
  book.open(attempt, { sendByMs: nowMs() + 20_000, bankMs: nowMs() });
  // What went before may have left the line at rest, and a POST never is its trial.
  payments.link.tryNow();
  await payments.account();
  const outcome = await payments.charge({ ...attempt, staff: 12, code: null, expiresAtMs: null });
  if (outcome.kind !== "answered") throw new Error(`the charge was ${outcome.kind}`);
  const { chargeId } = outcome.charge;
  book.apply(attemptId, { kind: "charge-seen", atMs: nowMs(), by: "post", charge: outcome.charge });
  return { attemptId, saleId, chargeId, amountMinor };
}

/** It is paid by the customer and fetched; `late`: only after it had expired. */
export async function pay(payer: Payer, paid: Paid, late = false): Promise<Paid> {
  const { bank } = payer.simulator;
  if (late) {
    await payer.payments.expire(paid.chargeId);
    await fetch(payer, paid);
    bank.approveLate(paid.chargeId);
  } else bank.approve(paid.chargeId);
  await fetch(payer, paid);
  return paid;
}

async function fetch({ book, payments, nowMs }: Payer, { attemptId, chargeId }: Paid): Promise<void> {
  const read = await payments.read(chargeId);
  if (read.kind !== "charge") throw new Error(`the charge was ${read.kind}`);
  book.apply(attemptId, { kind: "charge-seen", atMs: nowMs(), by: "get", charge: read.charge });
}
