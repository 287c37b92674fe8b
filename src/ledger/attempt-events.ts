// The events of an attempt as the file keeps them. What the row or the attempt already says is left out and put back on reading:
// the kind, the moment, and in a charge the attempt's own id, amount and currency.
import { moneySchema } from "#contract/money.ts";
import { z } from "#contract/schema.ts";
import { methodIdSchema } from "#contract/words.ts";
import type { AttemptEvent, ChargeFacts } from "#till/attempt/events.ts";
import type { Attempt } from "#till/attempt/state.ts";
import { compact, objectOf } from "./compact.ts";
import {
  flagOrNull,
  id,
  instant,
  instantOrNull,
  referenceOrNull,
  rowId,
  text,
  textOrNull,
  whenTrue,
} from "./values.ts";

/** Absent: the same moment as the step's own. */
const atMs = instant.optional();
const error = z.strictObject({ status: z.int(), code: text, message: text }).readonly();

const charge = z.strictObject({
  chargeId: id,
  status: text,
  paid: flagOrNull,
  amountMinor: z.int().optional(),
  currency: text.optional(),
  livemode: flagOrNull,
  attemptId: text.nullable().optional(),
  createdAtMs: instantOrNull,
  expiresAtMs: instantOrNull,
  paidAtMs: instantOrNull,
  failureCode: textOrNull,
  failureMessage: textOrNull,
  hasPicture: whenTrue,
});
type StoredCharge = Readonly<z.infer<typeof charge>>;

/** Without its id, which is in the row, and with its sale's row instead of its id. */
const attempt = z.strictObject({
  sale: rowId,
  method: methodIdSchema,
  ...moneySchema.shape,
  reference: referenceOrNull,
  codeLastFour: z.string().max(4).nullable().default(null),
  /** Absent: the moment of its first step. */
  createdAtMs: instant.optional(),
});

const schema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("created"), attempt, sendByMs: instant }),
  z.strictObject({ kind: z.literal("send-began"), atMs, bankMs: instantOrNull }),
  z.strictObject({ kind: z.literal("never-sent"), atMs, why: text }),
  z.strictObject({ kind: z.literal("gave-up"), atMs, why: text }),
  z.strictObject({ kind: z.literal("refused"), atMs, error }),
  z.strictObject({ kind: z.literal("no-answer"), atMs, why: text }),
  z.strictObject({ kind: z.literal("charge-seen"), atMs, by: z.enum(["post", "get", "list"]), charge }),
  z.strictObject({ kind: z.literal("not-in-listing"), atMs, certain: z.boolean() }),
  z.strictObject({ kind: z.literal("cancel-asked"), atMs, by: z.enum(["cashier", "till"]) }),
  z.strictObject({ kind: z.literal("wait-answered"), atMs }),
  z.strictObject({ kind: z.literal("gave-way"), atMs, approvalId: id.nullable().default(null) }),
  z.strictObject({ kind: z.literal("expire-sent"), atMs }),
  z.strictObject({ kind: z.literal("expire-refused"), atMs, error }),
  z.strictObject({ kind: z.literal("rebuilt"), attempt, atMs, charge }),
  z.strictObject({ kind: z.literal("restarted"), atMs }),
]);
export type StoredAttemptEvent = Readonly<z.infer<typeof schema>>;

/** Throws on anything that is no event of an attempt. */
export function readAttemptEvent(kind: string, body: string): StoredAttemptEvent {
  return schema.parse({ kind, ...objectOf(body) });
}

/** @param saleRow the row of the attempt's sale; only the first event of an attempt holds it */
export function attemptBody(
  event: AttemptEvent,
  own: Attempt,
  saved: { readonly saleRow: number; readonly atMs: number },
): string {
  return compact({
    ...event,
    kind: undefined,
    ...("attempt" in event && { attempt: storedAttempt(own, saved) }),
    ...("charge" in event && { charge: storedCharge(event.charge, own) }),
    ...("atMs" in event && { atMs: event.atMs === saved.atMs ? undefined : event.atMs }),
  });
}

function storedAttempt(own: Attempt, { saleRow, atMs }: { readonly saleRow: number; readonly atMs: number }): object {
  const { method, money, reference, codeLastFour, createdAtMs } = own;
  return {
    sale: saleRow,
    method,
    ...money,
    reference,
    codeLastFour,
    createdAtMs: createdAtMs === atMs ? undefined : createdAtMs,
  };
}

function storedCharge(facts: ChargeFacts, own: Attempt): object {
  return {
    ...facts,
    attemptId: facts.attemptId === own.attemptId ? undefined : facts.attemptId,
    amountMinor: facts.amountMinor === own.money.amountMinor ? undefined : facts.amountMinor,
    currency: facts.currency === own.money.currency ? undefined : facts.currency,
  };
}

/** The event as it was saved. @param stepAtMs when its step was taken */
export function attemptEventOf(stored: StoredAttemptEvent, own: Attempt, stepAtMs: number): AttemptEvent {
  switch (stored.kind) {
    case "created":
      return { ...stored, attempt: own };
    case "rebuilt":
      return { ...stored, attempt: own, atMs: stored.atMs ?? stepAtMs, charge: chargeOf(stored.charge, own) };
    case "charge-seen":
      return { ...stored, atMs: stored.atMs ?? stepAtMs, charge: chargeOf(stored.charge, own) };
    default:
      return { ...stored, atMs: stored.atMs ?? stepAtMs };
  }
}

function chargeOf(stored: StoredCharge, own: Attempt): ChargeFacts {
  const { attemptId = own.attemptId, amountMinor = own.money.amountMinor, currency = own.money.currency } = stored;
  return { ...stored, attemptId, amountMinor, currency };
}
