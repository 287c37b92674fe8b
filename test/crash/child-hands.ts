// The cashier's hands and eyes at a till in this process, and the lines that tell the prover what the screens show.
import { randomUUID } from "node:crypto";
import { createClient, type Client } from "#bridge/client.ts";
import { createMemoryPipe } from "#bridge/memory-pipe.ts";
import type { CashierView } from "#contract/views.ts";
import type { Terminal } from "#main/terminal.ts";
import { approve } from "#test/support/people.ts";
import type { Hands } from "./hands.ts";
import type { Line } from "./words.ts";

const PATIENCE_MS = 30_000;
const AMOUNT_MINOR = 50_000;

type Told = {
  readonly say: (line: Line) => void;
  /** Resolves when the prover has done what it was told. */
  readonly tell: (line: Line) => Promise<void>;
  readonly chapter: (name: string) => Promise<void>;
  /** Resolves when that charge was read once. */
  readonly looked: (chargeId: string) => Promise<void>;
};

export function sitDown(terminal: Terminal, { say, tell, chapter, looked }: Told): Hands {
  const cashier = connect(terminal, "cashier");
  connect(terminal, "customer").watch("customer", () => undefined);
  const saleId = randomUUID();
  const eyes = openEyes(cashier, say);
  return {
    until: eyes.until,
    chapter,
    async begin() {
      await eyes.until("sales are taken", (view) => view.noSale === null && view.customerScreen);
      const sale = { saleId, amountMinor: AMOUNT_MINOR, reference: null, confirmed: true, otherCustomer: false };
      const { step } = await cashier.ask("sale/begin", sale);
      if (step !== "begun") throw new Error(`the sale is not begun: ${step}`);
    },
    async charge(method) {
      await cashier.ask("sale/charge", { saleId, attemptId: randomUUID(), method });
    },
    async scan() {
      await cashier.ask("rehearse/scan", { code: "wechat" });
    },
    async press(command) {
      await cashier.ask(command, { saleId });
    },
    async override() {
      const approvalId = await approve({ cashier }, { action: "override", subject: saleId, amountMinor: AMOUNT_MINOR });
      await cashier.ask("sale/override", { saleId, approvalId });
    },
    refund: (kind, amountMinor = AMOUNT_MINOR) => refund({ cashier, until: eyes.until, chapter }, kind, amountMinor),
    async attach() {
      const { alarms } = await eyes.until("there is an alarm", (view) => view.alarms.length > 0);
      await cashier.ask("alarm/attach", { alarmId: alarms[0]?.id ?? "" });
    },
    async askNow() {
      const { queue } = await eyes.until("anything is seen", () => true);
      for (const { id } of queue) await cashier.ask("queue/ask-now", { id });
    },
    async looked() {
      const { counter } = await eyes.until("there is a charge", (view) => Boolean(view.counter?.chargeId));
      await looked(counter?.chargeId ?? "");
    },
    customer: (answer) => tell({ customer: answer }),
  };
}

/** Of the attempt that is on the counter: read what is possible, a manager's PIN, ask. */
async function refund(
  { cashier, until, chapter }: { readonly cashier: Client } & Pick<Hands, "until" | "chapter">,
  kind: "refund" | "void",
  amountMinor: number,
): Promise<void> {
  const { counter } = await until("a payment is on the counter", (view) => view.counter?.may.refund === true);
  const attemptId = counter?.attemptId ?? "";
  const terms = await cashier.ask("refund/terms", { attemptId });
  if (terms.objection !== null) throw new Error(`nothing may go back: ${terms.objection}`);
  const seen = { refundedBeforeMinor: terms.refundedMinor, acceptElsewhere: false };
  const approvalId = await approve({ cashier }, { action: kind, subject: attemptId, amountMinor, seen });
  await chapter("send back");
  await cashier.ask("refund/ask", {
    refundId: randomUUID(),
    attemptId,
    kind,
    amountMinor,
    ...seen,
    approvalId,
  });
}

function connect(terminal: Terminal, role: "cashier" | "customer"): Client {
  const pipe = createMemoryPipe();
  terminal.serve(pipe.till, role);
  return createClient(pipe.page);
}

function seenOf({ counter, customer, recent, noSale }: CashierView): Line {
  const attemptId = counter?.attemptId;
  return {
    seen: {
      counter: counter && attemptId ? { attemptId, state: counter.state, face: customer.face.kind } : null,
      refunds: (counter?.refunds ?? []).map(({ refundId, state }) => ({ refundId, state })),
      recent: recent.map(({ saleId, state }) => ({ saleId, state })),
      noSale,
    },
  };
}

function openEyes(cashier: Client, say: (line: Line) => void): Pick<Hands, "until"> {
  let last: CashierView | null = null;
  let told = "";
  const listeners = new Set<(view: CashierView) => void>();
  cashier.watch("cashier", (view) => {
    last = view;
    const seen = seenOf(view);
    if (JSON.stringify(seen) !== told) say(seen);
    told = JSON.stringify(seen);
    for (const listener of listeners) listener(view);
  });
  return {
    until: (what, fits) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`${what}: ${JSON.stringify(last)}`)), PATIENCE_MS);
        const listener = (view: CashierView): void => {
          if (!fits(view)) return;
          clearTimeout(late);
          listeners.delete(listener);
          resolve(view);
        };
        listeners.add(listener);
        if (last) listener(last);
      }),
  };
}
