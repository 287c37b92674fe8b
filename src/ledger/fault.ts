// One way in which a ledger is not what was written to it.

export type Fault = {
  /** The event where it shows; null where it is not about one. */
  readonly seq: number | null;
  readonly sentence: string;
};
