// Counts on how many calls two clients agreed, and keeps what they said where they did not.
import { isDeepStrictEqual } from "node:util";

export type Tally = {
  /** What each made of one call. */
  compare(call: string, official: unknown, ours: unknown): void;
  readonly agreed: readonly string[];
  readonly disagreed: readonly { readonly call: string; readonly official: unknown; readonly ours: unknown }[];
  /** The counts in words. */
  line(): string;
};

export function createTally(): Tally {
  const agreed: string[] = [];
  const disagreed: { call: string; official: unknown; ours: unknown }[] = [];
  return {
    compare(call, official, ours) {
      if (isDeepStrictEqual(official, ours)) agreed.push(call);
      else disagreed.push({ call, official, ours });
    },
    agreed,
    disagreed,
    line() {
      const calls = agreed.length + disagreed.length;
      return `contract-sdk: ${calls} calls compared, ${agreed.length} agreed, ${disagreed.length} disagreed`;
    },
  };
}
