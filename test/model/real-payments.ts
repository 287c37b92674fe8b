// The bank as the till meets it in the model: the first requests are answered from a list, beyond it they wait for ever.
import type { Payments } from "#till/ports.ts";
import { chargeIndexOf, type Answer } from "./names.ts";
import { refundIndexOf } from "./refund-names.ts";

export type Requested = { readonly do: "request"; readonly what: Answer["to"]; readonly of: number };

export type PaymentsParts = {
  /** Emptied as they are given. */
  readonly answers: Answer[];
  readonly asked: (request: Requested) => void;
  /** Before the last of the answers is given. */
  readonly lastAnswer: () => void;
};

export function paymentsOver({ answers, asked, lastAnswer }: PaymentsParts): Payments {
  const silence = new Promise<never>(() => undefined);
  async function ask<Outcome>(of: number, what: Answer["to"]): Promise<Outcome> {
    const answer = answers[0];
    if (!answer) {
      asked({ do: "request", what, of });
      return await silence;
    }
    if (answer.to !== what) throw new Error(`the till asks for ${what} where it asked for ${answer.to} before`);
    if (answers.length === 1) lastAnswer();
    answers.shift();
    return answer.outcome as Outcome;
  }
  const never = (what: string) => () => Promise.reject(new Error(`no ${what} is asked for in the model`));
  return {
    charge: (order) => ask(Number(order.attemptId), "post"),
    read: (chargeId) => ask(chargeIndexOf(chargeId), "read"),
    expire: (chargeId) => ask(chargeIndexOf(chargeId), "expire"),
    list: () => ask(-1, "list"),
    money: (chargeId) => ask(chargeIndexOf(chargeId), "money"),
    refund: (order) => ask(refundIndexOf(order.refundId), "refund"),
    picture: never("picture"),
    history: never("history"),
    account: never("account"),
    link: {
      now: () => ({ state: "up", where: null, sinceMs: null }),
      onChange: () => undefined,
      tryNow: () => undefined,
    },
    close: () => Promise.resolve(),
  };
}
