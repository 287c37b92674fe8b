// Whatever an event or a state holds comes back as it was saved, however little of it the file keeps.
import { attemptBody, attemptEventOf, readAttemptEvent } from "#ledger/attempt-events.ts";
import { compact } from "#ledger/compact.ts";
import { readRefundEvent, readRefundState, refundBody, refundEventOf } from "#ledger/refund-words.ts";
import { readState } from "#ledger/states.ts";
import { uuidBytes, uuidBytesOrNull, uuidText } from "#ledger/uuid.ts";
import type { AttemptEvent, ChargeFacts } from "#till/attempt/events.ts";
import type { AttemptState } from "#till/attempt/state.ts";
import type { RefundEvent } from "#till/refund/events.ts";
import type { RefundState } from "#till/refund/state.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { attemptOf, refundOf } from "./builders.ts";

const own = attemptOf(1, 1, { reference: "โต๊ะ 4" });
const refund = refundOf(1, own);
const AT_MS = 6_000;
const RUNS = 300;

const instant = fc.oneof(fc.constant(AT_MS), fc.nat(Number.MAX_SAFE_INTEGER));
const instantOrNull = fc.option(instant);
const text = fc.oneof(fc.string(), fc.string({ unit: "grapheme" }), fc.constantFrom("", "\ud800", '"', "\\", "\0"));
const id = fc.string({ minLength: 1, maxLength: 60 });
const flag = fc.option(fc.boolean());
const error = fc.record({ status: fc.integer({ min: 400, max: 599 }), code: text, message: text });
const only = <Word extends string>(word: Word) => fc.constant(word);

const charge: fc.Arbitrary<ChargeFacts> = fc.record({
  chargeId: id,
  status: text,
  paid: flag,
  amountMinor: fc.oneof(fc.constant(own.money.amountMinor), fc.integer()),
  currency: fc.constantFrom("THB", "JPY", ""),
  livemode: flag,
  attemptId: fc.constantFrom(own.attemptId, null, "another"),
  createdAtMs: instantOrNull,
  expiresAtMs: instantOrNull,
  paidAtMs: instantOrNull,
  failureCode: fc.option(text),
  failureMessage: fc.option(text),
  hasPicture: fc.boolean(),
});

type Arbitraries<Union extends object, Key extends keyof Union> = {
  readonly [Word in Union[Key] & string]: fc.Arbitrary<Extract<Union, Readonly<Record<Key, Word>>>>;
};

const events: Arbitraries<AttemptEvent, "kind"> = {
  created: fc.record({ kind: only("created"), attempt: fc.constant(own), sendByMs: instant }),
  "send-began": fc.record({ kind: only("send-began"), atMs: instant, bankMs: instantOrNull }),
  "never-sent": fc.record({ kind: only("never-sent"), atMs: instant, why: text }),
  "gave-up": fc.record({ kind: only("gave-up"), atMs: instant, why: text }),
  refused: fc.record({ kind: only("refused"), atMs: instant, error }),
  "no-answer": fc.record({ kind: only("no-answer"), atMs: instant, why: text }),
  "charge-seen": fc.record({
    kind: only("charge-seen"),
    atMs: instant,
    by: fc.constantFrom("post", "get", "list"),
    charge,
  }),
  "not-in-listing": fc.record({ kind: only("not-in-listing"), atMs: instant, certain: fc.boolean() }),
  "cancel-asked": fc.record({ kind: only("cancel-asked"), atMs: instant, by: fc.constantFrom("cashier", "till") }),
  "wait-answered": fc.record({ kind: only("wait-answered"), atMs: instant }),
  "gave-way": fc.record({ kind: only("gave-way"), atMs: instant, approvalId: fc.option(id) }),
  "expire-sent": fc.record({ kind: only("expire-sent"), atMs: instant }),
  "expire-refused": fc.record({ kind: only("expire-refused"), atMs: instant, error }),
  rebuilt: fc.record({ kind: only("rebuilt"), attempt: fc.constant(own), atMs: instant, charge }),
  restarted: fc.record({ kind: only("restarted"), atMs: instant }),
};

const refundEvents: Arbitraries<RefundEvent, "kind"> = {
  asked: fc.record({ kind: only("asked"), refund: fc.constant(refund), sendByMs: instant }),
  "send-began": fc.record({ kind: only("send-began"), atMs: instant, bankMs: instant }),
  "never-sent": fc.record({ kind: only("never-sent"), atMs: instant, why: text }),
  refused: fc.record({ kind: only("refused"), atMs: instant, error }),
  "no-answer": fc.record({ kind: only("no-answer"), atMs: instant, why: text }),
  "refund-seen": fc.record({
    kind: only("refund-seen"),
    atMs: instant,
    by: fc.constantFrom("post", "list"),
    facts: fc.record({
      omiseRefundId: id,
      chargeId: id,
      amountMinor: fc.integer(),
      currency: text,
      status: fc.option(text),
      voided: flag,
      refundId: fc.option(text),
      createdAtMs: instantOrNull,
    }),
  }),
  "not-in-listing": fc.record({ kind: only("not-in-listing"), atMs: instant, bankMs: instant }),
  stopped: fc.record({
    kind: only("stopped"),
    atMs: instant,
    end: fc.constantFrom("changed", "void-over", "lapsed", "withdrawn"),
  }),
  restarted: fc.record({ kind: only("restarted"), atMs: instant }),
};

