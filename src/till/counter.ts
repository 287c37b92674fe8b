// The one sale that stands on the counter: begun, charged, scanned, cancelled, put away. Everything that a person does to
// a sale comes through here, by the sale's id.
import type { InputOf, OutputOf } from "#contract/commands.ts";
import { failure, Refusal, type FailureCode } from "#contract/failure.ts";
import type { Scan } from "#contract/scan.ts";
import type { CashierView } from "#contract/views.ts";
import type { MethodId } from "#contract/words.ts";
import type { Account } from "./account.ts";
import { isFinal, isPaid, type Attempt, type AttemptRecord } from "./attempt/state.ts";
import type { BankTime } from "./bank-time.ts";
import type { Book } from "./book.ts";
import type { Loops } from "./loop.ts";
import { fitnessOf, METHODS } from "./methods.ts";
import type { Clock, Fingerprint, Ids, Ledger, SaleRecord, Settings } from "./ports.ts";
import { createScanGate, type NoticeWords } from "./scan-gate.ts";
import { sealCode, type SecretCode } from "./secret.ts";
import type { Timings } from "./timings.ts";

export type OnCounter = {
  readonly sale: SaleRecord;
  /** True while the cashier may choose how to pay. */
  readonly choosing: boolean;
  /** The newest attempt of the sale; null before the first. */
  readonly record: AttemptRecord | null;
};

export type Notice = { readonly id: number; readonly words: NoticeWords };

export type CounterParts = {
  readonly ledger: Ledger;
  readonly book: Book;
  readonly loops: Loops;
  readonly account: Account;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly bank: BankTime;
  readonly ids: Ids;
  readonly fingerprint: Fingerprint;
  readonly timings: Timings;
  readonly noSale: () => CashierView["noSale"];
  readonly changed: () => void;
};

export type Counter = ReturnType<typeof createCounter>;

