// What one run writes down: what was wrong, and what was counted.

export type Tally = {
  runs: number;
  commands: number;
  refused: number;
  attempts: number;
  charges: number;
  paid: number;
  refunds: number;
  snapshots: number;
  restarts: number;
  drops: number;
  doubled: number;
  lost: number;
  unresolved: number;
  /** How often each fault has met something. */
  readonly faults: Record<string, number>;
};

export type WrongKind = "doubled" | "lost" | "unresolved" | "untrue" | "defect";

export type Notes = {
  readonly tally: Tally;
  /** A sentence each; none is the proof. */
  readonly wrong: readonly string[];
  tell(kind: WrongKind, sentence: string): void;
  fault(kind: string, times?: number): void;
};

export function emptyTally(): Tally {
  return {
    runs: 0,
    commands: 0,
    refused: 0,
    attempts: 0,
    charges: 0,
    paid: 0,
    refunds: 0,
    snapshots: 0,
    restarts: 0,
    drops: 0,
    doubled: 0,
    lost: 0,
    unresolved: 0,
    faults: {},
  };
}

export function createNotes(): Notes {
  const tally = { ...emptyTally(), runs: 1 };
  const wrong = new Set<string>();
  return {
    tally,
    get wrong() {
      return [...wrong];
    },
    tell(kind, sentence) {
      if (wrong.has(sentence)) return;
      wrong.add(sentence);
      if (kind === "doubled" || kind === "lost" || kind === "unresolved") tally[kind] += 1;
    },
    fault(kind, times = 1) {
      tally.faults[kind] = (tally.faults[kind] ?? 0) + times;
    },
  };
}

export function addTo(sum: Tally, more: Tally): void {
  for (const name of Object.keys(sum) as (keyof Tally)[]) {
    if (name !== "faults") sum[name] += more[name];
  }
  for (const [kind, times] of Object.entries(more.faults)) sum.faults[kind] = (sum.faults[kind] ?? 0) + times;
}
