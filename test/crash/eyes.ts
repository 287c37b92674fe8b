// Whether what a till's screens show is so at the bank at that moment.
import type { Books } from "#simulator/simulator.ts";
import type { Seen } from "./words.ts";

const PAID = new Set(["successful", "paid-late"]);
const OVER = new Set(["failed", "expired", "cancelled", "not-sent"]);
const AT_OMISE = new Set(["accepted", "closed"]);

/** What is shown and is not true. What the bank says can only go on meanwhile: from pending to an end, from unpaid to paid. */
export function liesIn({ counter, refunds, recent }: Seen, bank: Books): readonly string[] {
  const lies: string[] = [];
  if (counter) {
    const { attemptId, state, face } = counter;
    const status = bank.charges.find(({ metadata }) => metadata["cf_attempt"] === attemptId)?.status;
    const lie = `attempt ${attemptId} was shown as ${state} (${face}) while its charge was ${status ?? "unmade"}`;
    if ((PAID.has(state) || face === "paid") && status !== "successful") lies.push(lie);
    if (OVER.has(state) && status === "pending") lies.push(lie);
  }
  for (const { refundId, state } of refunds) {
    const isMade = bank.refunds.some(({ metadata }) => metadata["cf_refund"] === refundId);
    const lie = `refund ${refundId} was shown as ${state} while it was ${isMade ? "made" : "unmade"}`;
    if (AT_OMISE.has(state) ? !isMade : state === "failed" && isMade) lies.push(lie);
  }
  for (const { saleId, state } of recent) {
    if (PAID.has(state) && !isPaid(bank, saleId)) lies.push(`sale ${saleId} was listed as ${state} and is not paid`);
  }
  return lies;
}

/** What is shown at the end of a till that has come together with its bank, and is not the whole truth. */
export function untrueAtLast({ recent, noSale }: Seen, bank: Books): readonly string[] {
  const unseen = recent.filter(({ saleId, state }) => isPaid(bank, saleId) && !PAID.has(state));
  return [
    ...unseen.map(({ saleId, state }) => `sale ${saleId} is listed as ${state} and is paid`),
    ...(noSale === null ? [] : [`no sale is taken: ${noSale}`]),
  ];
}

function isPaid(bank: Books, saleId: string): boolean {
  return bank.charges.some(({ metadata, status }) => metadata["cf_sale"] === saleId && status === "successful");
}
