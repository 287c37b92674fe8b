// The eyes of a page: every snapshot of the cashier's and the customer's view, held against the bank's books at that moment.
import type { CashierView, CustomerView } from "#contract/views.ts";
import { METHODS } from "#till/methods.ts";
import type { Books } from "#simulator/simulator.ts";
import type { Notes } from "./notes.ts";

const PAID = new Set(["successful", "paid-late"]);
const UNPAID = new Set(["failed", "expired", "cancelled", "not-sent"]);
const UNPAID_FACES = new Set(["not-paid", "expired", "cancelled"]);

type Charge = Books["charges"][number];

export type Eyes = {
  cashier(view: CashierView): void;
  customer(view: CustomerView): void;
  last(): CashierView | null;
};

type EyesParts = {
  readonly books: () => Books;
  /** Attempts whose QR somebody could scan. */
  readonly shown: Set<string>;
  readonly notes: Notes;
};

export function attemptOf(charge: Charge): string {
  return textIn(charge, "cf_attempt");
}

export function saleOf(charge: Charge): string {
  return textIn(charge, "cf_sale");
}

function textIn(charge: Charge, name: string): string {
  const value = charge.metadata[name];
  return typeof value === "string" ? value : "";
}

/** A QR that nobody has seen cannot be paid; a scanned code can from its first moment. */
export function isPayable(charge: Charge, shown: ReadonlySet<string>): boolean {
  return METHODS[charge.method].flow === "scan" || shown.has(attemptOf(charge));
}

export function openEyes({ books, shown, notes }: EyesParts): Eyes {
  let last: CashierView | null = null;
  let told = "";

  function judgeFace(kind: string): void {
    const on = last?.counter;
    if (!on) return;
    const charges = books().charges.filter((charge) => saleOf(charge) === on.saleId);
    const own = charges.find((charge) => attemptOf(charge) === on.attemptId);
    const words = `the customer was shown ${kind} while the charges of the sale were`;
    if (kind === "paid" && own?.status !== "successful") notes.tell("untrue", `${words} ${statusesOf(charges)}`);
    if (UNPAID_FACES.has(kind) && own?.status === "pending") notes.tell("untrue", `${words} ${statusesOf(charges)}`);
  }

  return {
    last: () => last,
    cashier(view) {
      last = view;
      notes.tally.snapshots += 1;
      const { counter, recent, customer } = view;
      const { face } = customer;
      if (face.kind === "qr" && !face.covered && counter?.attemptId) shown.add(counter.attemptId);
      const claims = JSON.stringify([counter?.attemptId, counter?.state, face.kind, recent]);
      if (claims === told) return;
      told = claims;
      const { charges } = books();
      if (counter?.attemptId) judgeAttempt(counter.attemptId, counter.state, { charges, notes });
      for (const { saleId, state } of recent) judgeSale(saleId, state, { charges, notes });
      judgeFace(face.kind);
    },
    customer(view) {
      notes.tally.snapshots += 1;
      judgeFace(view.face.kind);
    },
  };
}

type Against = { readonly charges: readonly Charge[]; readonly notes: Notes };

function statusesOf(charges: readonly Charge[]): string {
  return charges.map(({ status }) => status).join(", ") || "none";
}

/** Whatever a view or a row says of an attempt, held against its charge. */
export function judgeAttempt(attemptId: string, state: string, { charges, notes }: Against): void {
  const charge = charges.find((each) => attemptOf(each) === attemptId);
  const status = charge?.status ?? "none";
  const sentence = `attempt ${attemptId} was shown as ${state} while its charge was ${status}`;
  if (PAID.has(state) && status !== "successful") notes.tell("untrue", sentence);
  if (UNPAID.has(state) && status === "pending") notes.tell("untrue", sentence);
  if (state === "not-sent" && charge) notes.tell("untrue", sentence);
}

function judgeSale(saleId: string, state: string, { charges, notes }: Against): void {
  const own = charges.filter((charge) => saleOf(charge) === saleId);
  const isPaid = own.some(({ status }) => status === "successful");
  if (PAID.has(state) && !isPaid)
    notes.tell("untrue", `sale ${saleId} was listed as ${state} while its charges were ${statusesOf(own)}`);
}
