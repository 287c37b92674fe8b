// The books as one JSON document, so that a restart of the training till finds its charges again.
// Kept: the newest charges with their sources, refunds, events and QR documents. Forgotten: switches, faults, webhook
// deliveries, which codes were used before, and uncharged sources that hold a code. Addresses are never written: they are
// drawn from the bank's present origin.
import type { z } from "zod";
import { keptSchema, MOST_CHARGES, MOST_UNUSED_SOURCES, type Kept } from "./kept-schema.ts";
import type { SourceRecord } from "./records.ts";
import type { Vault } from "./vault.ts";

const LARGEST_BYTES = 20 * 1024 * 1024;

/** The kept text is not books: why, without repeating a value of it. */
export class BooksRefusal extends Error {
  readonly why: string;

  constructor(why: string) {
    super(`the kept books of the pretend bank can not be used: ${why}`);
    this.name = "BooksRefusal";
    this.why = why;
  }
}

/** The newest charges, 2,000 at most, and fewer where the text would grow beyond what `restoreBooks` takes. */
export function booksText(vault: Vault): string {
  let most = MOST_CHARGES;
  let text = JSON.stringify(keptOf(vault, most));
  while (Buffer.byteLength(text) > LARGEST_BYTES && most > 1) {
    most = Math.floor(most / 2);
    text = JSON.stringify(keptOf(vault, most));
  }
  return text;
}

/** Fills an empty vault with what `booksText` wrote. Throws a `BooksRefusal`; the vault is then as it was. */
export function restoreBooks(vault: Vault, text: string): void {
  const kept = read(text);
  for (const source of kept.sources) vault.sources.set(source.id, source);
  for (const charge of kept.charges) {
    vault.charges.set(charge.id, charge);
    if (charge.status === "pending") vault.pending.add(charge.id);
  }
  vault.events.push(...kept.events);
}

function keptOf(vault: Vault, most: number): Kept {
  const charges = [...vault.charges.values()].slice(-most);
  const isKept = new Set(charges.map((charge) => charge.id));
  const sources = [...vault.sources.values()];
  const charged = sources.filter((source) => source.chargeId !== null && isKept.has(source.chargeId));
  const unused = sources.filter((source) => source.chargeId === null && source.barcode === null);
  return {
    format: 1,
    sources: [...charged.map(withoutCode), ...unused.slice(-Math.min(most, MOST_UNUSED_SOURCES))],
    charges,
    events: vault.events.filter((event) => isKept.has(event.chargeId)),
  };
}

/** A payment code is money for a minute: what stays is its length and its last four digits. */
function withoutCode(source: SourceRecord): SourceRecord {
  const { barcode } = source;
  if (barcode === null) return source;
  const end = barcode.length > 8 ? barcode.slice(-4) : "";
  return { ...source, barcode: end.padStart(barcode.length, "*") };
}

function read(text: string): Kept {
  if (Buffer.byteLength(text) > LARGEST_BYTES) throw new BooksRefusal("more than 20 MB");
  const parsed = keptSchema.safeParse(plainOf(text));
  if (!parsed.success) throw new BooksRefusal(firstOf(parsed.error));
  const lack = whatIsMissing(parsed.data);
  if (lack !== null) throw new BooksRefusal(lack);
  return parsed.data;
}

function plainOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own words repeat a piece of the text.
    throw new BooksRefusal("not JSON");
  }
}

/** As `charges.12.amount is …`; deeper, and of a strange field, the names themselves are somebody's text. */
function firstOf(error: z.ZodError): string {
  const issue = error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? "document" : issue.path.slice(0, 3).join(".");
  if (issue?.code === "unrecognized_keys") return `${where}: a field that is not known`;
  return `${where}: ${issue?.message ?? "is invalid"}`;
}

/** Every object must find the one that it is shown with, or a later answer would be a defect of the bank. */
function whatIsMissing({ sources, charges, events }: Kept): string | null {
  const sourceIds = new Set(sources.map((source) => source.id));
  const refundsOf = new Map(charges.map((charge) => [charge.id, new Set(charge.refunds.map((refund) => refund.id))]));
  if (sourceIds.size !== sources.length || refundsOf.size !== charges.length) return "an id stands twice";
  if (charges.some((charge) => !sourceIds.has(charge.sourceId))) return "a charge lacks its source";
  const isWhole = events.every(({ chargeId, about }) =>
    "refundId" in about ? refundsOf.get(chargeId)?.has(about.refundId) : refundsOf.has(chargeId),
  );
  return isWhole ? null : "an event lacks its charge or refund";
}
