// Something that is done again and again: the next time is planned when the last one has ended, so nothing overtakes itself.
import type { Clock } from "./ports.ts";

export type Repetition = {
  /** Nothing begins any more; resolves when what is under way has ended. */
  close(): Promise<void>;
};

/** @param act never rejects */
export function repeat(
  clock: Pick<Clock, "after">,
  pauses: { readonly firstMs?: number; readonly everyMs: number },
  act: () => Promise<void>,
): Repetition {
  let open = true;
  let acting: Promise<void> = Promise.resolve();
  const plan = (ms: number): (() => void) =>
    clock.after(ms, () => {
      acting = act().then(() => {
        if (open) callOff = plan(pauses.everyMs);
      });
    });
  let callOff = plan(pauses.firstMs ?? pauses.everyMs);
  return {
    async close() {
      open = false;
      callOff();
      await acting;
    },
  };
}
