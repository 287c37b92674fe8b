// The cashier's hands and eyes at a till in this process, and the lines that tell the prover what the screens show.
import { randomUUID } from "node:crypto";
import { createClient, type Client } from "#bridge/client.ts";
import { createMemoryPipe } from "#bridge/memory-pipe.ts";
import type { CashierView } from "#contract/views.ts";
import type { Terminal } from "#main/terminal.ts";
import type { Hands } from "./flows.ts";
import type { Line } from "./words.ts";

const PATIENCE_MS = 30_000;

export function sitDown(terminal: Terminal, say: (line: Line) => void): Hands {
  const cashier = connect(terminal, "cashier");
  connect(terminal, "customer").watch("customer", () => undefined);
  const saleId = randomUUID();
  const eyes = openEyes(cashier, say);
  return {
    until: eyes.until,
    async begin() {
      await eyes.until("sales are taken", (view) => view.noSale === null && view.customerScreen);
      await cashier.ask("sale/begin", { saleId, amountMinor: 50_000, reference: null, confirmed: true, otherCustomer: true });
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
    async seeAlarm() {
      const view = await eyes.until("there is an alarm", ({ alarms }) => alarms.length > 0);
      await cashier.ask("alarm/seen", { alarmId: view.alarms[0]?.id ?? "" });
    },
    customer: (answer) => say({ customer: answer }),
  };
}

function connect(terminal: Terminal, role: "cashier" | "customer"): Client {
  const pipe = createMemoryPipe();
  terminal.serve(pipe.till, role);
  return createClient(pipe.page);
}

function openEyes(cashier: Client, say: (line: Line) => void): Pick<Hands, "until"> {
  let last: CashierView | null = null;
  let told = "";
  const listeners = new Set<(view: CashierView) => void>();
  cashier.watch("cashier", (view) => {
    last = view;
    const { counter, customer } = view;
    if (counter?.attemptId) {
      const shown = { attemptId: counter.attemptId, state: counter.state, face: customer.face.kind };
      if (JSON.stringify(shown) !== told) say({ shown });
      told = JSON.stringify(shown);
    }
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
