// What the screens read of the ledger, read once after each write: between two writes the ledger says the same.
import type { RecentSale } from "#contract/views.ts";
import { waysOut } from "./alarm-handlers.ts";
import type { Book } from "./book.ts";
import type { Ledger } from "./ports.ts";
import { workOf, type Work } from "./queue.ts";
import type { Facts } from "./views/facts.ts";

export type Readings = {
  readonly recent: readonly RecentSale[];
  readonly alarms: Facts["alarms"];
  /** The oldest of the queue, and how long it is. */
  readonly work: readonly Work[];
  readonly queueLength: number;
};

const RECENT = 5;
/** As many as a view carries; the oldest come first. */
const MOST_ALARMS = 50;
const MOST_WORK = 20;

export function createReadings(ledger: Ledger, book: Pick<Book, "writes">): () => Readings {
  let readAt = -1;
  let readings: Readings | null = null;
  return () => {
    if (readings === null || readAt !== book.writes()) {
      readAt = book.writes();
      readings = read(ledger);
    }
    return readings;
  };
}

function read(ledger: Ledger): Readings {
  const operations = ledger.operations();
  return {
    recent: ledger.recentSales(RECENT),
    alarms: ledger
      .standingAlarms()
      .slice(0, MOST_ALARMS)
      .flatMap((alarm) => {
        const sale = ledger.sale(alarm.saleId);
        return sale ? [{ alarm, sale, may: waysOut(alarm, ledger) }] : [];
      }),
    work: operations.slice(0, MOST_WORK).flatMap((operation) => workOf(ledger, operation) ?? []),
    queueLength: operations.length,
  };
}
