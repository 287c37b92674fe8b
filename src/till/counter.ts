// What a person does to the sale on the counter: begin, charge, cancel, wait, try again, put away.
import type { InputOf, OutputOf } from "#contract/commands.ts";
import type { CashierView } from "#contract/views.ts";
import type { MethodId } from "#contract/words.ts";
import type { Account } from "./account.ts";
import type { Approvals } from "./approvals.ts";
import { isFinal, isPaid, mayBeAsked, standsAside, type Attempt, type AttemptRecord } from "./attempt/state.ts";
import { isNeverShown } from "./attempt/never-shown.ts";
import type { BankTime } from "./bank-time.ts";
import type { Book } from "./book.ts";
import type { Loops } from "./loop.ts";
import { fitnessOf, METHODS, type Fitness } from "./methods.ts";
import { createPlace, holdsCounter, refusal, type Place } from "./place.ts";
import type { Clock, Fingerprint, Ids, Ledger, Payments, SaleRecord, Settings } from "./ports.ts";
import { sameCustomer } from "./same-customer.ts";
import { createScanning, type Scanning } from "./scanning.ts";
import type { SecretCode } from "./secret.ts";
import type { Timings } from "./timings.ts";

export type CounterParts = {
  readonly ledger: Ledger;
  readonly book: Book;
  readonly loops: Pick<Loops, "begin" | "tell" | "lookNow">;
  readonly account: Account;
  readonly approvals: Approvals;
  readonly settings: Settings;
  readonly payments: Pick<Payments, "link">;
  readonly clock: Clock;
  readonly bank: BankTime;
  readonly ids: Ids;
  readonly fingerprint: Fingerprint;
  readonly timings: Timings;
  /** An attempt that ended unpaid is asked for at once. */
  readonly lookAgain: (attemptId: string) => void;
  readonly noSale: () => CashierView["noSale"];
  readonly changed: () => void;
};

export type Counter = Pick<Place, "now" | "isTaken" | "said"> & {
  readonly scanning: Scanning;
  begin(input: InputOf<"sale/begin">): OutputOf<"sale/begin">;
  charge(input: InputOf<"sale/charge">): void;
  cancel(saleId: string): void;
  wait(saleId: string): void;
  askNow(saleId: string): void;
  again(saleId: string): void;
  override(input: InputOf<"sale/override">): void;
  clear(saleId: string): void;
  open(saleId: string): void;
};

type Room = CounterParts & { readonly place: Place };

export function createCounter(parts: CounterParts): Counter {
  const place = createPlace(parts);
  const room: Room = { ...parts, place };
  const { now, isTaken, said } = place;
  return {
    now,
    isTaken,
    said,
    scanning: scanningAt(room),
    begin: (input) => begin(room, input),
    charge: (input) => charge(room, input),
    again: (saleId) => again(room, saleId),
    override: (input) => override(room, input),
    open: (saleId) => open(room, saleId),
    cancel(saleId) {
      if (place.expect(saleId).choosing) return place.put(null);
      const { attemptId } = place.living(saleId).attempt;
      parts.loops.tell(attemptId, { kind: "cancel-asked", atMs: parts.clock.nowMs(), by: "cashier" });
    },
    wait(saleId) {
      const { attempt, state } = place.living(saleId);
      if (state.name !== "pending") throw refusal("too-late", "nothing waits for an answer");
      parts.loops.tell(attempt.attemptId, { kind: "wait-answered", atMs: parts.clock.nowMs() });
    },
    askNow(saleId) {
      const { record } = place.expect(saleId);
      if (!record || !mayBeAsked(record)) throw refusal("too-late", "there is nothing to ask for");
      parts.payments.link.tryNow();
      // "The customer's phone says paid": an end is looked at again, too.
      if (isFinal(record.state)) parts.lookAgain(record.attempt.attemptId);
      else parts.loops.lookNow(record.attempt.attemptId);
    },
    clear(saleId) {
      place.expect(saleId);
      place.put(null);
    },
  };
}

function scanningAt(room: Room): Scanning {
  return createScanning({
    ...room,
    fitness: (sale, method) => fitness(room, sale, method),
    open: (sale, order) => openAttempt(room, sale, order),
  });
}

