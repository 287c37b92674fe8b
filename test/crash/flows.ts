// What a cashier does at the till that is killed, by name, and what the customer does once it is back.
import type { Flow } from "./flow.ts";
import { LATE_FLOWS } from "./late-flows.ts";
import { REFUND_FLOWS } from "./refund-flows.ts";
import { SALE_FLOWS } from "./sale-flows.ts";

export const FLOWS = { ...SALE_FLOWS, ...LATE_FLOWS, ...REFUND_FLOWS } satisfies Readonly<Record<string, Flow>>;

export type FlowName = keyof typeof FLOWS;

export function isFlowName(text: string): text is FlowName {
  return Object.hasOwn(FLOWS, text);
}

export function flowOf(name: string): Flow {
  if (!isFlowName(name)) throw new Error(`there is no flow "${name}": there are ${Object.keys(FLOWS).join("; ")}`);
  return FLOWS[name];
}
