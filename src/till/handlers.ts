// Command -> what the till does. A command that a mode does not have is missing from its table, not refused by an `if`.
import type { CommandName, InputOf } from "#contract/commands.ts";
import { failure, Refusal } from "#contract/failure.ts";
import type { Account } from "./account.ts";
import { createAlarmHandlers, type AlarmCommand } from "./alarm-handlers.ts";
import type { Book } from "./book.ts";
import type { Counter } from "./counter.ts";
import type { Handlers } from "./handler-table.ts";
import type { Loops } from "./loop.ts";
import type { Clock, Ledger, Payments, Rehearsal, ScannerDesk, Scanners, Settings } from "./ports.ts";
import { createQueueHandlers, type QueueCommand } from "./queue.ts";
import { createRefundHandlers, type RefundCommand } from "./refund/handlers.ts";
import type { RefundDesk } from "./refund/desk.ts";
import type { RefundLoops } from "./refund/loop.ts";
import { createPeopleHandlers, type PeopleCommand, type PeopleParts } from "./people-handlers.ts";
import { createScannerHandlers, type ScannerCommand } from "./scanner-handlers.ts";

type RehearsalCommand = Extract<CommandName, `rehearse/${string}` | "set-up/country">;
export type HandlerTable = Omit<Handlers, RehearsalCommand> & Partial<Pick<Handlers, RehearsalCommand>>;

export type HandlerParts = PeopleParts & {
  readonly ledger: Ledger;
  readonly payments: Payments;
  readonly scanners: Scanners;
  readonly scannerDesk: ScannerDesk;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly counter: Counter;
  readonly account: Account;
  readonly loops: Loops;
  readonly book: Book;
  readonly refundLoops: RefundLoops;
  readonly refundDesk: RefundDesk;
  readonly rehearsal: Rehearsal | null;
  readonly changed: () => void;
  readonly leave: () => void;
};

export function createHandlers(parts: HandlerParts): HandlerTable {
  return {
    ...saleHandlers(parts),
    ...createAlarmHandlers(parts),
    ...createQueueHandlers(parts),
    ...createRefundHandlers(parts.refundDesk),
    ...createPeopleHandlers(parts),
    ...createScannerHandlers(parts),
    ...screenHandlers(parts),
    ...(parts.rehearsal ? rehearsalHandlers(parts, parts.rehearsal) : {}),
  };
}

type SaleCommand = Extract<CommandName, `sale/${string}` | "scan/use" | "scan/drop">;

function saleHandlers({ counter }: HandlerParts): Pick<Handlers, SaleCommand> {
  const done = (act: () => void): null => {
    act();
    return null;
  };
  return {
    "sale/begin": (input) => counter.begin(input),
    "sale/charge": (input) => done(() => counter.charge(input)),
    "sale/cancel": ({ saleId }) => done(() => counter.cancel(saleId)),
    "sale/wait": ({ saleId }) => done(() => counter.wait(saleId)),
    "sale/ask-now": ({ saleId }) => done(() => counter.askNow(saleId)),
    "sale/again": ({ saleId }) => done(() => counter.again(saleId)),
    "sale/override": (input) => done(() => counter.override(input)),
    "sale/clear": ({ saleId }) => done(() => counter.clear(saleId)),
    "sale/open": ({ saleId }) => done(() => counter.open(saleId)),
    "scan/use": (input) => done(() => counter.scanning.use(input)),
    "scan/drop": (input) => done(() => counter.scanning.drop(input)),
  };
}

type ScreenCommand = Exclude<
  CommandName,
  SaleCommand | RehearsalCommand | AlarmCommand | QueueCommand | RefundCommand | PeopleCommand | ScannerCommand
>;

function screenHandlers(parts: HandlerParts): Pick<Handlers, ScreenCommand> {
  const { scanners, settings, ledger, changed } = parts;
  return {
    "scan/typed": ({ text }) => {
      scanners.typed(text);
      return null;
    },
    "picture/bytes": ({ hash }) => {
      const record = parts.counter.now()?.record;
      const picture = record ? parts.loops.live(record.attempt.attemptId).picture : null;
      if (picture?.hash !== hash) throw new Refusal(failure("not-found", "that picture is not on show"));
      return { mediaType: picture.mediaType, base64: picture.base64 };
    },
    "day/rows": (page) => ({ rows: [...ledger.rows(page)] }),
    "set-up/language": ({ language }) => {
      settings.write({ language });
      changed();
      return null;
    },
    "customer/language": ({ language }) => {
      settings.write({ customerLanguage: language });
      changed();
      return null;
    },
    "till/leave": () => {
      parts.leave();
      return null;
    },
  };
}

function rehearsalHandlers(parts: HandlerParts, rehearsal: Rehearsal): Partial<Pick<Handlers, RehearsalCommand>> {
  const { scan, setCountry } = rehearsal;
  return {
    "rehearse/answer": async ({ saleId, answer }) => {
      const record = parts.ledger.attemptsOfSale(saleId).at(-1);
      if (!record || !("charge" in record.state))
        throw new Refusal(failure("too-late", "no charge waits for the customer"));
      const result = await rehearsal.answer(record.state.charge.chargeId, answer);
      if (result === "refused") throw new Refusal(failure("too-late", "the charge takes no answer any more"));
      parts.loops.lookNow(record.attempt.attemptId);
      return null;
    },
    ...(scan && {
      "rehearse/scan": ({ code }: InputOf<"rehearse/scan">) => {
        scan(code);
        return null;
      },
    }),
    ...(setCountry && {
      "set-up/country": async ({ country }: InputOf<"set-up/country">) => {
        if (parts.ledger.openAttempts().length > 0) throw new Refusal(failure("busy", "an attempt is still open"));
        const on = parts.counter.now();
        if (on) parts.counter.clear(on.sale.saleId);
        await setCountry(country);
        await parts.account.refresh();
        return null;
      },
    }),
  };
}
