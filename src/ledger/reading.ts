// The book for tools: read-only, beside a till that is writing, or after it has closed.
import { attemptEventOf, readAttemptEvent } from "./attempt-events.ts";
import type { EventRow } from "./chain.ts";
import { ALARM, dutiesWith, prepareDutyQueries } from "./duty-queries.ts";
import { openBookForReading } from "./open.ts";
import { bareRefundKind } from "./project.ts";
import { prepareQueries, readingWith } from "./queries.ts";
import { readRefundEvent, readRefundState, refundEventOf } from "./refund-words.ts";
import type { AlarmWhole, ApprovalRow } from "./rows.ts";
import { alarmOf, approvalOf } from "./rows.ts";
import { marksOf, readState } from "./states.ts";
import type { RefundStory, Story, StoryStep } from "./story.ts";
import { uuidBytes, uuidText } from "./uuid.ts";
import type { AttemptRecord } from "#till/attempt/state.ts";
import type { RefundRecord } from "#till/refund/state.ts";
import type Database from "better-sqlite3";

/** Enough to say that a name fits several. */
const FIT_LIMIT = 10;

type ReadableLedger = {
  /** @param name an attempt's id, how it begins, or its charge's id · @returns the ids of attempts that it fits, ten at most */
  find(name: string): readonly string[];
  /** null where the ledger has no such attempt. */
  story(attemptId: string): Story | null;
  close(): void;
};

/** Throws `LedgerRefusal` for a file that is no ledger of exactly this schema. Writes nothing to the ledger. */
export function openLedgerForReading(path: string): ReadableLedger {
  const db = openBookForReading(path);
  // Walks the whole book, which a person who looks up one payment does not notice: the till itself never asks so.
  const fitting = db
    .prepare<[{ readonly name: string; readonly hex: string }], Buffer>(
      `select attempt_id from attempts where substr(lower(hex(attempt_id)), 1, length(:hex)) = :hex or charge_id = :name
       order by row_id limit ${FIT_LIMIT}`,
    )
    .pluck();
  const tell = prepareStories(db);
  return {
    // A charge's id has letters that no id of an attempt has, so it fits none by its beginning.
    find: (name) => fitting.all({ name, hex: name.replaceAll("-", "") }).map(uuidText),
    story: (attemptId) => db.transaction(() => tell(attemptId))(),
    close() {
      db.close();
    },
  };
}

export function prepareStoryQueries(db: Database.Database) {
  return {
    eventsOfAttempt: db.prepare<[Buffer], EventRow>(
      "select e.* from events e join attempts a on a.row_id = e.subject where a.attempt_id = (select ?) order by e.step",
    ),
    eventsOfRefund: db.prepare<[Buffer], EventRow>(
      "select e.* from events e join refunds r on r.row_id = e.subject where r.refund_id = (select ?) order by e.step",
    ),
    alarmsOfAttempt: db.prepare<[Buffer], AlarmWhole>(
      `${ALARM} where a.attempt_id = (select ?) order by l.at_ms, l.row_id`,
    ),
    /** By what they were given for: a sale or a charge. */
    approvalsOf: db.prepare<[string, string | null], ApprovalRow>(
      "select * from approvals where subject = ? or subject = ? order by row_id",
    ),
  };
}

function prepareStories(db: Database.Database): (attemptId: string) => Story | null {
  const queries = prepareStoryQueries(db);
  const reading = readingWith(prepareQueries(db));
  const duties = dutiesWith(prepareDutyQueries(db));
  return (attemptId) => {
    const record = reading.attempt(attemptId);
    const sale = record === null ? null : reading.sale(record.attempt.saleId);
    if (record === null || sale === null) return null;
    const id = uuidBytes(attemptId);
    const { chargeId } = marksOf(record.state);
    return {
      sale,
      record,
      steps: queries.eventsOfAttempt.all(id).map((row) => stepOf(row, record)),
      alarms: queries.alarmsOfAttempt.all(id).map(alarmOf),
      refunds: duties.refundsOfAttempt(attemptId).map((refund) => refundStory(queries, refund)),
      approvals: queries.approvalsOf.all(sale.saleId, chargeId).map(approvalOf),
    };
  };
}

function stepOf(row: EventRow, { attempt }: AttemptRecord): StoryStep {
  const event = attemptEventOf(readAttemptEvent(row.kind, row.body), attempt, row.at_ms);
  return told(row, event, readState(row.state ?? "null"));
}

function refundStory(queries: ReturnType<typeof prepareStoryQueries>, record: RefundRecord): RefundStory {
  const rows = queries.eventsOfRefund.all(uuidBytes(record.refund.refundId));
  return {
    record,
    steps: rows.map((row) => {
      const event = refundEventOf(readRefundEvent(bareRefundKind(row.kind), row.body), record.refund, row.at_ms);
      return told(row, event, readRefundState(row.state ?? "null"));
    }),
  };
}

function told<State>(row: EventRow, event: { readonly kind: string }, state: State): StoryStep<State> {
  const { kind, ...facts } = event;
  const { seq, step, intent } = row;
  return { seq, step, kind, facts, state, intent: intent ?? "", atMs: row.at_ms };
}
