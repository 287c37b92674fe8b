// States and events of refunds as the file keeps them. The same rules as for attempts: checked both ways, nothing said twice.
import { moneySchema } from "#contract/money.ts";
import { REFUND_ENDS } from "#contract/refunds.ts";
import { z } from "#contract/schema.ts";
import type { RefundEvent } from "#till/refund/events.ts";
import type { Refund, RefundState } from "#till/refund/state.ts";
import { compact, objectOf } from "./compact.ts";
import { flagOrNull, id, instant, instantOrNull, rowId, staff, text, textOrNull } from "./values.ts";

const sent = { sentAtMs: instant, sentBankMs: instant };
const taken = { omiseRefundId: id, voided: flagOrNull, acceptedAtMs: instant };
const ends = z.enum(REFUND_ENDS);

const stateSchema = z.discriminatedUnion("name", [
  z.strictObject({ name: z.literal("asked"), sendByMs: instant }),
  z.strictObject({ name: z.literal("sending"), sendByMs: instant, ...sent }),
  z.strictObject({
    name: z.literal("unknown"),
    ...sent,
    why: text,
    looks: z.array(z.strictObject({ atMs: instant }).readonly()).readonly(),
  }),
  z.strictObject({ name: z.literal("accepted"), ...taken }),
  z.strictObject({ name: z.literal("closed"), ...taken, endedAtMs: instant }),
  z.strictObject({ name: z.literal("failed"), end: ends, code: text, message: text, endedAtMs: instant }),
  z.strictObject({ name: z.literal("not-found"), sentAtMs: instant, endedAtMs: instant }),
]);

/** Throws on text that is no state. */
export function readRefundState(json: string): RefundState {
  return stateSchema.parse(JSON.parse(json));
}

const atMs = instant.optional();

const facts = z
  .strictObject({
    omiseRefundId: id,
    chargeId: id,
    amountMinor: z.int(),
    currency: text,
    status: textOrNull,
    voided: flagOrNull,
    refundId: textOrNull,
    createdAtMs: instantOrNull,
  })
  .readonly();

const refund = z.strictObject({
  sale: rowId,
  attempt: rowId,
  chargeId: id,
  kind: z.enum(["void", "refund"]),
  ...moneySchema.shape,
  refundedBeforeMinor: z.int().min(0),
  approvalId: id,
  approver: staff,
  staff,
  askedAtMs: instant,
});
/** Without its id, which is in the row, and with rows instead of the ids of its sale and its attempt. */
export type StoredRefund = Readonly<z.infer<typeof refund>>;

const eventSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("asked"), refund, sendByMs: instant }),
  z.strictObject({ kind: z.literal("send-began"), atMs, bankMs: instant }),
  z.strictObject({ kind: z.literal("never-sent"), atMs, why: text }),
  z.strictObject({
    kind: z.literal("refused"),
    atMs,
    error: z.strictObject({ status: z.int(), code: text, message: text }).readonly(),
  }),
  z.strictObject({ kind: z.literal("no-answer"), atMs, why: text }),
  z.strictObject({ kind: z.literal("refund-seen"), atMs, by: z.enum(["post", "list"]), facts }),
  z.strictObject({ kind: z.literal("not-in-listing"), atMs, bankMs: instant }),
  z.strictObject({ kind: z.literal("stopped"), atMs, end: ends.exclude(["refused"]) }),
  z.strictObject({ kind: z.literal("restarted"), atMs }),
]);
export type StoredRefundEvent = Readonly<z.infer<typeof eventSchema>>;

/** Throws on anything that is no event of a refund. @param kind without its prefix */
export function readRefundEvent(kind: string, body: string): StoredRefundEvent {
  return eventSchema.parse({ kind, ...objectOf(body) });
}

type Rows = { readonly saleRow: number; readonly attemptRow: number };

export function refundBody(event: RefundEvent, rows: Rows, stepAtMs: number): string {
  if ("refund" in event) return compact({ ...event, kind: undefined, refund: storedRefund(event.refund, rows) });
  // Its own `refundId` may be null, which is left out: a refund that was made elsewhere.
  return compact({ ...event, kind: undefined, atMs: event.atMs === stepAtMs ? undefined : event.atMs });
}

function storedRefund(whole: Refund, rows: Rows): StoredRefund {
  const { chargeId, kind, money, refundedBeforeMinor, approvalId, approver, staff: asker, askedAtMs } = whole;
  const facts = { chargeId, kind, ...money, refundedBeforeMinor, approvalId, approver, staff: asker, askedAtMs };
  return { sale: rows.saleRow, attempt: rows.attemptRow, ...facts };
}

/** The event as it was saved. @param stepAtMs when its step was taken */
export function refundEventOf(stored: StoredRefundEvent, own: Refund, stepAtMs: number): RefundEvent {
  if (stored.kind === "asked") return { ...stored, refund: own };
  return { ...stored, atMs: stored.atMs ?? stepAtMs };
}