const sent = { sentAtMs: instant, sentBankMs: instantOrNull };
const note = fc.record({ chargeId: id, expiresAtMs: instantOrNull, endAtMs: instant });
const looks = fc.array(fc.record({ atMs: instant }), { maxLength: 3 });
const unpaid = { chargeId: id, expiresAtMs: instantOrNull, endedAtMs: instant };
const paid = { chargeId: id, paidAtMs: instant, endedAtMs: instant };
const flags = { cancelWanted: fc.boolean(), gaveWay: fc.boolean() };

const states: Arbitraries<AttemptState, "name"> = {
  queued: fc.record({ name: only("queued"), sendByMs: instant }),
  sending: fc.record({ name: only("sending"), sendByMs: instant, ...sent, ...flags }),
  unknown: fc.record({ name: only("unknown"), ...sent, ...flags, why: text, looks }),
  pending: fc.record({ name: only("pending"), charge: note, sentAtMs: instant, askAtMs: instantOrNull }),
  cancelling: fc.record({
    name: only("cancelling"),
    charge: note,
    sentAtMs: instant,
    by: fc.constantFrom("cashier", "till"),
    notBeforeMs: instant,
    refused: fc.boolean(),
    gaveWay: fc.boolean(),
    askedAtMs: instantOrNull,
  }),
  successful: fc.record({ name: only("successful"), ...paid }),
  failed: fc.record({ name: only("failed"), ...unpaid, chargeId: fc.option(id), code: text, message: text }),
  expired: fc.record({ name: only("expired"), ...unpaid }),
  cancelled: fc.record({ name: only("cancelled"), ...unpaid }),
  "not-sent": fc.record({ name: only("not-sent"), why: text, endedAtMs: instant }),
  "not-found": fc.record({ name: only("not-found"), ...sent, expireAskedAtMs: instantOrNull, endedAtMs: instant }),
  "paid-late": fc.record({ name: only("paid-late"), ...paid }),
};

const bank = { sentAtMs: instant, sentBankMs: instant };
const taken = { omiseRefundId: id, voided: flag, acceptedAtMs: instant };
const refundStates: Arbitraries<RefundState, "name"> = {
  asked: fc.record({ name: only("asked"), sendByMs: instant }),
  sending: fc.record({ name: only("sending"), sendByMs: instant, ...bank }),
  unknown: fc.record({ name: only("unknown"), ...bank, why: text, looks }),
  accepted: fc.record({ name: only("accepted"), ...taken }),
  closed: fc.record({ name: only("closed"), ...taken, endedAtMs: instant }),
  failed: fc.record({
    name: only("failed"),
    end: fc.constantFrom("refused", "changed", "void-over", "lapsed", "withdrawn"),
    code: text,
    message: text,
    endedAtMs: instant,
  }),
  "not-found": fc.record({ name: only("not-found"), sentAtMs: instant, endedAtMs: instant }),
};

/** fast-check makes objects without a prototype. */
function plain<Value>(value: Value): Value {
  return structuredClone(value);
}

/** What SQLite would make of it: text goes through UTF-8. */
function stored(json: string): string {
  return Buffer.from(json, "utf8").toString("utf8");
}

function expectSame<Value>(
  arbitraries: Readonly<Record<string, fc.Arbitrary<Value>>>,
  back: (value: Value) => unknown,
): void {
  const all = fc.oneof(...Object.values(arbitraries));
  fc.assert(
    fc.property(all, (value) => {
      expect(back(plain(value))).toEqual(plain(value));
    }),
    { numRuns: RUNS },
  );
}

test("events of attempts, of refunds, and their states", () => {
  expectSame<AttemptEvent>(events, (event) => {
    const body = stored(attemptBody(event, own, { saleRow: 1, atMs: AT_MS }));
    return attemptEventOf(readAttemptEvent(event.kind, body), own, AT_MS);
  });
  expectSame<RefundEvent>(refundEvents, (event) => {
    const body = stored(refundBody(event, { saleRow: 1, attemptRow: 2 }, AT_MS));
    return refundEventOf(readRefundEvent(event.kind, body), refund, AT_MS);
  });
  expectSame<AttemptState>(states, (state) => readState(stored(compact(state))));
  expectSame<RefundState>(refundStates, (state) => readRefundState(stored(compact(state))));
  expect.assertions(4 * RUNS);
});

test("what has another form is refused on its way in and on its way out", () => {
  for (const body of ["null", "[]", "{", '{"atMs":1.5}', '{"atMs":-1}', '{"atMs":1,"more":2}', '{"atMs":"1"}']) {
    expect(() => readAttemptEvent("restarted", body), body).toThrow(/./);
    expect(() => readRefundEvent("restarted", body), body).toThrow(/./);
  }
  expect(() => readAttemptEvent("paid", "{}")).toThrow(/./);
  for (const json of ['{"name":"queued"}', '{"name":"paid"}', '{"name":"queued","sendByMs":1,"more":2}', "null"]) {
    expect(() => readState(json), json).toThrow(/./);
    expect(() => readRefundState(json), json).toThrow(/./);
  }
});

test("a UUID is the same text again, and what is none in small letters is not written", () => {
  fc.assert(
    fc.property(fc.uuid(), (uuid) => {
      expect(uuidText(uuidBytes(uuid))).toBe(uuid);
    }),
  );
  for (const strange of [
    "",
    "chrg_1",
    own.attemptId.toUpperCase().replaceAll("0", "A"),
    ` ${own.attemptId}`,
    `${own.attemptId}0`,
  ]) {
    expect(uuidBytesOrNull(strange)).toBeNull();
    expect(() => uuidBytes(strange)).toThrow(/no UUID|not a UUID/);
  }
});
