// The state of an attempt as the file keeps it: checked on its way in and on its way out, so that a damaged or foreign row is
// never taken for the truth.
import { z } from "#contract/schema.ts";
import type { AttemptState } from "#till/attempt/state.ts";
import { id, instant, instantOrNull, text, whenTrue } from "./values.ts";

const charge = z.strictObject({ chargeId: id, expiresAtMs: instantOrNull, endAtMs: instant }).readonly();
const sent = { sentAtMs: instant, sentBankMs: instantOrNull };
const unpaidEnd = { chargeId: id, expiresAtMs: instantOrNull, endedAtMs: instant };
const paid = { chargeId: id, paidAtMs: instant, endedAtMs: instant };

const stateSchema = z.discriminatedUnion("name", [
  z.strictObject({ name: z.literal("queued"), sendByMs: instant }),
  z.strictObject({ name: z.literal("sending"), sendByMs: instant, ...sent, cancelWanted: whenTrue, gaveWay: whenTrue }),
  z.strictObject({
    name: z.literal("unknown"),
    ...sent,
    cancelWanted: whenTrue,
    gaveWay: whenTrue,
    why: text,
    looks: z.array(z.strictObject({ atMs: instant }).readonly()).readonly(),
  }),
  z.strictObject({
    name: z.literal("pending"),
    charge,
    sentAtMs: instant,
    askAtMs: instantOrNull,
  }),
  z.strictObject({
    name: z.literal("cancelling"),
    charge,
    sentAtMs: instant,
    by: z.enum(["cashier", "till"]),
    notBeforeMs: instant,
    refused: whenTrue,
    gaveWay: whenTrue,
    askedAtMs: instantOrNull,
  }),
  z.strictObject({ name: z.literal("successful"), ...paid }),
  z.strictObject({
    name: z.literal("failed"),
    ...unpaidEnd,
    chargeId: id.nullable().default(null),
    code: text,
    message: text,
  }),
  z.strictObject({ name: z.literal("expired"), ...unpaidEnd }),
  z.strictObject({ name: z.literal("cancelled"), ...unpaidEnd }),
  z.strictObject({ name: z.literal("not-sent"), why: text, endedAtMs: instant }),
  z.strictObject({ name: z.literal("not-found"), ...sent, expireAskedAtMs: instantOrNull, endedAtMs: instant }),
  z.strictObject({ name: z.literal("paid-late"), ...paid }),
]);

/** Throws on text that is no state. */
export function readState(json: string): AttemptState {
  return stateSchema.parse(JSON.parse(json));
}

/** What the file keeps beside the state to search by. */
export function marksOf(state: AttemptState): {
  readonly chargeId: string | null;
  readonly paidAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly gaveWay: boolean;
} {
  const chargeId = "charge" in state ? state.charge.chargeId : "chargeId" in state ? state.chargeId : null;
  return {
    chargeId,
    paidAtMs: "paidAtMs" in state ? state.paidAtMs : null,
    endedAtMs: "endedAtMs" in state ? state.endedAtMs : null,
    gaveWay: "gaveWay" in state && state.gaveWay,
  };
}
