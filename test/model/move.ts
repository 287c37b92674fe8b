// One way from a world to the next, with its words for a trace.
import type { World } from "./world.ts";

export type Move = {
  readonly what: string;
  readonly next: World;
  /** Comes by itself: no person, no fault and no luck is needed. */
  readonly byItself: boolean;
  /** Alarms that were saved with it. */
  readonly alarms: readonly string[];
};

export function move(what: string, next: World, byItself = true, alarms: readonly string[] = []): Move {
  return { what, next, byItself, alarms };
}
