// What a cashier can do at a till that is killed, and how each thing is done once and for all flows.
import type { CashierView } from "#contract/views.ts";
import type { MethodId } from "#contract/words.ts";
import type { Answer } from "./words.ts";

/** The cashier's hands and eyes. */
export type Hands = {
  begin(): Promise<void>;
  charge(method: MethodId): Promise<void>;
  scan(): Promise<void>;
  press(command: "sale/cancel" | "sale/again"): Promise<void>;
  /** With a manager's PIN. */
  override(): Promise<void>;
  /** With a manager's PIN; without an amount: the whole of it. */
  refund(kind: "refund" | "void", amountMinor?: number): Promise<void>;
  attach(): Promise<void>;
  /** Of everything that is in the queue. */
  askNow(): Promise<void>;
  /** The charge on the counter was read once, so that no later part of the flow meets that read by chance. */
  looked(): Promise<void>;
  until(what: string, fits: (view: CashierView) => boolean): Promise<CashierView>;
  /** The points from here on have this name before theirs. */
  chapter(name: string): Promise<void>;
  /** The prover acts as the customer, and has done so when this resolves. */
  customer(answer: Answer): Promise<void>;
};

export function inState(state: string) {
  return (view: CashierView): boolean => view.counter?.state === state;
}

export function alarmed(words: CashierView["alarms"][number]["words"]) {
  return ({ alarms }: CashierView): boolean => alarms.some((alarm) => alarm.words === words);
}

export async function showQr(hands: Hands, method: MethodId): Promise<void> {
  await hands.begin();
  await chargeByQr(hands, method);
}

export async function chargeByQr(hands: Hands, method: MethodId): Promise<void> {
  await hands.charge(method);
  await hands.until("the QR is on show", (view) => view.counter?.sentence === "qr-shown");
  await hands.looked();
}

export async function paid(hands: Hands, how: Answer = "pay"): Promise<void> {
  await hands.customer(how);
  await hands.askNow();
  await hands.until("it is paid", inState("successful"));
}

export async function paidByQr(hands: Hands, method: MethodId): Promise<void> {
  await showQr(hands, method);
  await paid(hands);
}

export async function cancelled(hands: Hands): Promise<void> {
  await hands.press("sale/cancel");
  await hands.until("it is cancelled", inState("cancelled"));
}

export async function scanned(hands: Hands): Promise<void> {
  await hands.begin();
  await hands.scan();
  await hands.until("the customer has it", inState("pending"));
  await hands.looked();
}

export async function declinedScan(hands: Hands): Promise<void> {
  await scanned(hands);
  await hands.customer("decline");
  await hands.askNow();
  await hands.until("it is declined", inState("failed"));
}

export async function refunded(hands: Hands, ...what: Parameters<Hands["refund"]>): Promise<void> {
  await hands.chapter("refund");
  await hands.refund(...what);
  await hands.until("the money is back", (view) => view.counter?.refunds.at(-1)?.state === "closed");
}
