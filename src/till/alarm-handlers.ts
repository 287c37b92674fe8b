// What a person decides about an alarm. Money that nobody expected waits for a decision: kept as the sale's payment, or sent
// back; it is not clicked away.
import type { CommandName } from "#contract/commands.ts";
import { failure, Refusal } from "#contract/failure.ts";
import { isAboutMoney } from "./alarms.ts";
import { isPaid, type AttemptRecord } from "./attempt/state.ts";
import type { Book } from "./book.ts";
import type { Handlers } from "./handler-table.ts";
import type { AlarmRecord, AlarmSettlement, Clock, Ledger, Settings } from "./ports.ts";
import { oursMinor } from "./refund/gone.ts";

export type AlarmCommand = Extract<CommandName, `alarm/${string}`>;

/** What may be done about an alarm now. */
export function waysOut(alarm: AlarmRecord, ledger: Ledger): { seen: boolean; attach: boolean; refund: boolean } {
  if (!isAboutMoney(alarm)) return { seen: true, attach: false, refund: false };
  return { seen: false, attach: mayAttach(alarm, ledger), refund: true };
}

/** Only while nothing else of the sale is paid: of two payments it is the other that may have gone back. */
function mayAttach(alarm: AlarmRecord, ledger: Ledger): boolean {
  const paid = ledger.attemptsOfSale(alarm.saleId).filter(({ state }) => isPaid(state));
  const kept = paid.filter((each) => each.attempt.attemptId === alarm.attemptId || !wentBack(each, ledger));
  return kept.length === 1 && kept[0]?.attempt.attemptId === alarm.attemptId;
}

/** The whole of it, and Omise has it. */
function wentBack({ attempt }: AttemptRecord, ledger: Ledger): boolean {
  return oursMinor(ledger.refundsOfAttempt(attempt.attemptId)) >= attempt.money.amountMinor;
}

export function createAlarmHandlers(parts: {
  readonly ledger: Ledger;
  readonly book: Book;
  readonly clock: Clock;
  readonly settings: Settings;
}): Pick<Handlers, AlarmCommand> {
  const { ledger, book, clock, settings } = parts;

  function settle(alarmId: string, way: "seen" | "attach", how: AlarmSettlement): null {
    const alarm = ledger.standingAlarms().find((each) => each.alarmId === alarmId);
    // Pressed twice, or settled at the same moment by a refund.
    if (!alarm) return null;
    if (!waysOut(alarm, ledger)[way]) throw new Refusal(failure("not-allowed", `${alarm.kind} is not settled so`));
    book.settleAlarm(alarmId, { how, staff: settings.read().staff, atMs: clock.nowMs() });
    return null;
  }

  return {
    "alarm/seen": ({ alarmId }) => settle(alarmId, "seen", "seen"),
    "alarm/attach": ({ alarmId }) => settle(alarmId, "attach", "attached"),
  };
}
