// Typical payments for the ledger's bench: a sale, its attempt begun and sent in one commit, the answer, and the payment.
import { randomUUID } from "node:crypto";
import type { ChargeFacts } from "#till/attempt/events.ts";
import type { Attempt, AttemptState } from "#till/attempt/state.ts";
import type { Entry, Ledger, SaleRecord } from "#till/ports.ts";

export const COMMITS_OF_A_PAYMENT = 4;
export const EVENTS_OF_A_PAYMENT = 5;

const BEGIN_MS = Date.UTC(2026, 0, 1);
const BETWEEN_MS = 120_000;
const money = { amountMinor: 12_345, currency: "THB" } as const;

type Payment = { readonly sale: SaleRecord; readonly entries: readonly Entry[] };

/** @param number its place in time */
export function paymentOf(number: number): Payment {
  const atMs = BEGIN_MS + number * BETWEEN_MS;
  const saleId = randomUUID();
  const attempt: Attempt = {
    attemptId: randomUUID(),
    saleId,
    method: "wechat_pay_upm",
    money,
    reference: null,
    codeLastFour: "4321",
    createdAtMs: atMs,
  };
  const sale = { saleId, money, reference: null, staff: 7, beganAtMs: atMs - 4_000 };
  return { sale, entries: entriesOf(attempt, `chrg_test_${randomUUID().replaceAll("-", "").slice(0, 19)}`) };
}

function entriesOf(attempt: Attempt, chargeId: string): readonly Entry[] {
  const atMs = attempt.createdAtMs;
  const seen: ChargeFacts = {
    chargeId,
    status: "pending",
    paid: false,
    ...money,
    livemode: false,
    attemptId: attempt.attemptId,
    createdAtMs: atMs + 300,
    expiresAtMs: atMs + 600_000,
    paidAtMs: null,
    failureCode: null,
    failureMessage: null,
    hasPicture: false,
  };
  const paid: ChargeFacts = { ...seen, status: "successful", paid: true, paidAtMs: atMs + 6_000 };
  const sentAtMs = atMs + 10;
  const sent = { sentAtMs, sentBankMs: atMs - 70, cancelWanted: false, gaveWay: false };
  const charge = { chargeId, expiresAtMs: atMs + 600_000, endAtMs: atMs + 90_000 };
  const step = (number: number, state: AttemptState) => ({ record: { attempt, state, step: number }, alarms: [] });
  return [
    {
      steps: [
        {
          ...step(1, { name: "queued", sendByMs: atMs + 20_000 }),
          event: { kind: "created", attempt, sendByMs: atMs + 20_000 },
          intent: "send",
          atMs,
        },
        {
          ...step(2, { name: "sending", sendByMs: atMs + 20_000, ...sent }),
          event: { kind: "send-began", atMs: sentAtMs, bankMs: atMs - 70 },
          intent: "await the answer",
          atMs: sentAtMs,
        },
      ],
    },
    {
      steps: [
        {
          ...step(3, { name: "pending", charge, sentAtMs, askAtMs: atMs + 45_000 }),
          event: { kind: "charge-seen", atMs: atMs + 500, by: "post", charge: seen },
          intent: "read until final",
          atMs: atMs + 500,
        },
      ],
    },
    {
      steps: [
        {
          ...step(4, { name: "successful", chargeId, paidAtMs: atMs + 6_000, endedAtMs: atMs + 6_500 }),
          event: { kind: "charge-seen", atMs: atMs + 6_500, by: "get", charge: paid },
          intent: "none",
          atMs: atMs + 6_500,
        },
      ],
    },
  ];
}

export function save(ledger: Pick<Ledger, "saveSale" | "save">, { sale, entries }: Payment): void {
  ledger.saveSale(sale);
  for (const entry of entries) ledger.save(entry);
}
