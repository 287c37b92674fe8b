// Whether the API answers, and since when: said to the cashier, and the reason why a method is greyed.
import type { Clock } from "./ports.ts";

export type LinkState = { readonly state: "up" | "down" | "untried"; readonly sinceMs: number | null };

export type Link = {
  /** An answer of any kind came, or none did. */
  heard(answered: boolean): void;
  now(): LinkState;
};

export function createLink(clock: Clock, changed: () => void): Link {
  let link: LinkState = { state: "untried", sinceMs: null };
  return {
    heard(answered) {
      const state = answered ? "up" : "down";
      if (link.state === state) return;
      link = { state, sinceMs: clock.nowMs() };
      changed();
    },
    now: () => link,
  };
}
