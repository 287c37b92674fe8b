// One owner for each thing that takes time: a loop that reads it anew, does one thing, and rests until something wakes it.
// A defect is logged, pauses it, and never ends it.
import type { Clock, Log } from "./ports.ts";

/** What a driver needs of a run; whoever drives adds more. */
export type Driven = {
  holdUntilMs: number;
  /** When it acts next; null while it is at it. */
  nextAtMs: number | null;
  looking: Promise<void> | null;
  posting: Promise<void> | null;
  wake: (() => void) | null;
};

/** `act`: nothing else is planned until it is done. `beside`: an answer that does not come holds up nothing else; of each kind one is under way at a time. */
export type Turn =
  | { readonly kind: "stop" }
  | { readonly kind: "rest"; readonly untilMs: number }
  | { readonly kind: "act"; readonly act: () => Promise<void> | void }
  | { readonly kind: "beside"; readonly what: "looking" | "posting"; readonly act: () => Promise<void> };

export type Driver<Run extends Driven> = {
  /** Drives until `turn` says stop. Who has a run already is only woken. */
  start(id: string, newRun: () => Run, turn: (run: Run) => Turn): void;
  run(id: string): Run | null;
  wake(id: string): void;
  /** Resolves when nothing is under way any more. */
  close(): Promise<void>;
};

export type DriverParts = { readonly clock: Clock; readonly log: Log; readonly changed: () => void };

const DEFECT_PAUSE_MS = 5_000;

export function createDriver<Run extends Driven>(parts: DriverParts): Driver<Run> {
  const runs = new Map<string, Run>();
  const ending = new Set<Promise<void>>();
  let open = true;
  const wake = (id: string): void => runs.get(id)?.wake?.();
  return {
    start(id, newRun, turn) {
      if (runs.has(id)) return wake(id);
      const run = newRun();
      runs.set(id, run);
      const done = drive({ parts, id, run, turn: () => (open ? turn(run) : { kind: "stop" }) }).finally(() => {
        runs.delete(id);
        ending.delete(done);
        parts.changed();
      });
      ending.add(done);
    },
    run: (id) => runs.get(id) ?? null,
    wake,
    async close() {
      open = false;
      for (const run of runs.values()) run.wake?.();
      await Promise.all(ending);
    },
  };
}

type Drive = {
  readonly parts: DriverParts;
  readonly id: string;
  readonly run: Driven;
  readonly turn: () => Turn;
};

async function drive({ parts, id, run, turn }: Drive): Promise<void> {
  for (;;) {
    try {
      const next = turn();
      if (next.kind === "stop") break;
      if (next.kind === "rest") await rest(parts.clock, run, next.untilMs);
      else if (next.kind === "act") await next.act();
      else goOnBeside({ parts, id, run }, next.what, next.act);
    } catch (thrown) {
      parts.log.error("loop/defect", { id, error: thrown });
      await rest(parts.clock, run, parts.clock.nowMs() + DEFECT_PAUSE_MS);
    }
  }
  await Promise.all([run.looking, run.posting]);
}

function goOnBeside(
  { parts, id, run }: Omit<Drive, "turn">,
  what: "looking" | "posting",
  act: () => Promise<void>,
): void {
  run[what] = act()
    .catch((thrown: unknown) => {
      parts.log.error("loop/defect", { id, error: thrown });
      run.holdUntilMs = parts.clock.nowMs() + DEFECT_PAUSE_MS;
    })
    .finally(() => {
      run[what] = null;
      run.wake?.();
    });
}

async function rest(clock: Clock, run: Driven, untilMs: number): Promise<void> {
  run.nextAtMs = untilMs;
  await new Promise<void>((resolve) => {
    const callOff = clock.after(Math.max(1, untilMs - clock.nowMs()), () => {
      run.wake = null;
      resolve();
    });
    run.wake = () => {
      run.wake = null;
      callOff();
      resolve();
    };
  });
  run.nextAtMs = null;
}
