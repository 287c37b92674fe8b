// What stands around the ledger of a till that is killed: the points before and after every write, and what is safe since.
import type { Entry, Ledger } from "#till/ports.ts";
import type { Line } from "./words.ts";

type Told = { readonly say: (line: Line) => void; readonly reached: (point: string) => void };

/** Tells every write before and after it is done; the same write again has the next number. */
export function countingLedger(ledger: Ledger, { say, reached }: Told): Ledger {
  const seen = new Map<string, number>();

  function around<Result>(name: string, write: () => Result, saved: readonly string[] = []): Result {
    const number = (seen.get(name) ?? 0) + 1;
    seen.set(name, number);
    reached(`${name} #${number}: before`);
    const result = write();
    if (saved.length > 0) say({ saved: [...saved] });
    reached(`${name} #${number}: after`);
    return result;
  }

  return {
    ...ledger,
    saveSale: (sale) => around("sale", () => ledger.saveSale(sale), [`sale/${sale.saleId}`]),
    save: (entry) => around(nameOf(entry), () => ledger.save(entry), savedBy(entry)),
    bindAccount: (accountId) => around("account", () => ledger.bindAccount(accountId)),
    settleAlarm: (alarmId, settlement) =>
      around(`alarm ${settlement.how}`, () => ledger.settleAlarm(alarmId, settlement)),
    prove: () => around("proof", () => ledger.prove()),
  };
}

function nameOf({ steps = [], refundSteps = [], approvals = [], operations = [] }: Entry): string {
  const names = [
    ...approvals.map(({ action }) => `approval of ${action}`),
    ...[...steps, ...refundSteps].map(({ event, record }) => `${event.kind} -> ${record.state.name}`),
  ];
  if (names.length > 0) return names.join(" + ");
  return `queue: ${operations.map(({ kind, doing }) => `${kind} ${doing}`).join(", ")}`;
}

function savedBy({ steps = [], refundSteps = [], approvals = [] }: Entry): readonly string[] {
  return [
    ...approvals.map(({ approvalId }) => `approval/${approvalId}`),
    ...steps.map(({ record: { attempt, step, state } }) => `attempt/${attempt.attemptId}/${step}/${state.name}`),
    ...refundSteps.map(({ record: { refund, step, state } }) => `refund/${refund.refundId}/${step}/${state.name}`),
    ...[...steps, ...refundSteps].flatMap(({ alarms }) => alarms.map(({ alarmId }) => `alarm/${alarmId}`)),
  ];
}
