// Bugs on purpose, each around a port of the till. The harness must find every one of them within its stated runs.
import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import type { ChargeOutcome, Ledger, Payments, ReadOutcome } from "#till/ports.ts";
import { openLedger } from "#ledger/ledger.ts";
import type { Plant } from "./life.ts";
import type { DayName } from "./stories.ts";

type UnknownOutcome = Extract<ChargeOutcome, { kind: "unknown" }>;

/** What the client would say of an answer that is not known. */
function meaning(
  instead: (outcome: UnknownOutcome, again: () => Promise<ChargeOutcome>) => Promise<ChargeOutcome>,
): Plant {
  return {
    payments: (payments: Payments): Payments => ({
      ...payments,
      async charge(order) {
        const outcome = await payments.charge(order);
        if (outcome.kind !== "unknown") return outcome;
        return await instead(outcome, () => payments.charge(order));
      },
    }),
  };
}

const retriesBlindly = meaning(async (_outcome, again) => await again());

const resetMeansNeverSent = meaning(async (outcome) =>
  outcome.why.startsWith("lost") ? { kind: "never-sent", why: outcome.why, bankMs: null } : outcome,
);

const noAnswerMeansRefused = meaning(async ({ why, bankMs }) => ({
  kind: "refused",
  error: { status: 400, code: "invalid_charge", message: why },
  bankMs,
}));

const pendingMeansPaid: Plant = {
  payments: (payments) => ({
    ...payments,
    async read(chargeId): Promise<ReadOutcome> {
      const outcome = await payments.read(chargeId);
      if (outcome.kind !== "charge" || outcome.charge.status !== "pending") return outcome;
      return { ...outcome, charge: { ...outcome.charge, status: "successful", paid: true } };
    },
  }),
};

/** The newest entry is written when the next one comes: a till that dies has forgotten it. */
const savesTooLate: Plant = {
  ledger(ledger: Ledger, folder) {
    const path = join(folder, "unsaved.ledger");
    for (const end of ["", "-wal"]) if (existsSync(ledger.path + end)) cpSync(ledger.path + end, path + end);
    const believed = openLedger({ path, mode: "training" });
    let waiting: (() => void) | null = null;
    const hold = (write: (book: Ledger) => void): void => {
      write(believed);
      waiting?.();
      waiting = () => write(ledger);
    };
    return {
      ...believed,
      path: ledger.path,
      saveSale: (sale) => hold((book) => book.saveSale(sale)),
      save: (entry) => hold((book) => book.save(entry)),
    };
  },
};

const neverWatches: Plant = {
  ledger: (ledger) => ({ ...ledger, unpaidEndsSince: () => [] }),
};

const refundsAgain: Plant = {
  payments: (payments) => ({
    ...payments,
    async refund(order) {
      const outcome = await payments.refund(order);
      return outcome.kind === "unknown" ? await payments.refund(order) : outcome;
    },
  }),
};

const refundMeansRefused: Plant = {
  payments: (payments) => ({
    ...payments,
    async refund(order) {
      const outcome = await payments.refund(order);
      if (outcome.kind !== "unknown") return outcome;
      const error = { status: 400, code: "failed_refund", message: outcome.why };
      return { kind: "refused", error, bankMs: outcome.bankMs };
    },
  }),
};

type Bug = { readonly plant: Plant; readonly day: DayName };

export const BUGS = {
  "a client that sends again after a lost answer": { plant: retriesBlindly, day: "any" },
  "a reset that is taken for never sent": { plant: resetMeansNeverSent, day: "any" },
  "a lost answer that is taken for a refusal": { plant: noAnswerMeansRefused, day: "any" },
  "a pending charge that is taken for money": { plant: pendingMeansPaid, day: "any" },
  "a refund that is sent again after a lost answer": { plant: refundsAgain, day: "money back" },
  "a refund whose lost answer is taken for a refusal": { plant: refundMeansRefused, day: "money back" },
  "a ledger that is written too late": { plant: savesTooLate, day: "any" },
  "late money that nobody looks for": { plant: neverWatches, day: "any" },
} as const satisfies Readonly<Record<string, Bug>>;

/** Each is found within so many runs. */
export const FOUND_WITHIN = 150;
