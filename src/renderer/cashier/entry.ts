// What the cashier has typed so far, before the till hears of it. Pure: text in, text out. The amount stays text until it is
// complete, so no float ever stands for money.
import type { OutputOf } from "#contract/commands.ts";
import { exponentOf, type Currency } from "#contract/money.ts";

export type Entry = {
  /** Drawn with the first character: however often Enter is pressed, it is one sale. Null while nothing is typed. */
  readonly saleId: string | null;
  /** Digits with at most one point, no grouping: `1500`, `1500.5`. */
  readonly amount: string;
  readonly reference: string;
  readonly field: "amount" | "reference";
  /** When the till's "really so much?" was drawn; only a later key answers it. */
  readonly askedAtMs: number | null;
  /** "Same customer?" stands, and nothing else happens until it is answered. */
  readonly same: SameCustomer | null;
  /** It was answered with no, for this amount. */
  readonly otherCustomer: boolean;
};

/** The sale that the till takes for the same customer's. */
export type SameCustomer = Extract<OutputOf<"sale/begin">, { readonly step: "same-customer" }> & {
  /** When the answer came, by `performance.now()`. */
  readonly atMs: number;
};

const LONGEST_WHOLE = 12;
const LONGEST_REFERENCE = 40;

/** What the till asked back belongs to one amount alone. */
const UNASKED = { askedAtMs: null, same: null, otherCustomer: false } as const;

export const EMPTY: Entry = { saleId: null, amount: "", reference: "", field: "amount", ...UNASKED };

export function isEmpty(entry: Entry): boolean {
  return entry.amount === "" && entry.reference === "";
}

/** One character more, or the same entry when it does not fit. */
export function withCharacter(entry: Entry, character: string, currency: Currency): Entry {
  if (entry.field === "reference") {
    const reference = (entry.reference + character).trimStart().slice(0, LONGEST_REFERENCE);
    return { ...entry, reference };
  }
  const amount = entry.amount + character;
  const [whole = "", fraction] = amount.split(".");
  const fits =
    /^\d*(\.\d*)?$/.test(amount) && whole.length <= LONGEST_WHOLE && (fraction ?? "").length <= exponentOf(currency);
  if (!fits) return entry;
  return { ...entry, amount: amount.replace(/^0+(?=\d)/, "").replace(/^\./, "0."), ...UNASKED };
}

export function withoutLast(entry: Entry): Entry {
  if (entry.field === "reference") return { ...entry, reference: entry.reference.slice(0, -1) };
  return { ...entry, amount: entry.amount.slice(0, -1), ...UNASKED };
}

export function inField(entry: Entry, field: Entry["field"]): Entry {
  return { ...entry, field };
}

/** A bill's barcode in front of Enter. A number of a wallet code's length is never kept: it may be as good as money. */
export function takesAsReference(entry: Entry, text: string): boolean {
  return (
    !isEmpty(entry) &&
    text.length <= LONGEST_REFERENCE &&
    !/^\d{16,24}$/.test(text) &&
    !/^[a-z][a-z0-9+.-]*:/i.test(text)
  );
}

/** The typed amount in subunits, null while it is nothing. */
export function minorOf(entry: Entry, currency: Currency): number | null {
  const [whole = "", fraction = ""] = entry.amount.split(".");
  const minor = Number(whole + fraction.padEnd(exponentOf(currency), "0"));
  return minor > 0 ? minor : null;
}

/** As it is drawn while typing: what is typed, grouped, and what is still to come. */
export function typedText(entry: Entry, currency: Currency): { readonly typed: string; readonly ghost: string } {
  const [whole = "", fraction] = entry.amount.split(".");
  const grouped = (whole === "" ? "0" : whole).replace(/\B(?=(\d{3})+$)/g, ",");
  const rest = "0".repeat(exponentOf(currency) - (fraction ?? "").length);
  if (entry.amount === "") return { typed: "", ghost: `0.${rest}` };
  return fraction === undefined
    ? { typed: grouped, ghost: `.${rest}` }
    : { typed: `${grouped}.${fraction}`, ghost: rest };
}
