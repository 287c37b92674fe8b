// Alarms as the till raises and ends them: one of a kind for a subject, and money that nobody expected ends when it is gone.
import type { AlarmRecord, Clock, Ledger } from "./ports.ts";

type AlarmKind = AlarmRecord["kind"];

const MONEY_ALARMS: ReadonlySet<AlarmKind> = new Set(["paid-late", "paid-twice", "paid-after-cancel"]);

/** Money that nobody expected: it waits for a decision. */
export function isAboutMoney({ kind }: Pick<AlarmRecord, "kind">): boolean {
  return MONEY_ALARMS.has(kind);
}

/** What an alarm is about: an attempt, or a refund of one. */
type About = { readonly subjectId: string; readonly saleId: string; readonly attemptId: string };

/** However often it is seen, it is one: the id says so. */
export function alarmId({ subjectId }: Pick<About, "subjectId">, kind: AlarmKind): string {
  return `${subjectId}:${kind}`;
}

export function alarmAbout(about: About, kind: AlarmKind, atMs: number): AlarmRecord {
  const { saleId, attemptId } = about;
  return { alarmId: alarmId(about, kind), kind, saleId, attemptId, atMs, settled: null };
}

export type SettleParts = {
  readonly ledger: Pick<Ledger, "standingAlarms">;
  readonly book: { settleAlarm(alarmId: string, settlement: NonNullable<AlarmRecord["settled"]>): void };
  readonly clock: Pick<Clock, "nowMs">;
};

/** All of what an attempt was paid has gone back, whoever sent it: late money needs nobody any more. */
export function settleReturned({ ledger, book, clock }: SettleParts, attemptId: string, staff: number): void {
  const settled = { how: "returned", staff, atMs: clock.nowMs() } as const;
  for (const alarm of ledger.standingAlarms())
    if (alarm.attemptId === attemptId && isAboutMoney(alarm)) book.settleAlarm(alarm.alarmId, settled);
}
