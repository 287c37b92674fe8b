// What screens may ask for about money that goes back.
import type { CommandName } from "#contract/commands.ts";
import type { Handlers } from "#till/handler-table.ts";
import type { RefundDesk } from "./desk.ts";

export type RefundCommand = Extract<CommandName, `refund/${string}`>;

export function createRefundHandlers(desk: RefundDesk): Pick<Handlers, RefundCommand> {
  return {
    "refund/terms": ({ attemptId }) => desk.terms(attemptId),
    "refund/ask": (asked) => {
      desk.ask(asked);
      return null;
    },
    "refund/withdraw": ({ refundId }) => {
      desk.withdraw(refundId);
      return null;
    },
  };
}
