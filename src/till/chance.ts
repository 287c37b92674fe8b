// Chance for pauses, out of the ids that come in by their port: the till has no random numbers of its own.
import type { Ids } from "./ports.ts";

/** 0 to 1, another one each time. */
export function chanceFrom(ids: Ids): () => number {
  return () => Number.parseInt(ids.uuid().slice(0, 8), 16) / 0xff_ff_ff_ff;
}