function begin(room: Room, input: InputOf<"sale/begin">): OutputOf<"sale/begin"> {
  const on = room.place.now();
  if (on?.sale.saleId === input.saleId) {
    if (on.sale.money.amountMinor === input.amountMinor) return { step: "begun" };
    throw refusal("bad-input", "that sale has another amount");
  }
  if (room.ledger.sale(input.saleId)) throw refusal("too-late", "that sale was begun before");
  if (holdsCounter(on)) throw refusal("busy", "a sale on the counter is open");
  const account = room.account.now();
  const reason = room.noSale();
  if (reason !== null || account.kind !== "known") throw refusal("no-sale", reason ?? "account-unknown");
  const { confirmAboveMinor, staff } = room.settings.read();
  const money = { amountMinor: input.amountMinor, currency: account.currency };
  const question = input.otherCustomer ? null : sameCustomer(money, room);
  if (question) return question;
  if (input.amountMinor > confirmAboveMinor[account.currency] && !input.confirmed) return { step: "confirm-amount" };
  const { saleId, reference } = input;
  room.book.begin({ saleId, money, reference, staff, beganAtMs: room.clock.nowMs() });
  room.place.put({ saleId, choosing: true });
  return { step: "begun" };
}

function charge(room: Room, input: InputOf<"sale/charge">): void {
  const on = room.place.expect(input.saleId);
  if (on.record?.attempt.attemptId === input.attemptId) return;
  if (on.record && isPaid(on.record.state)) throw refusal("too-late", "that sale is paid");
  if (!on.choosing) throw refusal("busy", "that sale is already being paid");
  const reason = room.noSale();
  if (reason !== null) throw refusal("no-sale", reason);
  if (room.ledger.attempt(input.attemptId)) throw refusal("bad-input", "that attempt was made before");
  if (METHODS[input.method].flow !== "qr") throw refusal("bad-input", "that method needs the customer's code");
  const fit = fitness(room, on.sale, input.method);
  if (!fit.ok) throw refusal("out-of-range", fit.reason);
  const sendByMs = room.clock.nowMs() + room.timings.qrSendWithinMs;
  openAttempt(room, on.sale, { attemptId: input.attemptId, method: input.method, code: null, sendByMs });
}

/** Dead before next: after an unpaid end, or beside an attempt whose QR nobody can have seen; that one gives way. */
function again(room: Room, saleId: string): void {
  const inTheWay = blockers(room, saleId);
  if (!inTheWay.every(isNeverShown)) throw refusal("busy", "an attempt of that sale is still open");
  for (const { attempt } of inTheWay) {
    room.loops.tell(attempt.attemptId, { kind: "gave-way", atMs: room.clock.nowMs(), approvalId: null });
  }
  room.place.put({ saleId, choosing: true });
}

/** A manager takes the risk: what is open gives way, with both numbers and the amount at risk in the ledger. */
function override(room: Room, { saleId, approvalId }: InputOf<"sale/override">): void {
  const { money } = room.place.expect(saleId).sale;
  const [first, ...more] = blockers(room, saleId);
  if (!first || more.length > 0) throw refusal("too-late", "nothing of that sale stands in the way");
  if (first.state.name === "queued" || first.state.name === "sending")
    throw refusal("busy", "the answer to that attempt is still awaited");
  const approval = room.approvals.consume(approvalId, { action: "override", subject: saleId, money, seen: null });
  const event = { kind: "gave-way", atMs: room.clock.nowMs(), approvalId } as const;
  room.loops.tell(first.attempt.attemptId, event, approval);
  room.place.put({ saleId, choosing: true });
}

/** What keeps another attempt of the sale from beginning. @throws Refusal `too-late` once it is paid */
function blockers(room: Room, saleId: string): readonly AttemptRecord[] {
  const { sale } = room.place.expect(saleId);
  const attempts = room.ledger.attemptsOfSale(sale.saleId);
  if (attempts.some((each) => isPaid(each.state))) throw refusal("too-late", "that sale is paid");
  return attempts.filter((each) => !standsAside(each.state));
}

function open(room: Room, saleId: string): void {
  const on = room.place.now();
  if (holdsCounter(on) && on?.sale.saleId !== saleId) throw refusal("busy", "a sale on the counter is open");
  if (!room.ledger.sale(saleId)) throw refusal("not-found", "no such sale");
  room.place.put({ saleId, choosing: false, recalled: true });
}

function openAttempt(
  room: Room,
  sale: SaleRecord,
  order: {
    readonly attemptId: string;
    readonly method: MethodId;
    readonly code: SecretCode | null;
    readonly sendByMs: number;
  },
): void {
  const { saleId, money, reference } = sale;
  const { attemptId, method, code, sendByMs } = order;
  const codeLastFour = code?.lastFour ?? null;
  const attempt: Attempt = {
    attemptId,
    saleId,
    method,
    money,
    reference,
    codeLastFour,
    createdAtMs: room.clock.nowMs(),
  };
  const record = room.book.open(attempt, { sendByMs, bankMs: room.bank.nowMs() });
  room.loops.begin(record, code);
  room.place.put({ saleId, choosing: false });
}

function fitness(room: Room, sale: SaleRecord, method: MethodId): Fitness {
  const account = room.account.now();
  const capability = account.kind === "known" ? account.capability : null;
  return fitnessOf(method, { currency: sale.money.currency, money: sale.money, capability });
}
