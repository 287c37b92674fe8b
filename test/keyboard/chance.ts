// Chance that can be played again: the same seed is the same mixture, on every machine.

export type Chance = {
  /** A whole number from .. to, both included. */
  readonly from: (least: number, most: number) => number;
  readonly yes: (share: number) => boolean;
  readonly pick: <One>(all: readonly One[]) => One;
};

/** The generator is "mulberry32" (Tommy Ettinger, public domain). */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    from: (least, most) => least + Math.floor(next() * (most - least + 1)),
    yes: (share) => next() < share,
    pick: (all) => {
      const one = all[Math.floor(next() * all.length)];
      if (one === undefined) throw new Error("nothing to pick from");
      return one;
    },
  };
}
