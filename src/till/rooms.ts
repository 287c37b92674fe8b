// The rooms of the till, opened in their order: the ledger's verdict on the last run comes before anything is asked or sent.
import { openAccount } from "./account.ts";
import { createApprovals } from "./approvals.ts";
import { askSooner } from "./ask-sooner.ts";
import type { AttemptRecord } from "./attempt/state.ts";
import { createBankTime } from "./bank-time.ts";
import { createBook } from "./book.ts";
import { chanceFrom } from "./chance.ts";
import { createCounter } from "./counter.ts";
import { createHandlers } from "./handlers.ts";
import { createLoops, type Loops } from "./loop.ts";
import { createOnePayment } from "./one-payment.ts";
import type { ApprovalRecord } from "./ports.ts";
import { createReadings } from "./readings.ts";
import { recover } from "./recover.ts";
import { createRefundDesk } from "./refund/desk.ts";
import { openRefunds } from "./refund/loop.ts";
import { recoverRefunds } from "./refund/recover.ts";
import type { RunParts } from "./run.ts";
import type { TillPorts } from "./till-ports.ts";
import { noSaleReason } from "./views/no-sale.ts";
import { openWatch } from "./watch.ts";

export type Rooms = ReturnType<typeof openRooms>;

export function openRooms(ports: TillPorts, changed: () => void) {
  const money = openMoney(ports, changed);
  const { account, book, loops, recovered, refundLoops } = money;
  const { clock, ledger, payments, settings, staff } = ports;
  const approvals = createApprovals({ clock, staff, asker: () => settings.read().staff });
  const refundDesk = createRefundDesk({ ...money.parts, approvals, loops: refundLoops });
  const noSale = () =>
    noSaleReason({
      account: account.now(),
      link: payments.link.now(),
      ledgerFailed: book.failed(),
      ledgerMissing: ledger.missingSinceMs() !== null,
    });
  const watch = openWatch({ ...money.parts, lastAliveMs: money.lastAliveMs });
  const lookAgain = (attemptId: string): void => watch.lookNow(attemptId, true);
  const counter = createCounter({ ...money.parts, ...ports, loops, account, approvals, lookAgain, noSale });
  const people = { staff, approvals, record: (approval: ApprovalRecord) => book.save({ approvals: [approval] }) };
  const handlers = createHandlers({
    ...ports,
    ...people,
    book,
    changed,
    counter,
    account,
    loops,
    refundLoops,
    refundDesk,
  });
  for (const record of recovered) loops.resume(record);
  const newest = recovered.findLast((record) => !isOnlyWatched(record));
  if (newest) counter.open(newest.attempt.saleId);
  payments.link.onChange(changed);
  const opened = account.refresh();
  const stopAsking = askSooner({ ...money, watch, ports });
  const readings = createReadings(ledger, book);
  return { ...money, counter, handlers, opened, readings, stopAsking, watch };
}

/** Everything that may move money, or learn that it moved. */
function openMoney(ports: TillPorts, changed: () => void) {
  const { clock, ledger, settings, timings } = ports;
  const bank = createBankTime(clock);
  const rules = { livemode: ports.mode === "live", timings };
  const book = createBook({ ledger, clock, rules, log: ports.log, changed });
  const shared = { ...ports, book, bank, rules, changed };
  const recovered = recover({ ledger, book, clock });
  const lastAliveMs = settings.read().lastAccount?.atMs ?? clock.nowMs();
  const account = openAccount(shared);
  const tell: Loops["tell"] = (attemptId, event, approval) => loops.tell(attemptId, event, approval);
  const parts = {
    ...shared,
    paid: createOnePayment({ ledger, clock, tell }),
    chance: chanceFrom(ports.ids),
    staff: () => settings.read().staff,
    keyDoubted: () => account.doubt(),
  } satisfies RunParts;
  const loops = createLoops(parts);
  const refundLoops = openRefunds({ ...parts, recovered: recoverRefunds(shared) });
  return { account, bank, book, lastAliveMs, loops, parts, recovered, refundLoops };
}

/** Its QR is gone and nobody can do more: it is no reason to take the customer's screen. */
function isOnlyWatched({ state }: AttemptRecord): boolean {
  return state.name === "cancelling" && state.refused;
}
