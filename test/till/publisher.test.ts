// When screens are told: at once on watching, once for all changes of a turn, at most once in two frames, before the answer to
// a command, and never after the close. Pure, on a clock moved by hand.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ViewName, ViewOf } from "#contract/views.ts";
import { createPublisher } from "#till/publisher.ts";

const BETWEEN_MS = 33;

type Told = { readonly to: string; readonly atMs: number; readonly version: number; readonly state: number };

/** The state of this till is a number, and its snapshots tell it. */
function openTill() {
  let nowMs = 1_000;
  let state = 0;
  const timers = new Set<{ readonly atMs: number; readonly run: () => void }>();
  const told: Told[] = [];
  const defects: string[] = [];
  const broken = new Set<ViewName>();
  const publisher = createPublisher({
    clock: {
      nowMs: () => nowMs,
      after(ms, run) {
        const timer = { atMs: nowMs + ms, run };
        timers.add(timer);
        return () => void timers.delete(timer);
      },
    },
    make<Name extends ViewName>(view: Name, version: number) {
      if (broken.has(view)) throw new Error(`no ${view}`);
      return { version, state } as unknown as ViewOf<Name>;
    },
    defect: (view, thrown) => void defects.push(`${view}: ${String(thrown)}`),
  });
  /** The end of this turn, and then so much time: whatever is due in it happens at its own moment. */
  async function pass(ms: number): Promise<void> {
    await Promise.resolve();
    const untilMs = nowMs + ms;
    for (;;) {
      const [next] = [...timers].filter(({ atMs }) => atMs <= untilMs).toSorted((one, other) => one.atMs - other.atMs);
      if (!next) break;
      timers.delete(next);
      nowMs = next.atMs;
      next.run();
      await Promise.resolve();
    }
    nowMs = untilMs;
  }
  return {
    publisher,
    told,
    defects,
    broken,
    pass,
    timers,
    watch: (to: string, view: ViewName = "cashier") =>
      publisher.watch(view, (snapshot) => {
        const { version, state: seen } = snapshot as unknown as Pick<Told, "version" | "state">;
        told.push({ to, atMs: nowMs - 1_000, version, state: seen });
      }),
    change(): void {
      state += 1;
      publisher.changed();
    },
    /** What was told since this was last asked. */
    heard: () => told.splice(0).map(({ to, atMs, state: seen }) => `${to} ${seen} at ${atMs}`),
  };
}

test("who watches is told the present state at once, also what nobody was told yet", async () => {
  const till = openTill();
  till.change();
  till.watch("first");
  expect(till.heard()).toEqual(["first 1 at 0"]);
  await till.pass(BETWEEN_MS);
  till.change();
  till.watch("second");
  expect(till.heard()).toEqual(expect.arrayContaining(["second 2 at 33"]));
});

test("all changes of a turn are one telling, at its end and not in the middle of it", async () => {
  const till = openTill();
  till.watch("first");
  till.watch("second", "customer");
  till.heard();
  for (let change = 0; change < 3; change += 1) till.change();
  expect(till.heard()).toEqual([]);
  await till.pass(0);
  expect(till.heard()).toEqual(["first 3 at 0", "second 3 at 0"]);
  await till.pass(10 * BETWEEN_MS);
  expect(till.heard()).toEqual([]);
});

test("what changes within two frames of a telling is told together, when they are over", async () => {
  const till = openTill();
  till.watch("first");
  till.heard();
  till.change();
  await till.pass(0);
  for (let ms = 0; ms < BETWEEN_MS - 1; ms += 1) {
    await till.pass(1);
    till.change();
  }
  expect(till.heard()).toEqual(["first 1 at 0"]);
  await till.pass(1);
  expect(till.heard()).toEqual([`first 33 at ${BETWEEN_MS}`]);
  await till.pass(BETWEEN_MS);
  till.change();
  await till.pass(0);
  expect(till.heard()).toEqual([`first 34 at ${2 * BETWEEN_MS}`]);
});

