// What a scenario has seen: which of the sent codes came, which came that nobody had sent, and what else was wrong.

export type Tally = {
  readonly sent: number;
  readonly lost: number;
  /** Codes that were never sent, or came more often than they were. */
  readonly invented: number;
  readonly wrong: readonly string[];
  /** Of the sent ones those in which the scanner itself stood still, because this machine was busy elsewhere. They are no promise:
   *  they may come or not, but nothing else may come for them. */
  readonly stalled: number;
};

/** Order counts: a code that overtakes another is one lost and one invented. */
export function judge(sent: readonly string[], got: readonly string[], wrong: readonly string[] = []): Tally {
  // As in a comparison of two texts, greedy: what does not fit is skipped on the side where the next match is nearer.
  let lost = 0;
  let invented = 0;
  let at = 0;
  for (const code of sent) {
    const found = got.indexOf(code, at);
    if (found === -1) lost += 1;
    else {
      invented += found - at;
      at = found + 1;
    }
  }
  return { sent: sent.length, lost, invented: invented + got.length - at, wrong, stalled: 0 };
}

/** More of a run than this is no proof. */
const MOST_STALLED = 0.25;

/** A till waits a second for the rest of a code, and knows it as such for another half. */
const FORGOTTEN_MS = 1000;

/** @param stalled codes in which the scanner stood still, and for how long, in ms */
export function judgeFair(
  sent: readonly string[],
  got: readonly string[],
  stalled: ReadonlyMap<string, number>,
): Tally {
  const forgotten = [...stalled].filter(([, forMs]) => forMs > FORGOTTEN_MS).map(([code]) => code);
  const isFair = (text: string): boolean => !stalled.has(text) && !forgotten.some((code) => code.endsWith(text));
  const isTooMuch = stalled.size > sent.length * MOST_STALLED;
  const wrong = isTooMuch ? [`the machine was too busy: ${stalled.size} codes of ${sent.length} stood still`] : [];
  return { ...judge(sent.filter(isFair), got.filter(isFair), wrong), sent: sent.length, stalled: stalled.size };
}

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (total, one) => ({
      sent: total.sent + one.sent,
      lost: total.lost + one.lost,
      invented: total.invented + one.invented,
      wrong: [...total.wrong, ...one.wrong],
      stalled: total.stalled + one.stalled,
    }),
    { sent: 0, lost: 0, invented: 0, wrong: [], stalled: 0 },
  );
}

export function isClean({ lost, invented, wrong }: Tally): boolean {
  return lost === 0 && invented === 0 && wrong.length === 0;
}
