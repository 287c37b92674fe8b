// What is asked of the real code, and what it answers.
import type { RefundEffect } from "#till/refund/plan.ts";
import type { Answer } from "./names.ts";
import type { Effect } from "./plans.ts";
import type { KeyName } from "./real-counter.ts";
import type { RefundAsked } from "./real-desk.ts";
import type { Act } from "./real-till.ts";
import type { RefundLook } from "./world.ts";

type AttemptQuestion =
  | { readonly ask: KeyName; readonly attempt: number }
  | { readonly ask: "effect"; readonly attempt: number; readonly effect: Effect }
  | {
      readonly ask: "post" | "read" | "expire";
      readonly attempt: number;
      readonly answer: Answer;
      readonly late: boolean;
    }
  | {
      readonly ask: "trace";
      readonly attempt: number;
      readonly answer: Answer;
      readonly from: "sending" | "unknown";
      readonly late: boolean;
    }
  | { readonly ask: "watch"; readonly attempt: number; readonly dueMs: number; readonly answers: readonly Answer[] };

type RefundQuestion =
  | { readonly ask: "refund"; readonly asked: RefundAsked }
  | { readonly ask: "withdraw"; readonly refund: number }
  | { readonly ask: "terms"; readonly attempt: number; readonly answer: Answer }
  | { readonly ask: "refund-effect"; readonly refund: number; readonly effect: Exclude<RefundEffect, "send" | "look"> }
  | { readonly ask: "checked"; readonly refund: number; readonly answer: Answer }
  /** `answers`: to the reading before the send, then to the send. */
  | { readonly ask: "refund-post"; readonly refund: number; readonly answers: readonly Answer[] }
  | {
      readonly ask: "refund-look";
      readonly refund: number;
      readonly answer: Answer;
      readonly from: RefundLook["from"];
      readonly late: boolean;
    };

export type Question = AttemptQuestion | RefundQuestion | { readonly ask: "recover" };

/** `refused`: the till said no to a person and did nothing. */
export type Done = {
  readonly acts: readonly Act[];
  readonly refused: boolean;
  readonly choosing: boolean;
  /** How many writes there were: any of them may fail. */
  readonly writes: number;
  /** Whether the approval that was given with it can be used again. */
  readonly approvalLeft: boolean;
};