test("before the answer to a command all is told, and not once more after it", async () => {
  const till = openTill();
  till.watch("first");
  till.heard();
  till.change();
  till.publisher.flush();
  expect(till.heard()).toEqual(["first 1 at 0"]);
  // A second command in the same two frames waits for nothing either.
  await till.pass(5);
  till.change();
  till.publisher.flush();
  expect(till.heard()).toEqual(["first 2 at 5"]);
  till.publisher.flush();
  await till.pass(10 * BETWEEN_MS);
  expect([till.heard(), till.timers.size]).toEqual([[], 0]);
});

test("the two frames are counted from what a command made be told, too", async () => {
  const till = openTill();
  till.watch("first");
  till.heard();
  await till.pass(100);
  till.change();
  till.publisher.flush();
  till.change();
  await till.pass(BETWEEN_MS - 1);
  expect(till.heard()).toEqual(["first 1 at 100"]);
  await till.pass(1);
  expect(till.heard()).toEqual(["first 2 at 133"]);
});

test.each([0, 1, BETWEEN_MS])("a close is the end of all telling, whatever was planned %i ms before", async (ms) => {
  const till = openTill();
  till.watch("first");
  till.change();
  await till.pass(0);
  till.change();
  await till.pass(Math.min(ms, BETWEEN_MS - 1));
  till.heard();
  till.publisher.close();
  till.change();
  till.publisher.flush();
  await till.pass(10 * BETWEEN_MS);
  expect(till.heard()).toEqual([]);
});

test("a change of the turn in which the till closes is told to nobody", async () => {
  const till = openTill();
  till.watch("first");
  till.heard();
  till.change();
  till.publisher.close();
  expect(till.timers.size).toBe(0);
  await till.pass(BETWEEN_MS);
  expect(till.heard()).toEqual([]);
});

test("who stops watching hears nothing more; the others do", async () => {
  const till = openTill();
  const stop = till.watch("first");
  till.watch("second");
  till.heard();
  till.change();
  stop();
  await till.pass(0);
  expect(till.heard()).toEqual(["second 1 at 0"]);
});

test("a view that cannot be made is a defect of its own", async () => {
  const till = openTill();
  till.broken.add("day");
  till.watch("first", "day");
  till.watch("second");
  till.change();
  await till.pass(0);
  expect(till.heard()).toEqual(["second 0 at 0", "second 1 at 0"]);
  expect(till.defects).toEqual(["day: Error: no day", "day: Error: no day"]);
});

const deed = fc.oneof(
  fc.constant("change" as const),
  fc.constant("flush" as const),
  fc.constant("watch" as const),
  fc.integer({ min: 0, max: 50 }),
);

test("whatever happens: nothing stays untold for two frames, nobody is told more often, and versions only grow", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 60 }), async (deeds) => {
      const till = openTill();
      till.watch("first");
      let changes = 0;
      const hurried = new Set<number>();
      for (const each of deeds) {
        const before = till.told.length;
        if (each === "change") changes += 1;
        if (each === "change") till.change();
        else if (each === "flush") till.publisher.flush();
        else if (each === "watch") till.watch("late");
        else await till.pass(each);
        if (typeof each !== "number") for (let at = before; at < till.told.length; at += 1) hurried.add(at);
        if (each === "flush" || (typeof each === "number" && each >= BETWEEN_MS))
          expect(till.told.findLast(({ to }) => to === "first")?.state).toBe(changes);
      }
      const first = till.told.flatMap((one, at) => (one.to === "first" ? [{ ...one, hurried: hurried.has(at) }] : []));
      for (const [at, one] of first.entries()) {
        const earlier = first[at - 1];
        if (!earlier) continue;
        expect(one.version).toBeGreaterThan(earlier.version);
        // The first telling is that of watching, which counts for nobody else.
        if (!one.hurried && at > 1) expect(one.atMs - earlier.atMs).toBeGreaterThanOrEqual(BETWEEN_MS);
      }
    }),
    { numRuns: 300 },
  );
});
