// What a cashier does at the till that is killed, by name, and what the customer does once it is back.
import type { CashierView } from "#contract/views.ts";
import type { MethodId } from "#contract/words.ts";
import type { FaultRequest } from "#simulator/simulator.ts";
import type { Answer } from "./words.ts";

/** The cashier's hands and eyes. */
export type Hands = {
  begin(): Promise<void>;
  charge(method: MethodId): Promise<void>;
  scan(): Promise<void>;
  press(command: "sale/cancel" | "sale/again"): Promise<void>;
  seeAlarm(): Promise<void>;
  until(what: string, fits: (view: CashierView) => boolean): Promise<CashierView>;
  /** Asks the prover to act as the customer; nothing is waited for. */
  customer(answer: Answer): void;
};

export type Flow = {
  readonly faults?: readonly FaultRequest[];
  perform(hands: Hands): Promise<void>;
  /** What the customer does with whatever is open after the restart. */
  readonly afterwards: Answer | "nothing";
  /** The till is killed here first, and the points are those of its recovery. */
  readonly first?: string;
};

const POST = { method: "POST", path: "/charges", count: 1 } as const;

function inState(state: string) {
  return (view: CashierView): boolean => view.counter?.state === state;
}

async function showQr(hands: Hands, method: MethodId): Promise<void> {
  await hands.begin();
  await hands.charge(method);
  await hands.until("the QR is on show", (view) => view.counter?.sentence === "qr-shown");
}

async function paid(hands: Hands): Promise<void> {
  hands.customer("pay");
  await hands.until("it is paid", inState("successful"));
}

async function cancelled(hands: Hands): Promise<void> {
  await hands.press("sale/cancel");
  await hands.until("it is cancelled", inState("cancelled"));
}

async function declinedScan(hands: Hands): Promise<void> {
  await hands.begin();
  await hands.scan();
  await hands.until("the customer has it", inState("pending"));
  hands.customer("decline");
  await hands.until("it is declined", inState("failed"));
}

function paidQr(method: MethodId): Flow {
  return {
    afterwards: "pay",
    async perform(hands) {
      await showQr(hands, method);
      await paid(hands);
    },
  };
}

const lostAnswer: Flow = { ...paidQr("alipayplus_mpm"), faults: [{ kind: "drop-answer", ...POST }] };
/** Longer than the till waits before it looks for the charge in the listing. */
const lateAnswer: Flow = { ...paidQr("alipayplus_mpm"), faults: [{ kind: "delay-answer", ms: 3_000, ...POST }] };

export const FLOWS = {
  "alipay paid": paidQr("alipayplus_mpm"),
  "atome paid": paidQr("atome_qr"),
  "truemoney paid": paidQr("truemoney_qr"),
  "alipay cancelled": {
    afterwards: "nothing",
    async perform(hands) {
      await showQr(hands, "alipayplus_mpm");
      await cancelled(hands);
    },
  },
  "wechat paid": {
    afterwards: "pay",
    async perform(hands) {
      await hands.begin();
      await hands.scan();
      await hands.until("the customer has it", inState("pending"));
      await paid(hands);
    },
  },
  "wechat declined": { afterwards: "decline", perform: declinedScan },
  "truemoney cancel refused": {
    afterwards: "decline",
    async perform(hands) {
      await showQr(hands, "truemoney_qr");
      await hands.press("sale/cancel");
      await hands.until("it stays payable", (view) => view.counter?.sentence === "still-payable");
      hands.customer("decline");
      await hands.until("it has ended", (view) => typeof view.counter?.endedAtMs === "number");
    },
  },
  "answer lost, found, paid": lostAnswer,
  "answer late, found meanwhile, paid": lateAnswer,
  "request lost, not found": {
    afterwards: "pay",
    faults: [{ kind: "drop-request", ...POST }],
    async perform(hands) {
      await hands.begin();
      await hands.charge("alipayplus_mpm");
      await hands.until("it is not found", inState("not-found"));
    },
  },
  "declined, then paid anew": {
    afterwards: "pay",
    async perform(hands) {
      await declinedScan(hands);
      await hands.press("sale/again");
      await hands.charge("alipayplus_mpm");
      await hands.until("the QR is on show", (view) => view.counter?.sentence === "qr-shown");
      await paid(hands);
    },
  },
  "cancelled, paid late": {
    afterwards: "late",
    async perform(hands) {
      await showQr(hands, "alipayplus_mpm");
      await cancelled(hands);
      hands.customer("late");
      await hands.until("the alarm is raised", (view) => view.alarms.length > 0);
      await hands.seeAlarm();
    },
  },
  "killed while sending, recovery killed too": { ...paidQr("alipayplus_mpm"), first: "POST /charges [none]: answered" },
  "killed while cancelling, recovery killed too": {
    afterwards: "nothing",
    first: "POST /charges/:id/expire [pending]: before",
    async perform(hands) {
      await showQr(hands, "alipayplus_mpm");
      await cancelled(hands);
    },
  },
} as const satisfies Readonly<Record<string, Flow>>;

export type FlowName = keyof typeof FLOWS;

export function flowOf(name: string): Flow {
  const flow = (FLOWS as Readonly<Record<string, Flow>>)[name];
  if (!flow) throw new Error(`there is no flow ${name}`);
  return flow;
}
