// What a flow of a till that is killed is made of.
import type { MethodId } from "#contract/words.ts";
import type { FaultRequest } from "#simulator/simulator.ts";
import type { Timings } from "#till/timings.ts";
import { paidByQr, type Hands } from "./hands.ts";
import type { Answer } from "./words.ts";

export type Flow = {
  readonly faults?: readonly FaultRequest[];
  /** How long Omise takes to close a refund. */
  readonly refundDelayMs?: number;
  /** Of the till that performs it; the next one has those of all. */
  readonly timings?: Partial<Record<keyof Timings, number | number[]>>;
  perform(hands: Hands): Promise<void>;
  /** What the customer does with whatever is open after the restart. */
  readonly afterwards: Answer | "nothing";
  /** It begins as that flow does: a point that both have is killed there. */
  readonly beginsAs?: string;
  /** The till is killed here first, and the points are those of its recovery. */
  readonly first?: string;
};

export const POST = { method: "POST", path: "/charges", count: 1 } as const;

export function paidQr(method: MethodId): Flow {
  return { afterwards: "pay", perform: (hands) => paidByQr(hands, method) };
}
