// The book for tools: read-only, beside a till that is writing, or after it has closed.
import { z } from "#contract/schema.ts";
import type { AttemptRecord, AttemptState } from "#till/attempt/state.ts";
import type { AlarmRecord, SaleRecord } from "#till/ports.ts";
import { openBookForReading } from "./open.ts";
import { prepareQueries, readingWith } from "./queries.ts";
import type { EventRow } from "./rows.ts";
import { alarmOf } from "./rows.ts";
import { readState } from "./states.ts";

export type StoryStep = {
  /** Position among all events of the ledger. */
  readonly seq: number;
  readonly step: number;
  readonly kind: string;
  /** As it was stored, its kind left out. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly state: AttemptState;
  readonly intent: string;
  readonly atMs: number;
};

/** Everything that the ledger knows of one attempt, oldest first. */
export type Story = {
  readonly sale: SaleRecord;
  readonly record: AttemptRecord;
  readonly steps: readonly StoryStep[];
  readonly alarms: readonly AlarmRecord[];
};

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
  const queries = prepareQueries(db);
  // Walks the whole book, which a person who looks up one payment does not notice: the till itself never asks so.
  const fitting = db
    .prepare<[{ readonly name: string }], string>(
      `select attempt_id from attempts where substr(attempt_id, 1, length(:name)) = :name or charge_id = :name order by row_id limit ${FIT_LIMIT}`,
    )
    .pluck();
  return {
    find: (name) => fitting.all({ name }),
    story: (attemptId) => db.transaction(() => storyOf(queries, attemptId))(),
    close() {
      db.close();
    },
  };
}

function storyOf(queries: ReturnType<typeof prepareQueries>, attemptId: string): Story | null {
  const reading = readingWith(queries);
  const record = reading.attempt(attemptId);
  const sale = record === null ? null : reading.sale(record.attempt.saleId);
  if (record === null || sale === null) return null;
  const steps = queries.eventsOfAttempt.all(attemptId).map(stepOf);
  return { sale, record, steps, alarms: queries.alarmsOfAttempt.all(attemptId).map(alarmOf) };
}

const eventSchema = z.looseObject({ kind: z.string() });

function stepOf(row: EventRow): StoryStep {
  const { kind, ...facts } = eventSchema.parse(JSON.parse(row.event));
  const { seq, step, intent } = row;
  return { seq, step, kind, facts, state: readState(row.state), intent, atMs: row.at_ms };
}
