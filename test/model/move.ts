// One way from a world to the next, with its words for a trace and what the promises want to know of it.
import type { Act } from "./real-till.ts";
import type { World } from "./world.ts";

/** A charge that the till was told of, and how. */
export type HeardCharge = {
  readonly attempt: number;
  readonly by: "post" | "get" | "list";
  readonly status: string;
  readonly strange: boolean;
};

export type Told = {
  /** What the real code did. */
  readonly acts: readonly Act[];
  readonly heard: HeardCharge | null;
  /** A write failed on the way, or the power went. */
  readonly cut: boolean;
};

export type Move = Told & {
  readonly what: string;
  readonly next: World;
  /** Comes by itself: no person, no fault and no luck is needed. */
  readonly byItself: boolean;
};

const SILENT: Told = { acts: [], heard: null, cut: false };

export function move(what: string, next: World, byItself = true, told: Partial<Told> = SILENT): Move {
  return { what, next, byItself, ...SILENT, ...told };
}