export function createCounter(parts: CounterParts) {
  const { ledger, loops, clock } = parts;
  const gate = createScanGate(parts);
  let place: { readonly saleId: string; readonly choosing: boolean } | null = null;
  let notice: Notice | null = null;
  let notices = 0;

  function put(next: typeof place): void {
    place = next;
    notice = null;
    parts.changed();
  }

  function tell(words: NoticeWords): void {
    notices += 1;
    notice = { id: notices, words };
    parts.changed();
  }

  function now(): OnCounter | null {
    if (!place) return null;
    const sale = ledger.sale(place.saleId);
    if (!sale) throw new Error(`the sale on the counter is not in the ledger: ${place.saleId}`);
    return { sale, choosing: place.choosing, record: ledger.attemptsOfSale(place.saleId).at(-1) ?? null };
  }

  /** What stands on the counter, if it is that sale: a late key never meets another one. */
  function expect(saleId: string): OnCounter {
    const on = now();
    if (!on || on.sale.saleId !== saleId) throw refusal("not-found", "that sale is not on the counter");
    return on;
  }

  function living(on: OnCounter): AttemptRecord {
    if (!on.record || on.choosing || isFinal(on.record.state)) throw refusal("too-late", "nothing of that sale is open");
    return on.record;
  }

  function openAttempt(
    sale: SaleRecord,
    order: { readonly attemptId: string; readonly method: MethodId; readonly code: SecretCode | null; readonly sendByMs: number },
  ): void {
    const attempt: Attempt = {
      attemptId: order.attemptId,
      saleId: sale.saleId,
      method: order.method,
      money: sale.money,
      reference: sale.reference,
      codeLastFour: order.code?.lastFour ?? null,
      createdAtMs: clock.nowMs(),
    };
    const record = parts.book.open(attempt, { sendByMs: order.sendByMs, bankMs: parts.bank.nowMs() });
    loops.begin(record, order.code);
    put({ saleId: sale.saleId, choosing: false });
  }

  function fitness(sale: SaleRecord, method: MethodId) {
    const account = parts.account.now();
    const capability = account.kind === "known" ? account.capability : null;
    return fitnessOf(method, { currency: sale.money.currency, money: sale.money, capability });
  }

  return {
    now,
    notice: () => notice,

    begin(input: InputOf<"sale/begin">): OutputOf<"sale/begin"> {
      const on = now();
      if (on?.sale.saleId === input.saleId) return { step: "begun" };
      if (on?.record && !on.choosing && !isFinal(on.record.state)) throw refusal("busy", "a sale on the counter is open");
      const account = parts.account.now();
      const reason = parts.noSale();
      if (reason !== null || account.kind !== "known") throw refusal("no-sale", reason ?? "account-unknown");
      const { confirmAboveMinor, staff } = parts.settings.read();
      if (input.amountMinor > confirmAboveMinor[account.currency] && !input.confirmed) return { step: "confirm-amount" };
      const money = { amountMinor: input.amountMinor, currency: account.currency };
      ledger.saveSale({ saleId: input.saleId, money, reference: input.reference, staff, beganAtMs: clock.nowMs() });
      put({ saleId: input.saleId, choosing: true });
      return { step: "begun" };
    },

    charge(input: InputOf<"sale/charge">): void {
      const on = expect(input.saleId);
      if (on.record?.attempt.attemptId === input.attemptId) return;
      if (!on.choosing) throw refusal("busy", "that sale is already being paid");
      if (METHODS[input.method].flow !== "qr") throw refusal("bad-input", "that method needs the customer's code");
      const fit = fitness(on.sale, input.method);
      if (!fit.ok) throw refusal("out-of-range", fit.reason);
      const sendByMs = clock.nowMs() + parts.timings.qrSendWithinMs;
      openAttempt(on.sale, { attemptId: input.attemptId, method: input.method, code: null, sendByMs });
    },

    scanned(scan: Scan): void {
      const on = now();
      if (!on) return tell("scan-needs-amount");
      if (!on.choosing) {
        return tell(on.record && !isFinal(on.record.state) ? "scan-while-busy" : "scan-needs-amount");
      }
      const objection = gate.objection(scan);
      if (objection) return tell(objection);
      const fit = fitness(on.sale, "wechat_pay_upm");
      if (!fit.ok) {
        return tell(fit.reason === "too-small" || fit.reason === "too-large" ? "scan-out-of-range" : "scan-not-enabled");
      }
      const attemptId = parts.ids.uuid();
      const sendByMs = scan.receivedAtMs + parts.timings.codeStaleAfterMs;
      openAttempt(on.sale, { attemptId, method: "wechat_pay_upm", code: sealCode(scan.text), sendByMs });
      gate.handOver(scan, () => ledger.attempt(attemptId)?.state.name !== "not-sent");
    },

    cancel(saleId: string): void {
      const on = expect(saleId);
      if (on.choosing) return put(null);
      const record = living(on);
      loops.tell(record.attempt.attemptId, { kind: "cancel-asked", atMs: clock.nowMs(), by: "cashier" });
      parts.changed();
    },

    wait(saleId: string): void {
      const record = living(expect(saleId));
      if (record.state.name !== "pending") throw refusal("too-late", "nothing waits for an answer");
      loops.tell(record.attempt.attemptId, { kind: "wait-answered", atMs: clock.nowMs() });
    },

    askNow(saleId: string): void {
      loops.lookNow(living(expect(saleId)).attempt.attemptId);
    },

    again(saleId: string): void {
      const attempts = ledger.attemptsOfSale(expect(saleId).sale.saleId);
      if (!attempts.every((each) => isFinal(each.state))) throw refusal("busy", "an attempt of that sale is still open");
      if (attempts.some((each) => isPaid(each.state))) throw refusal("too-late", "that sale is paid");
      put({ saleId, choosing: true });
    },

    clear(saleId: string): void {
      expect(saleId);
      put(null);
    },

    open(saleId: string): void {
      const on = now();
      if (on?.record && !on.choosing && !isFinal(on.record.state) && on.sale.saleId !== saleId) {
        throw refusal("busy", "a sale on the counter is open");
      }
      if (!ledger.sale(saleId)) throw refusal("not-found", "no such sale");
      put({ saleId, choosing: false });
    },
  };
}

function refusal(code: FailureCode, words: string): Refusal {
  return new Refusal(failure(code, words));
}
