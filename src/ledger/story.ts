// Everything that the ledger knows of one attempt, as a tool reads it.
import type { AttemptRecord, AttemptState } from "#till/attempt/state.ts";
import type { AlarmRecord, ApprovalRecord, SaleRecord } from "#till/ports.ts";
import type { RefundRecord, RefundState } from "#till/refund/state.ts";

export type StoryStep<State = AttemptState> = {
  /** Position among all events of the ledger. */
  readonly seq: number;
  readonly step: number;
  readonly kind: string;
  /** As it was saved, its kind left out. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly state: State;
  readonly intent: string;
  readonly atMs: number;
};

export type RefundStory = {
  readonly record: RefundRecord;
  /** Oldest first. */
  readonly steps: readonly StoryStep<RefundState>[];
};

/** Every list has the oldest first. */
export type Story = {
  readonly sale: SaleRecord;
  readonly record: AttemptRecord;
  readonly steps: readonly StoryStep[];
  readonly alarms: readonly AlarmRecord[];
  readonly refunds: readonly RefundStory[];
  /** Given for this sale or this charge. */
  readonly approvals: readonly ApprovalRecord[];
};
